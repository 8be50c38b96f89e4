// How does a process come to its secret store?
import { join } from "node:path";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SecretGuard, SecretStore } from "#engine/ports/secret-store.ts";
import { KeychainClient } from "#platform/keychain/keychain-client.ts";
import type { LaunchKeychainProcess } from "#platform/keychain/keychain-process.ts";
import { Vault } from "#platform/vault/vault.ts";
import { diskVaultFiles } from "#platform/vault/vault-files.ts";
import { deriveWithScrypt, SCRYPT } from "#platform/vault/vault-keys.ts";
import { SystemSecretStore } from "./system-secret-store.ts";

/**
 * Keys saved while any venue is a test server on this computer lie apart from the others, in a service and a vault of their
 * own: a real key is never at hand where it could be sent to a test server.
 */
export const SECRET_SPACES = {
  real: { service: "schwabot", vaultFile: "vault.bin" },
  test: { service: "schwabot-test", vaultFile: "vault-test.bin" },
} as const;

export interface OpenSecretStoreOptions {
  readonly dataFolder: string;
  /** `test` as soon as any endpoint override is in use. */
  readonly space: keyof typeof SECRET_SPACES;
  readonly launch: LaunchKeychainProcess;
  readonly clock: Clock;
  readonly guard: Pick<SecretGuard, "register">;
  readonly logger: Logger;
}

/** Opens nothing yet: keychain and vault are first touched by the first call. */
export function openSecretStore(options: OpenSecretStoreOptions): SecretStore {
  const { service, vaultFile } = SECRET_SPACES[options.space];
  return new SystemSecretStore({
    keychain: new KeychainClient({ service, launch: options.launch, clock: options.clock }),
    vault: new Vault({
      path: join(options.dataFolder, vaultFile),
      files: diskVaultFiles,
      deriveKey: deriveWithScrypt,
      scrypt: SCRYPT,
    }),
    guard: options.guard,
    logger: options.logger,
  });
}
