// Where do secrets lie? In the system's keychain, else in a vault file; never in plain text.
import type { Secret } from "#engine/core/secret.ts";
import type { SecretPlace } from "#shared/domain/account.ts";
import type { AccountId, ProfileId } from "#shared/domain/ids.ts";

/** Names one stored secret: one account's key of one generation, or the key that seals the journal with this first entry's hash. */
export type SecretName =
  | { readonly profileId: ProfileId; readonly accountId: AccountId; readonly generation: number }
  | { readonly journal: string };

export interface SecretStoreStatus {
  /** Where a new secret goes. `none`: nowhere yet, see `reason`. */
  readonly place: SecretPlace | "none";
  /** Why it is not the keychain, in words for people; null where it is. */
  readonly reason: string | null;
  /**
   * `open`: secrets can be read. `locked`: a vault is there and its passphrase is asked. `needsPassphrase`: no keychain works
   * and no vault exists yet, so one must be chosen before a secret can be stored. `unavailable`: neither can be used now.
   */
  readonly state: "open" | "locked" | "needsPassphrase" | "unavailable";
}

/**
 * Every call is bounded (5 s for the keychain) and rejects with SECRET_ codes; none blocks the program. A keychain that
 * hangs or dies is switched off for the session, with the reason in `status`.
 */
export interface SecretStore {
  status(): Promise<SecretStoreStatus>;
  /** Null where nothing is stored under this name. SECRET_LOCKED, SECRET_UNAVAILABLE, SECRET_DAMAGED. */
  read(name: SecretName): Promise<Secret | null>;
  /** Written, read back and compared before it resolves. Says where it lies. */
  write(name: SecretName, secret: Secret): Promise<SecretPlace>;
  /** Gone from wherever it was; nothing where it was not. */
  remove(name: SecretName): Promise<void>;
  /** Opens the vault. SECRET_WRONG_PASSPHRASE leaves it locked. */
  unlock(passphrase: Secret): Promise<SecretStoreStatus>;
  /** Makes the vault where no keychain works and none exists. */
  choosePassphrase(passphrase: Secret): Promise<SecretStoreStatus>;
  /** Ends the keychain's process and forgets opened keys. */
  close(): Promise<void>;
}

/** Removes known secret values from whatever leaves the program: logs, errors, journal text, answers. */
export interface SecretGuard {
  /** Counted: a key that is checked may be one that an account uses, and is guarded until both have let it go. */
  register(secret: Secret): void;
  /** Takes one registration back. */
  forget(secret: Secret): void;
  /** The text without any registered value, in any spelling it could have. */
  scrub(text: string): string;
}
