// Which bytes are in a vault file? A header, a table of sealed secrets, a checksum that anybody can check and a code that only the key can make.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { VaultDamage } from "./vault-error.ts";
import { checkScryptParams, KEY_BYTES, type ScryptParams, SEAL_BYTES } from "./vault-keys.ts";

/**
 * magic 8 | version 1 | backend 1 | kdf 1 | log2N 1 | r 1 | p 1 | zero 2 | salt 16      the header, 32 bytes, never changes
 * wrapped root key 60 (passphrase only)
 * generation 4 | entries 4, each: name length 2 | sealed length 4 | name | nonce 12, ciphertext, tag 16
 * SHA-256 of all before, 32 | HMAC-SHA-256 of all before, 32
 */
const MAGIC = Buffer.from("SBVAULT\0", "latin1");
const VERSION = 1;
const HEADER_BYTES = 32;
export const SALT_BYTES = 16;
const WRAPPED_BYTES = KEY_BYTES + SEAL_BYTES;
const SUM_BYTES = 32;
const BACKENDS = { keychain: 1, passphrase: 2 } as const;

/** Where the root key is: an item of the keychain, or in the file itself under a passphrase. */
export type VaultBackend = keyof typeof BACKENDS;

export interface VaultHeader {
  readonly backend: VaultBackend;
  /** Null for `keychain`. */
  readonly kdf: ScryptParams | null;
  readonly salt: Buffer;
}

export interface VaultImage {
  readonly header: VaultHeader;
  /** Null for `keychain`. */
  readonly wrappedKey: Buffer | null;
  readonly generation: number;
  /** Sealed secrets by name. */
  readonly entries: ReadonlyMap<string, Buffer>;
}

/** The header's bytes: what each sealed value is bound to. */
export function headerBytes({ backend, kdf, salt }: VaultHeader): Buffer {
  const { log2N, r, p } = kdf ?? { log2N: 0, r: 0, p: 0 };
  return Buffer.concat([
    MAGIC,
    Buffer.from([VERSION, BACKENDS[backend], kdf === null ? 0 : 1, log2N, r, p, 0, 0]),
    salt,
  ]);
}

export function encodeVault(image: VaultImage, macKey: Buffer): Buffer {
  const counts = Buffer.alloc(8);
  counts.writeUInt32BE(image.generation, 0);
  counts.writeUInt32BE(image.entries.size, 4);
  const sorted = [...image.entries].sort(([one], [other]) => (one < other ? -1 : 1));
  const table = sorted.flatMap(([name, sealed]) => {
    const nameBytes = Buffer.from(name, "utf8");
    const lengths = Buffer.alloc(6);
    lengths.writeUInt16BE(nameBytes.length, 0);
    lengths.writeUInt32BE(sealed.length, 2);
    return [lengths, nameBytes, sealed];
  });
  const body = Buffer.concat([headerBytes(image.header), image.wrappedKey ?? Buffer.alloc(0), counts, ...table]);
  const summed = Buffer.concat([body, checksum(body)]);
  return Buffer.concat([summed, authenticate(summed, macKey)]);
}

/** Checks everything that can be checked without a key. Throws VaultDamage. */
export function parseVault(bytes: Buffer): VaultImage {
  if (bytes.length < HEADER_BYTES + 8 + 2 * SUM_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new VaultDamage("is no vault file or was cut");
  }
  const bodyEnd = bytes.length - 2 * SUM_BYTES;
  const body = bytes.subarray(0, bodyEnd);
  if (!checksum(body).equals(bytes.subarray(bodyEnd, bodyEnd + SUM_BYTES))) {
    throw new VaultDamage("does not have the checksum it was written with");
  }
  return new Reader(body).image();
}

/** Whether the file is whole and nobody without the key has written it: lengths, order and every entry included. */
export function isAuthentic(bytes: Buffer, macKey: Buffer): boolean {
  const end = bytes.length - SUM_BYTES;
  return timingSafeEqual(authenticate(bytes.subarray(0, end), macKey), bytes.subarray(end));
}

const checksum = (body: Buffer): Buffer => createHash("sha256").update(body).digest();
const authenticate = (summed: Buffer, macKey: Buffer): Buffer => createHmac("sha256", macKey).update(summed).digest();

class Reader {
  readonly #body: Buffer;
  #at = MAGIC.length;

  constructor(body: Buffer) {
    this.#body = body;
  }

  image(): VaultImage {
    const version = this.#number(1);
    if (version !== VERSION) {
      throw new VaultDamage(`has format ${version}; this program reads format ${VERSION}. Install the newer version`);
    }
    const backendByte = this.#number(1);
    const backend: VaultBackend | null = backendByte === 1 ? "keychain" : backendByte === 2 ? "passphrase" : null;
    const hasKdf = this.#number(1);
    const kdf = { log2N: this.#number(1), r: this.#number(1), p: this.#number(1) };
    if (backend === null || this.#number(2) !== 0) throw new VaultDamage("has an unknown header");
    if (backend === "passphrase" && hasKdf === 1) checkScryptParams(kdf);
    else if (backend === "passphrase" || hasKdf + kdf.log2N + kdf.r + kdf.p !== 0) {
      throw new VaultDamage("has an unknown header");
    }
    const header: VaultHeader = { backend, kdf: backend === "passphrase" ? kdf : null, salt: this.#take(SALT_BYTES) };
    const wrappedKey = backend === "passphrase" ? this.#take(WRAPPED_BYTES) : null;
    const generation = this.#number(4);
    const entries = this.#entries(this.#number(4));
    if (this.#at !== this.#body.length) throw new VaultDamage("is longer than its entries");
    return { header, wrappedKey, generation, entries };
  }

  #entries(count: number): ReadonlyMap<string, Buffer> {
    const entries = new Map<string, Buffer>();
    let last = "";
    for (let index = 0; index < count; index += 1) {
      const nameLength = this.#number(2);
      const sealedLength = this.#number(4);
      const name = this.#take(nameLength).toString("utf8");
      if (name <= last) throw new VaultDamage("has entries out of order");
      entries.set(name, this.#take(sealedLength));
      last = name;
    }
    return entries;
  }

  #number(bytes: number): number {
    return this.#take(bytes).readUIntBE(0, bytes);
  }

  #take(bytes: number): Buffer {
    const end = this.#at + bytes;
    if (end > this.#body.length) throw new VaultDamage("is shorter than its entries");
    const part = Buffer.from(this.#body.subarray(this.#at, end));
    this.#at = end;
    return part;
  }
}
