// Can keys be kept: does the system's keychain take a canary, and if not, can a vault stand in for it?
import { existsSync } from "node:fs";
import { join } from "node:path";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { KeychainClient } from "#platform/keychain/keychain-client.ts";
import { KeychainError } from "#platform/keychain/keychain-problem.ts";
import type { LaunchKeychainProcess } from "#platform/keychain/keychain-process.ts";
import { nodeKeychainLauncher } from "#platform/keychain/node-keychain-process.ts";
import { SECRET_SPACES } from "#platform/secrets/open-secret-store.ts";
import { workerUrl } from "#platform/worker-url.ts";
import type { Check } from "./check.ts";

/** The canary is written, read back and deleted again; the keys themselves are not looked at. */
export async function checkKeychain(
  dataFolder: string,
  launch: LaunchKeychainProcess = nodeKeychainLauncher(workerUrl("keychain")),
): Promise<Check> {
  const { service, vaultFile } = SECRET_SPACES.real;
  const vault = join(dataFolder, vaultFile);
  const vaultWords = existsSync(vault) ? `; a vault is there too: ${vault}` : "";
  const clock = new SystemClock();
  const keychain = new KeychainClient({ service, launch, clock });
  try {
    // The process is started first, so that the time is the keychain's own.
    await keychain.probe();
    const before = clock.monotonicMs();
    await keychain.probe();
    const tookMs = (clock.monotonicMs() - before).toFixed(1);
    const detail = `keys go to the system's keychain as "${service}"; there and back in ${tookMs} ms${vaultWords}`;
    return { name: "keychain", ok: true, detail, fix: null };
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    // Where there is no keychain at all, the vault is the right place; one that is there and fails is a fault.
    const detail = error.absent ? `${error.message} Keys go to a vault under a passphrase${vaultWords}` : error.message;
    return { name: "keychain", ok: error.absent, detail, fix: error.fix };
  } finally {
    await keychain.close();
  }
}
