// Does the whole store work as it is put together: real process, real gnome-keyring, real disk?
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#engine/core/secret.ts";
import type { SecretName, SecretStore } from "#engine/ports/secret-store.ts";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { nodeKeychainLauncher } from "#platform/keychain/node-keychain-process.ts";
import { SecretScrubber } from "#platform/logging/redact.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { accountIdSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { KeyringHome, type KeyringSession, startKeyring, whyNoKeyring } from "#testing/private-keyring.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { openSecretStore } from "./open-secret-store.ts";

const missing = whyNoKeyring();
if (missing !== null) process.stderr.write(`Secret store with a real keychain: not tried here, ${missing}.\n`);

const name = (generation: number): SecretName => ({
  profileId: profileIdSchema.parse("main"),
  accountId: accountIdSchema.parse("coinbase"),
  generation,
});
const SMALL = new Secret("planted-small\0secret");
const LARGE = new Secret("planted-large".repeat(400));

let folder: string;
let stores: SecretStore[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secrets-"));
  stores = [];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(environment: NodeJS.ProcessEnv, space: "real" | "test" = "real"): SecretStore {
  const store = openSecretStore({
    dataFolder: folder,
    space,
    launch: nodeKeychainLauncher(workerUrl("keychain"), environment),
    clock: new SystemClock(),
    guard: new SecretScrubber(),
    logger: silentLogger,
  });
  stores.push(store);
  return store;
}

describe.skipIf(missing !== null)("with a real gnome-keyring", () => {
  let home: KeyringHome;
  let sessions: KeyringSession[];
  beforeEach(() => {
    home = new KeyringHome();
    sessions = [];
  });
  afterEach(async () => {
    for (const session of sessions) await session.end();
    home.remove();
  });
  const start = async (state: "unlocked" | "locked"): Promise<NodeJS.ProcessEnv> => {
    const session = await startKeyring(home, state);
    sessions.push(session);
    return session.environment;
  };

  it("NUL in the keychain, 5 KB in the vault, both again after a restart; keys of test servers lie apart", async () => {
    const environment = await start("unlocked");
    const store = open(environment);
    expect(await store.write(name(1), SMALL)).toBe("keychain");
    expect(await store.write(name(2), LARGE)).toBe("vault");
    const test = open(environment, "test");
    expect(await test.read(name(1))).toBeNull();
    expect(await test.read(name(2))).toBeNull();
    expect(await test.write(name(2), LARGE)).toBe("vault");
    expect(readdirSync(folder).sort()).toEqual([
      "vault-test.bin",
      "vault-test.bin.previous",
      "vault.bin",
      "vault.bin.previous",
    ]);
    for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file), "latin1")).not.toMatch(/planted/);
    const again = open(environment);
    expect((await again.read(name(1)))?.equals(SMALL)).toBe(true);
    expect((await again.read(name(2)))?.equals(LARGE)).toBe(true);
  });

  it("locked: nothing is called missing, nothing is made, and the reason is told", async () => {
    const store = open(await start("unlocked"));
    await store.write(name(1), SMALL);
    await sessions[0]?.end();
    const locked = open(await start("locked"));
    expect(await locked.status()).toEqual({
      place: "none",
      reason: "The system's keychain is locked.",
      state: "needsPassphrase",
    });
    await expect(locked.read(name(1))).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
    await expect(locked.write(name(2), SMALL)).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
    expect(existsSync(join(folder, "vault.bin"))).toBe(false);
  });
});

it("without a keychain: a vault under a passphrase, at full strength, that a restart finds locked", async () => {
  const nowhere = { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/no-bus` };
  const store = open(nowhere);
  expect((await store.status()).state).toBe("needsPassphrase");
  await store.choosePassphrase(new Secret("correct horse"));
  expect(await store.write(name(1), SMALL)).toBe("vault");
  const again = open(nowhere);
  await expect(again.read(name(1))).rejects.toMatchObject({ code: "SECRET_LOCKED" });
  await expect(again.unlock(new Secret("wrong horse"))).rejects.toMatchObject({ code: "SECRET_WRONG_PASSPHRASE" });
  await again.unlock(new Secret("correct horse"));
  expect((await again.read(name(1)))?.equals(SMALL)).toBe(true);
});
