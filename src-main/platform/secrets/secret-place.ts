// Where do secrets go now: keychain, vault or nowhere yet? One rule, decided from what is there; a change of place is never silent.
import type { SecretStoreStatus } from "#engine/ports/secret-store.ts";
import type { KeychainError } from "#platform/keychain/keychain-problem.ts";
import type { VaultBackend } from "#platform/vault/vault-format.ts";

export interface Surroundings {
  /** What is wrong with the keychain; null where it works. */
  readonly keychain: KeychainError | null;
  /** `absent`: no vault file; `damaged`: one that cannot be trusted, in a sentence. */
  readonly vault:
    | { readonly kind: "absent" }
    | { readonly kind: "damaged"; readonly sentence: string }
    | { readonly kind: "present"; readonly backend: VaultBackend; readonly isOpen: boolean };
}

export function placeOf({ keychain, vault }: Surroundings): SecretStoreStatus {
  if (vault.kind === "damaged") return { place: "none", reason: vault.sentence, state: "unavailable" };
  if (vault.kind === "present" && vault.backend === "passphrase") {
    const why = keychain?.message ?? "The keychain works again, but keys stay where they were put.";
    return {
      place: "vault",
      reason: `Keys are kept in a vault under your passphrase. ${why}`,
      state: vault.isOpen ? "open" : "locked",
    };
  }
  if (keychain === null) return { place: "keychain", reason: null, state: "open" };
  if (vault.kind === "present") {
    return {
      place: "none",
      reason: `${keychain.message} The vault's key lies in the keychain, so the vault cannot be opened either. ${keychain.fix}`,
      state: "unavailable",
    };
  }
  return { place: "none", reason: keychain.message, state: "needsPassphrase" };
}
