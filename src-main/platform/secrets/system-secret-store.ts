// How do keychain and vault make one store? Small bundles are keychain items; large ones, or all where no keychain works, lie in the vault.
import { openCredentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Secret } from "#engine/core/secret.ts";
import { secretItem } from "#engine/core/secret-item.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SecretGuard, SecretName, SecretStore, SecretStoreStatus } from "#engine/ports/secret-store.ts";
import type { Keychain } from "#platform/keychain/keychain-client.ts";
import { KeychainError } from "#platform/keychain/keychain-problem.ts";
import { fitsKeychain } from "#platform/keychain/secret-encoding.ts";
import { Turns } from "#platform/keychain/turns.ts";
import { rootKeyItem, type Vault } from "#platform/vault/vault.ts";
import type { SecretPlace } from "#shared/domain/account.ts";
import { placeOf, type Surroundings } from "./secret-place.ts";

export interface SystemSecretStoreParts {
  readonly keychain: Keychain;
  readonly vault: Vault;
  /** Every secret that passes here is registered with it, and what it is made of. */
  readonly guard: Pick<SecretGuard, "register">;
  readonly logger: Logger;
}

export class SystemSecretStore implements SecretStore {
  readonly #keychain: Keychain;
  readonly #vault: Vault;
  readonly #guard: Pick<SecretGuard, "register">;
  readonly #logger: Logger;
  readonly #turns = new Turns();
  /** It answered a canary and has not failed since. */
  #keychainProven = false;

  constructor({ keychain, vault, guard, logger }: SystemSecretStoreParts) {
    this.#keychain = keychain;
    this.#vault = vault;
    this.#guard = guard;
    this.#logger = logger;
  }

  status(): Promise<SecretStoreStatus> {
    return this.#turns.take(async () => placeOf(await this.#look()));
  }

  read(name: SecretName): Promise<Secret | null> {
    return this.#turns.take(async () => {
      const secret = await this.#find(secretItem(name));
      if (secret !== null) this.#protect(secret);
      return secret;
    });
  }

  write(name: SecretName, secret: Secret): Promise<SecretPlace> {
    return this.#turns.take(async () => {
      this.#protect(secret);
      const item = secretItem(name);
      const fits = fitsKeychain(secret);
      const status = placeOf(await this.#look());
      if (status.state === "locked") throw new EngineError("SECRET_LOCKED", "The vault is locked: unlock it first");
      if (status.place === "none")
        throw new EngineError("SECRET_UNAVAILABLE", status.reason ?? "No secret can be stored now");
      if (status.place === "keychain" && fits) {
        // Opened before anything is written: one that cannot be opened could hold another value of this name.
        const hasVault = await this.#openVault();
        await this.#ask(() => this.#keychain.write(item, secret));
        if (hasVault) await this.#vault.remove(item);
        return "keychain";
      }
      if (!this.#vault.isOpen && !(await this.#openVault())) {
        await this.#vault.createWithKeychain(async (rootItem, rootKey) => {
          this.#guard.register(rootKey);
          await this.#ask(() => this.#keychain.write(rootItem, rootKey));
        });
      }
      await this.#vault.write(item, secret);
      // An item of this name from before would be a second, older truth.
      if (status.place === "keychain") await this.#ask(() => this.#keychain.remove(item));
      return "vault";
    });
  }

  remove(name: SecretName): Promise<void> {
    return this.#turns.take(async () => {
      const item = secretItem(name);
      const { vault, keychain } = await this.#look();
      if (vault.kind === "damaged") throw new EngineError("SECRET_DAMAGED", vault.sentence);
      if (vault.kind === "present") {
        if (!(await this.#openVault())) throw new EngineError("SECRET_LOCKED", "The vault is locked: unlock it first");
        if (await this.#vault.remove(item)) return;
      }
      if (keychain === null) await this.#ask(() => this.#keychain.remove(item));
      else if (!keychain.absent) throw toSecretError(keychain);
    });
  }

  unlock(passphrase: Secret): Promise<SecretStoreStatus> {
    return this.#turns.take(async () => {
      this.#guard.register(passphrase);
      const header = await this.#vault.header();
      if (header?.backend !== "passphrase") {
        throw new EngineError("INPUT_INVALID", "There is no vault with a passphrase here, so nothing was unlocked");
      }
      if (!this.#vault.isOpen && !(await this.#vault.unlock(passphrase))) {
        throw new EngineError("SECRET_WRONG_PASSPHRASE", "The passphrase does not open the vault. Type it again");
      }
      return placeOf(await this.#look());
    });
  }

  choosePassphrase(passphrase: Secret): Promise<SecretStoreStatus> {
    return this.#turns.take(async () => {
      this.#guard.register(passphrase);
      const status = placeOf(await this.#look());
      if (status.state !== "needsPassphrase") {
        const why = status.place === "keychain" ? "The keychain works" : "A vault exists already";
        throw new EngineError("INPUT_INVALID", `${why}, so no passphrase is to be chosen. Nothing was changed`);
      }
      await this.#vault.createWithPassphrase(passphrase);
      this.#logger.info("A vault under a passphrase was made", { reason: status.reason });
      return placeOf(await this.#look());
    });
  }

  async close(): Promise<void> {
    await this.#keychain.close();
    await this.#turns.take(async () => this.#vault.close());
  }

  async #find(item: string): Promise<Secret | null> {
    const { vault, keychain } = await this.#look();
    let vaultProblem: EngineError | null = null;
    try {
      if (vault.kind === "present" && (await this.#openVault())) {
        const secret = this.#vault.read(item);
        if (secret !== null) return secret;
      }
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // What lies in the keychain can still be had.
      vaultProblem = error;
    }
    const kept = keychain === null ? await this.#ask(() => this.#keychain.read(item)) : null;
    if (kept !== null) return kept;
    // "Nothing is stored" may be said only where every place was looked into.
    if (vault.kind === "damaged") throw new EngineError("SECRET_DAMAGED", vault.sentence);
    if (vaultProblem !== null) throw vaultProblem;
    if (vault.kind === "present" && !this.#vault.isOpen) {
      throw new EngineError("SECRET_LOCKED", "The vault is locked: unlock it with its passphrase");
    }
    if (keychain !== null) throw toSecretError(keychain);
    return null;
  }

  async #look(): Promise<Surroundings> {
    return { keychain: await this.#keychainProblem(), vault: await this.#vaultState() };
  }

  async #keychainProblem(): Promise<KeychainError | null> {
    if (this.#keychainProven) return null;
    try {
      await this.#keychain.probe();
      this.#keychainProven = true;
      return null;
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      return error;
    }
  }

  async #vaultState(): Promise<Surroundings["vault"]> {
    try {
      const header = await this.#vault.header();
      if (header === null) return { kind: "absent" };
      return { kind: "present", backend: header.backend, isOpen: this.#vault.isOpen };
    } catch (error) {
      if (error instanceof EngineError) return { kind: "damaged", sentence: error.message };
      throw error;
    }
  }

  /** Whether the vault can be used now. One whose root key is in the keychain is opened on the way; a passphrase is never guessed. */
  async #openVault(): Promise<boolean> {
    if (this.#vault.isOpen) return true;
    const header = await this.#vault.header();
    if (header === null || header.backend === "passphrase") return false;
    const rootKey = await this.#ask(() => this.#keychain.read(rootKeyItem(header)));
    if (rootKey === null) {
      throw this.#vault.damagedBecause("has lost its key: it is no longer in the keychain");
    }
    this.#guard.register(rootKey);
    await this.#vault.openWithRootKey(rootKey);
    return true;
  }

  async #ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof KeychainError)) throw error;
      this.#keychainProven = false;
      this.#logger.warn("The keychain failed", { problem: error.problem });
      throw toSecretError(error);
    }
  }

  #protect(secret: Secret): void {
    this.#guard.register(secret);
    const parts = openCredentials(secret);
    if (parts === null) return;
    for (const part of [parts.apiKey, parts.secret, parts.passphrase]) if (part !== null) this.#guard.register(part);
  }
}

function toSecretError(error: KeychainError): EngineError {
  const code = error.problem === "damaged" ? "SECRET_DAMAGED" : "SECRET_UNAVAILABLE";
  return new EngineError(code, `${error.message} ${error.fix}`, { cause: error });
}
