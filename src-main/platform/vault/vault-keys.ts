// How do a passphrase and a root key protect the vault's secrets?
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from "node:crypto";
import type { Secret } from "#engine/core/secret.ts";
import { VaultDamage } from "./vault-error.ts";

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What sealing adds to a value. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;

export interface ScryptParams {
  /** N = 2^log2N. */
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's floor (Password Storage Cheat Sheet, 2026-11): a third of a second and 128 MiB. */
export const SCRYPT: ScryptParams = { log2N: 17, r: 8, p: 1 };

/** Asked before any derivation: a flipped bit must not ask for gigabytes, nor weaken the key. */
export function checkScryptParams({ log2N, r, p }: ScryptParams): void {
  if (log2N < 15 || log2N > 18 || r !== 8 || p !== 1) {
    throw new VaultDamage(`asks for a key derivation outside the allowed range (scrypt 2^${log2N}, ${r}, ${p})`);
  }
}

export type DeriveKey = (passphrase: Secret, salt: Buffer, params: ScryptParams) => Promise<Buffer>;

export const deriveWithScrypt: DeriveKey = (passphrase, salt, params) => {
  checkScryptParams(params);
  const N = 2 ** params.log2N;
  // The same passphrase typed on another system may be composed of other code points.
  const typed = Buffer.from(passphrase.reveal().normalize("NFKC"), "utf8");
  return new Promise((resolve, reject) => {
    const options = { N, r: params.r, p: params.p, maxmem: 128 * params.r * (N + 64) + 1_048_576 };
    scrypt(typed, salt, KEY_BYTES, options, (error, key) => {
      typed.fill(0);
      if (error === null) resolve(key);
      else reject(error);
    });
  });
};

/** Two keys from one, so that neither is used for two things. */
export interface VaultKeys {
  readonly entries: Buffer;
  readonly mac: Buffer;
}

export function vaultKeys(rootKey: Buffer, salt: Buffer): VaultKeys {
  const derive = (info: string): Buffer =>
    Buffer.from(hkdfSync("sha256", rootKey, salt, `schwabot vault ${info}`, KEY_BYTES));
  return { entries: derive("entries"), mac: derive("mac") };
}

export function forgetKeys(keys: VaultKeys): void {
  keys.entries.fill(0);
  keys.mac.fill(0);
}

/** AES-256-GCM: nonce, ciphertext, tag. */
export function seal(plain: Buffer, key: Buffer, bound: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES }).setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Null where key, bound text or bytes are not those it was sealed with. */
export function unseal(sealed: Buffer, key: Buffer, bound: Buffer): Buffer | null {
  if (sealed.length < SEAL_BYTES) return null;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES }).setAAD(bound);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    return null;
  }
}
