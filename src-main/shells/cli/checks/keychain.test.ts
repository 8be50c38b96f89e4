// Does `doctor` tell a working, an absent and a broken keychain apart, each with its cure?
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeychainProblem } from "#platform/keychain/keychain-problem.ts";
import type { LaunchKeychainProcess } from "#platform/keychain/keychain-process.ts";
import { nodeKeychainLauncher } from "#platform/keychain/node-keychain-process.ts";
import type { KeychainReply } from "#platform/keychain/protocol.ts";
import { workerUrl } from "#platform/worker-url.ts";
import { checkKeychain } from "./keychain.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "doctor-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that answers everything alike. */
function answering(problem: KeychainProblem | null): { launch: LaunchKeychainProcess; killed: () => number } {
  let killed = 0;
  const launch: LaunchKeychainProcess = () => {
    let tell: (message: unknown) => void = () => undefined;
    return {
      send: ({ id }) => {
        const reply: KeychainReply =
          problem === null ? { id, ok: true, value: null } : { id, ok: false, problem, detail: null };
        queueMicrotask(() => tell(reply));
      },
      onMessage: (listener) => {
        tell = listener;
      },
      onExit: () => undefined,
      kill: () => {
        killed += 1;
      },
    };
  };
  return { launch, killed: () => killed };
}

describe("checkKeychain", () => {
  it("a working one: its place and how long it took, and the process is ended", async () => {
    const { launch, killed } = answering(null);
    const check = await checkKeychain(folder, launch);
    expect(check).toMatchObject({ name: "keychain", ok: true, fix: null });
    expect(check.detail).toMatch(/^keys go to the system's keychain as "schwabot"; there and back in \d+\.\d ms$/);
    expect(killed()).toBe(1);
  });

  it("none: no fault, because a vault stands in, and what would bring one", async () => {
    writeFileSync(join(folder, "vault.bin"), "");
    expect(await checkKeychain(folder, answering("missingLibrary").launch)).toEqual({
      name: "keychain",
      ok: true,
      detail: `The library libsecret, through which the keychain is reached, is not installed. Keys go to a vault under a passphrase; a vault is there too: ${join(folder, "vault.bin")}`,
      fix: "Install it (Debian, Ubuntu: libsecret-1-0; Fedora, Arch: libsecret) and restart.",
    });
  });

  it("one that is there and does not work: a fault, with its cure", async () => {
    expect(await checkKeychain(folder, answering("locked").launch)).toEqual({
      name: "keychain",
      ok: false,
      detail: "The system's keychain is locked.",
      fix: "Unlock it with your login password (Passwords and Keys, KWallet or Keychain Access) and try again.",
    });
  });

  it.runIf(process.platform === "linux")("the real process, where there is no desktop session", async () => {
    const launch = nodeKeychainLauncher(workerUrl("keychain"), { PATH: process.env.PATH });
    expect(await checkKeychain(folder, launch)).toMatchObject({
      ok: true,
      detail: expect.stringMatching(/^No desktop session .* Keys go to a vault under a passphrase$/),
    });
  });
});
