// Do keychain and vault together keep every secret, tell where it lies, and never change the place on their own?
import { describe, expect, it } from "vitest";
import { sealCredentials } from "#engine/core/credentials.ts";
import { Secret } from "#engine/core/secret.ts";
import type { SecretName } from "#engine/ports/secret-store.ts";
import type { KeychainProblem } from "#platform/keychain/keychain-problem.ts";
import { SecretScrubber } from "#platform/logging/redact.ts";
import { Vault } from "#platform/vault/vault.ts";
import { deriveWithScrypt } from "#platform/vault/vault-keys.ts";
import { accountIdSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { MemoryKeychain } from "#testing/memory-keychain.ts";
import { MemoryVaultFiles } from "#testing/memory-vault-files.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { SystemSecretStore } from "./system-secret-store.ts";

const PASSPHRASE = new Secret("correct horse");
const LARGE = new Secret("x".repeat(5_000));

const name = (generation: number, accountId = "binance"): SecretName => ({
  profileId: profileIdSchema.parse("main"),
  accountId: accountIdSchema.parse(accountId),
  generation,
});

/** One machine: its keychain and its disk outlive the program. */
function machine(problem: KeychainProblem | null = null) {
  const items = new Map<string, Secret>();
  const disk = new Map<string, Buffer>();
  const guard = new SecretScrubber();
  const start = (now: KeychainProblem | null = problem, files = new MemoryVaultFiles(disk)) => {
    const keychain = new MemoryKeychain(now, items);
    const vault = new Vault({
      path: "vault.bin",
      files,
      deriveKey: deriveWithScrypt,
      scrypt: { log2N: 15, r: 8, p: 1 },
    });
    return { store: new SystemSecretStore({ keychain, vault, guard, logger: silentLogger }), keychain };
  };
  return { items, disk, guard, start };
}

describe("where the keychain works", () => {
  it("a small bundle is one item of it, written and given back; no vault is made", async () => {
    const { items, disk, start } = machine();
    const { store } = start();
    expect(await store.status()).toEqual({ place: "keychain", reason: null, state: "open" });
    expect(await store.read(name(1))).toBeNull();
    expect(await store.write(name(1), new Secret("a\0b"))).toBe("keychain");
    expect((await store.read(name(1)))?.reveal()).toBe("a\0b");
    expect([...items.keys()]).toEqual(["main/binance/1"]);
    expect(disk.size).toBe(0);
    await store.remove(name(1));
    await store.remove(name(1));
    expect(items.size).toBe(0);
  });

  it("a bundle over 2,500 bytes goes to the vault, whose key is an item, without a passphrase; so it is after a restart", async () => {
    const { items, disk, start } = machine();
    const { store } = start();
    expect(await store.write(name(1), new Secret("y".repeat(1_875)))).toBe("keychain");
    expect(await store.write(name(2), new Secret("y".repeat(1_876)))).toBe("vault");
    expect(await store.write(name(3), LARGE)).toBe("vault");
    expect([...items.keys()]).toEqual(["main/binance/1", expect.stringMatching(/^vault\/[0-9a-f]{32}$/)]);
    expect([...disk.keys()].sort()).toEqual(["vault.bin", "vault.bin.previous"]);
    const again = start().store;
    expect((await again.read(name(3)))?.equals(LARGE)).toBe(true);
    expect(await again.status()).toEqual({ place: "keychain", reason: null, state: "open" });
    await again.remove(name(3));
    expect(await again.read(name(3))).toBeNull();
    expect((await again.read(name(2)))?.reveal()).toHaveLength(1_876);
  });

  it("one name lies in one place: the copy in the other one goes", async () => {
    const { items, start } = machine();
    const { store } = start();
    await store.write(name(1), new Secret("small"));
    expect(await store.write(name(1), LARGE)).toBe("vault");
    expect(items.has("main/binance/1")).toBe(false);
    expect(await store.write(name(1), new Secret("small again"))).toBe("keychain");
    expect((await start().store.read(name(1)))?.reveal()).toBe("small again");
  });

  it("40 parallel calls of every kind end as if they had come one by one", async () => {
    const { store } = machine().start();
    const names = Array.from({ length: 40 }, (_, index) => name(index + 1));
    const value = (index: number): Secret => (index % 4 === 0 ? LARGE : new Secret(`secret ${index}`));
    await Promise.all(names.map((one, index) => store.write(one, value(index))));
    const read = await Promise.all(names.map((one) => store.read(one)));
    expect(read.every((secret, index) => secret?.equals(value(index)))).toBe(true);
    await Promise.all(names.map((one) => store.remove(one)));
    expect(await Promise.all(names.map((one) => store.read(one)))).toEqual(Array(40).fill(null));
  });

  it("no passphrase can be chosen or asked", async () => {
    const { store } = machine().start();
    await expect(store.choosePassphrase(PASSPHRASE)).rejects.toThrow("The keychain works, so no passphrase");
    await expect(store.unlock(PASSPHRASE)).rejects.toMatchObject({ code: "INPUT_INVALID" });
  });

  it("it is probed once, and again after it failed", async () => {
    const { store, keychain } = machine().start();
    await store.write(name(1), new Secret("v"));
    await store.read(name(1));
    expect(keychain.calls.filter((call) => call === "probe")).toHaveLength(1);
    keychain.problem = "timedOut";
    await expect(store.read(name(1))).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
    expect(await store.status()).toMatchObject({ state: "needsPassphrase" });
    keychain.problem = null;
    expect((await store.read(name(1)))?.reveal()).toBe("v");
  });
});

describe("where no keychain works", () => {
  it("a passphrase must be chosen, then everything lies in the vault, locked at the next start", async () => {
    const { items, start } = machine("noBus");
    const { store } = start();
    expect(await store.status()).toEqual({
      place: "none",
      reason: "No desktop session (D-Bus) runs here, so the system's keychain cannot be reached.",
      state: "needsPassphrase",
    });
    await expect(store.write(name(1), new Secret("v"))).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
    expect(await store.choosePassphrase(PASSPHRASE)).toMatchObject({ place: "vault", state: "open" });
    await expect(store.choosePassphrase(PASSPHRASE)).rejects.toThrow("A vault exists already");
    expect(await store.write(name(1), new Secret("v"))).toBe("vault");

    const again = start().store;
    const locked = await again.status();
    expect(locked).toMatchObject({ place: "vault", state: "locked" });
    expect(locked.reason).toContain("No desktop session");
    await expect(again.read(name(1))).rejects.toMatchObject({ code: "SECRET_LOCKED" });
    await expect(again.write(name(2), new Secret("w"))).rejects.toMatchObject({ code: "SECRET_LOCKED" });
    await expect(again.remove(name(1))).rejects.toMatchObject({ code: "SECRET_LOCKED" });
    await expect(again.unlock(new Secret("wrong horse"))).rejects.toMatchObject({ code: "SECRET_WRONG_PASSPHRASE" });
    expect((await again.status()).state).toBe("locked");
    expect(await again.unlock(PASSPHRASE)).toMatchObject({ place: "vault", state: "open" });
    expect((await again.read(name(1)))?.reveal()).toBe("v");
    await again.remove(name(1));
    await again.remove(name(1));
    expect(items.size).toBe(0);
  });

  it("what is no whole text is refused before anything is written", async () => {
    const { store } = machine("noBus").start();
    await store.choosePassphrase(PASSPHRASE);
    for (const bad of ["", "half \uD800"]) {
      await expect(store.write(name(1), new Secret(bad))).rejects.toMatchObject({ code: "INPUT_INVALID" });
    }
    await expect(store.read(name(1))).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
  });

  it("'nothing is stored' is said only where every place was looked into", async () => {
    const { start } = machine("locked");
    const { store } = start();
    await expect(store.read(name(1))).rejects.toThrow("The system's keychain is locked.");
    await expect(store.remove(name(1))).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
    await store.choosePassphrase(PASSPHRASE);
    await expect(store.read(name(1))).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
    await expect(store.remove(name(1))).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
  });
});

describe("when the keychain comes or goes between two starts", () => {
  it("comes: keys stay under the passphrase, and it says why", async () => {
    const { items, start } = machine();
    await start("noBus").store.choosePassphrase(PASSPHRASE);
    const { store } = start(null);
    expect(await store.status()).toEqual({
      place: "vault",
      reason:
        "Keys are kept in a vault under your passphrase. The keychain works again, but keys stay where they were put.",
      state: "locked",
    });
    await store.unlock(PASSPHRASE);
    expect(await store.write(name(1), new Secret("v"))).toBe("vault");
    expect(items.size).toBe(0);
  });

  it("goes: what lies in it is not called missing, and the vault that it opens is not replaced", async () => {
    const { start, disk } = machine();
    const first = start(null).store;
    await first.write(name(1), new Secret("small"));
    await first.write(name(2), LARGE);
    const before = disk.get("vault.bin");
    const { store } = start("deadBus");
    expect(await store.status()).toMatchObject({ place: "none", state: "unavailable" });
    for (const one of [name(1), name(2)]) {
      await expect(store.read(one)).rejects.toMatchObject({ code: expect.stringMatching(/^SECRET_/) });
    }
    await expect(store.write(name(3), LARGE)).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
    await expect(store.choosePassphrase(PASSPHRASE)).rejects.toThrow("A vault exists already");
    expect(disk.get("vault.bin")).toBe(before);
    const back = start(null).store;
    expect((await back.read(name(1)))?.reveal()).toBe("small");
    expect((await back.read(name(2)))?.equals(LARGE)).toBe(true);
  });

  it("its items are read even while a passphrase vault is locked", async () => {
    const { start } = machine();
    await start(null).store.write(name(1), new Secret("in the keychain"));
    await start("noBus").store.choosePassphrase(PASSPHRASE);
    const { store } = start(null);
    expect((await store.read(name(1)))?.reveal()).toBe("in the keychain");
    await expect(store.read(name(2))).rejects.toMatchObject({ code: "SECRET_LOCKED" });
  });
});

describe("damage", () => {
  it("of the vault stops writing, is said in a sentence, and leaves the keychain's items readable", async () => {
    const { start, disk } = machine();
    const first = start().store;
    await first.write(name(1), new Secret("small"));
    await first.write(name(2), LARGE);
    const damaged = Buffer.from(disk.get("vault.bin") ?? []);
    damaged[50] = (damaged[50] ?? 0) ^ 4;
    disk.set("vault.bin", damaged);
    const { store } = start();
    const status = await store.status();
    expect(status).toMatchObject({ place: "none", state: "unavailable" });
    expect(status.reason).toMatch(/^The vault vault\.bin does not have the checksum .* Put back vault\.bin\.previous/);
    expect((await store.read(name(1)))?.reveal()).toBe("small");
    await expect(store.read(name(2))).rejects.toMatchObject({ code: "SECRET_DAMAGED" });
    await expect(store.write(name(3), new Secret("v"))).rejects.toMatchObject({ code: "SECRET_UNAVAILABLE" });
    await expect(store.remove(name(2))).rejects.toMatchObject({ code: "SECRET_DAMAGED" });
    expect(disk.get("vault.bin")).toBe(damaged);
  });

  it("of the keychain: the vault's key is gone", async () => {
    const { start, items } = machine();
    const first = start().store;
    await first.write(name(1), LARGE);
    await first.write(name(2), new Secret("small"));
    for (const item of items.keys()) if (item.startsWith("vault/")) items.delete(item);
    const { store } = start();
    await expect(store.read(name(1))).rejects.toThrow("has lost its key: it is no longer in the keychain. Put back");
    expect((await store.read(name(2)))?.reveal()).toBe("small");
    await expect(store.write(name(2), new Secret("other"))).rejects.toMatchObject({ code: "SECRET_DAMAGED" });
    expect((await store.read(name(2)))?.reveal()).toBe("small");
  });
});

it("a kill between any two calls of a replacement leaves the old or the new secret", async () => {
  for (const [before, after] of [
    [new Secret("small"), LARGE],
    [LARGE, new Secret("small")],
    [LARGE, new Secret("z".repeat(6_000))],
  ] as const) {
    for (let killAt = 0, finished = false; !finished; killAt += 1) {
      const { start } = machine();
      await start().store.write(name(1), before);
      const { store, keychain } = start();
      keychain.killAt = killAt;
      finished = await store.write(name(1), after).then(
        () => true,
        () => false,
      );
      const left = await start().store.read(name(1));
      expect(left?.equals(before) === true || left?.equals(after) === true, `killed at ${killAt}`).toBe(true);
      if (finished) expect(left?.equals(after)).toBe(true);
      expect(killAt).toBeLessThan(20);
    }
  }
});

it("whatever passes through is known to the guard, with its parts", async () => {
  const { guard, start } = machine();
  const parts = { apiKey: new Secret("planted-api-key"), secret: new Secret("planted-secret-value") };
  await start().store.write(name(1), sealCredentials({ ...parts, passphrase: new Secret("planted-passphrase") }));
  const words = "planted-api-key planted-secret-value planted-passphrase";
  expect(guard.scrub(words)).toBe("[redacted] [redacted] [redacted]");
  const other = machine("noBus");
  await other.start().store.choosePassphrase(PASSPHRASE);
  expect(other.guard.scrub("correct horse")).toBe("[redacted]");
});

it("close ends the keychain and locks the vault, after what was asked before", async () => {
  const { start } = machine("noBus");
  const { store, keychain } = start();
  await store.choosePassphrase(PASSPHRASE);
  await store.close();
  expect(keychain.closed).toBe(true);
  expect((await store.status()).state).toBe("locked");
});
