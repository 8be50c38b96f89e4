// How are secrets kept in the vault file? Sealed one by one, opened with a passphrase or with a root key from the keychain.
import { randomBytes } from "node:crypto";
import { EngineError } from "#engine/core/engine-error.ts";
import { Secret } from "#engine/core/secret.ts";
import { authenticImage, sealEntry, unsealEntry } from "./sealed-entries.ts";
import { previousPath, toVaultError, VaultDamage } from "./vault-error.ts";
import type { VaultFiles } from "./vault-files.ts";
import { encodeVault, headerBytes, parseVault, SALT_BYTES, type VaultHeader, type VaultImage } from "./vault-format.ts";
import {
  type DeriveKey,
  forgetKeys,
  KEY_BYTES,
  type ScryptParams,
  seal,
  unseal,
  type VaultKeys,
  vaultKeys,
} from "./vault-keys.ts";
import { replaceVault } from "./vault-writer.ts";

export interface VaultOptions {
  readonly path: string;
  readonly files: VaultFiles;
  readonly deriveKey: DeriveKey;
  /** For a new passphrase; an existing file names its own. */
  readonly scrypt: ScryptParams;
}

interface OpenVault {
  readonly keys: VaultKeys;
  /** Exactly what is on disk. */
  readonly bytes: Buffer;
  readonly image: VaultImage;
}

/** One vault file. Calls must come one after the other. Rejects with SECRET_DAMAGED and SECRET_UNAVAILABLE. */
export class Vault {
  readonly #options: VaultOptions;
  #open: OpenVault | null = null;

  constructor(options: VaultOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** Null where there is no vault. */
  async header(): Promise<VaultHeader | null> {
    if (this.#open !== null) return this.#open.image.header;
    return this.#guarded("read", async () => {
      const bytes = await this.#read();
      if (bytes !== null) return parseVault(bytes).header;
      // No write ever leaves it so; a new vault here would in time overwrite the last copy of the old one.
      if ((await this.#options.files.read(previousPath(this.#options.path))) !== null) {
        throw new VaultDamage("is missing, although the generation before it is there");
      }
      return null;
    });
  }

  /** Makes the file with a new root key under this passphrase. */
  async createWithPassphrase(passphrase: Secret): Promise<void> {
    const { deriveKey, scrypt } = this.#options;
    const header: VaultHeader = { backend: "passphrase", kdf: scrypt, salt: randomBytes(SALT_BYTES) };
    const rootKey = randomBytes(KEY_BYTES);
    const wrappingKey = await deriveKey(passphrase, header.salt, scrypt);
    const wrappedKey = seal(rootKey, wrappingKey, headerBytes(header));
    wrappingKey.fill(0);
    await this.#create({ header, wrappedKey, generation: 1, entries: new Map() }, rootKey);
  }

  /** Makes the file with a new root key; `keep` must have stored it durably before it resolves. */
  async createWithKeychain(keep: (item: string, rootKey: Secret) => Promise<void>): Promise<void> {
    const header: VaultHeader = { backend: "keychain", kdf: null, salt: randomBytes(SALT_BYTES) };
    const rootKey = randomBytes(KEY_BYTES);
    try {
      await keep(rootKeyItem(header), new Secret(rootKey.toString("base64")));
    } catch (error) {
      rootKey.fill(0);
      throw error;
    }
    await this.#create({ header, wrappedKey: null, generation: 1, entries: new Map() }, rootKey);
  }

  /** False where the passphrase is not the vault's; it stays as it was. */
  async unlock(passphrase: Secret): Promise<boolean> {
    return this.#guarded("opened", async () => {
      const bytes = await this.#existing();
      const { header, wrappedKey } = parseVault(bytes);
      if (header.kdf === null || wrappedKey === null) throw new VaultDamage("has no passphrase");
      const wrappingKey = await this.#options.deriveKey(passphrase, header.salt, header.kdf);
      const rootKey = unseal(wrappedKey, wrappingKey, headerBytes(header));
      wrappingKey.fill(0);
      if (rootKey === null) return false;
      this.#accept(bytes, rootKey);
      return true;
    });
  }

  /** Opens a vault whose root key the keychain holds under `rootKeyItem`. */
  async openWithRootKey(rootKey: Secret): Promise<void> {
    await this.#guarded("opened", async () => {
      const key = Buffer.from(rootKey.reveal(), "base64");
      if (key.length !== KEY_BYTES) throw new VaultDamage("has a damaged root key in the keychain");
      this.#accept(await this.#existing(), key);
    });
  }

  /** The error for what its owner finds out: `what` stands behind "The vault <path>". */
  damagedBecause(what: string): EngineError {
    return toVaultError(new VaultDamage(what), this.#options.path, "opened");
  }

  has(name: string): boolean {
    return this.#opened().image.entries.has(name);
  }

  read(name: string): Secret | null {
    const { image, keys } = this.#opened();
    const sealed = image.entries.get(name);
    return sealed === undefined ? null : unsealEntry(name, sealed, image.header, keys);
  }

  async write(name: string, secret: Secret): Promise<void> {
    const { image, keys } = this.#opened();
    await this.#replace(new Map([...image.entries, [name, sealEntry(name, secret, image.header, keys)]]));
    if (this.read(name)?.equals(secret) !== true) {
      throw new EngineError(
        "SECRET_UNAVAILABLE",
        `The vault ${this.#options.path} gave back something else than was written`,
      );
    }
  }

  /** Gone from the file and from the generation kept beside it. Says whether it was in the file. */
  async remove(name: string): Promise<boolean> {
    const held = this.has(name);
    if (!held && !(await this.#isInPrevious(name))) return false;
    const entries = new Map(this.#opened().image.entries);
    entries.delete(name);
    if (held) await this.#replace(entries);
    await this.#replace(entries);
    return held;
  }

  close(): void {
    if (this.#open !== null) forgetKeys(this.#open.keys);
    this.#open = null;
  }

  async #create(image: VaultImage, rootKey: Buffer): Promise<void> {
    const keys = vaultKeys(rootKey, image.header.salt);
    rootKey.fill(0);
    await this.#guarded("written", () => this.#store(image, keys, null));
  }

  async #replace(entries: ReadonlyMap<string, Buffer>): Promise<void> {
    const { image, keys, bytes } = this.#opened();
    await this.#guarded("written", () =>
      this.#store({ ...image, generation: image.generation + 1, entries }, keys, bytes),
    );
  }

  async #store(image: VaultImage, keys: VaultKeys, current: Buffer | null): Promise<void> {
    const { path, files } = this.#options;
    const next = encodeVault(image, keys.mac);
    try {
      await replaceVault(files, { path, current, next, verify: (bytes) => void authenticImage(bytes, keys) });
      this.#open = { keys, bytes: next, image };
    } catch (error) {
      // The disk may hold the old or the new generation by now: go on with the one that is there.
      await this.#adoptFromDisk(keys);
      throw error;
    }
  }

  async #adoptFromDisk(keys: VaultKeys): Promise<void> {
    try {
      const bytes = await this.#existing();
      this.#open = { keys, bytes, image: authenticImage(bytes, keys) };
    } catch {
      forgetKeys(keys);
      this.#open = null;
    }
  }

  #accept(bytes: Buffer, rootKey: Buffer): void {
    const { header } = parseVault(bytes);
    const keys = vaultKeys(rootKey, header.salt);
    rootKey.fill(0);
    const image = authenticImage(bytes, keys);
    this.close();
    this.#open = { keys, bytes, image };
  }

  #opened(): OpenVault {
    if (this.#open === null)
      throw new EngineError("SECRET_LOCKED", "The vault is locked: unlock it with its passphrase");
    return this.#open;
  }

  /** A removal that was killed half-way leaves it there. */
  async #isInPrevious(name: string): Promise<boolean> {
    const { path, files } = this.#options;
    const bytes = await this.#guarded("read", () => files.read(previousPath(path)));
    try {
      return bytes !== null && parseVault(bytes).entries.has(name);
    } catch {
      return false;
    }
  }

  async #existing(): Promise<Buffer> {
    const bytes = await this.#read();
    if (bytes === null) throw new VaultDamage("is missing");
    return bytes;
  }

  #read(): Promise<Buffer | null> {
    return this.#options.files.read(this.#options.path);
  }

  async #guarded<T>(what: "read" | "opened" | "written", run: () => Promise<T>): Promise<T> {
    const { path } = this.#options;
    try {
      return await run();
    } catch (error) {
      throw toVaultError(error, path, what);
    }
  }
}

/** The name of the keychain item that holds a vault's root key: each vault has its own, so none is ever overwritten. */
export function rootKeyItem(header: VaultHeader): string {
  return `vault/${header.salt.toString("hex")}`;
}
