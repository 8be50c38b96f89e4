// Is every single-bit flip of a vault file rejected: by chance, and by somebody who repairs the checksum afterwards?
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { Secret } from "#engine/core/secret.ts";
import { MemoryVaultFiles } from "#testing/memory-vault-files.ts";
import { Vault } from "./vault.ts";
import { type DeriveKey, deriveWithScrypt } from "./vault-keys.ts";

const PATH = "vault.bin";
const PASSPHRASE = new Secret("correct horse");
const SUM_BYTES = 32;
const SALT = { from: 16, to: 32 };

/** Derived once per salt and parameters: the flips are what is tested here, not scrypt. */
const derived = new Map<string, Promise<Buffer>>();
const rememberedDerivation: DeriveKey = async (passphrase, salt, params) => {
  const key = JSON.stringify([passphrase.reveal(), salt.toString("hex"), params]);
  const known = derived.get(key) ?? deriveWithScrypt(passphrase, salt, params);
  derived.set(key, known);
  return Buffer.from(await known);
};

const open = (files: MemoryVaultFiles): Vault =>
  new Vault({ path: PATH, files, deriveKey: rememberedDerivation, scrypt: { log2N: 15, r: 8, p: 1 } });

interface Sample {
  readonly bytes: Buffer;
  /** Opens a file and reads everything; what it gave, or how it was refused. */
  readonly attempt: (bytes: Buffer) => Promise<string>;
}
let passphraseVault: Sample;
let keychainVault: Sample;

async function fill(vault: Vault): Promise<void> {
  await vault.write("main/binance/1", new Secret('{"v":1,"apiKey":"k","secret":"s"}'));
  await vault.write("main/kraken/2", new Secret("second"));
  await vault.write("second/coinbase/1", new Secret("third"));
}

async function outcome(bytes: Buffer, unlock: (vault: Vault) => Promise<boolean>): Promise<string> {
  const vault = open(new MemoryVaultFiles(new Map([[PATH, bytes]])));
  try {
    if (!(await unlock(vault))) return "SECRET_WRONG_PASSPHRASE";
    return ["main/binance/1", "main/kraken/2", "second/coinbase/1"].map((name) => vault.read(name)?.reveal()).join();
  } catch (error) {
    if (error instanceof EngineError) return error.code;
    throw error;
  }
}

const flip = (bytes: Buffer, bit: number): Buffer => {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
};

/** What a forger can do without the key. */
const repairChecksum = (bytes: Buffer): Buffer => {
  const end = bytes.length - 2 * SUM_BYTES;
  const sum = createHash("sha256").update(bytes.subarray(0, end)).digest();
  return Buffer.concat([bytes.subarray(0, end), sum, bytes.subarray(end + SUM_BYTES)]);
};

beforeAll(async () => {
  const underPassphrase = new MemoryVaultFiles();
  const vault = open(underPassphrase);
  await vault.createWithPassphrase(PASSPHRASE);
  await fill(vault);
  passphraseVault = {
    bytes: underPassphrase.files.get(PATH) ?? Buffer.alloc(0),
    attempt: (bytes) => outcome(bytes, (vault) => vault.unlock(PASSPHRASE)),
  };
  const underKeychain = new MemoryVaultFiles();
  const other = open(underKeychain);
  let kept = new Secret("");
  await other.createWithKeychain(async (_, rootKey) => {
    kept = rootKey;
  });
  await fill(other);
  keychainVault = {
    bytes: underKeychain.files.get(PATH) ?? Buffer.alloc(0),
    attempt: (bytes) => outcome(bytes, (vault) => vault.openWithRootKey(kept).then(() => true)),
  };
});

/** Outcomes of all flips, counted. */
async function tryAll(
  sample: Sample,
  change: (bytes: Buffer) => Buffer,
  skip: (bit: number) => boolean = () => false,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let bit = 0; bit < sample.bytes.length * 8; bit += 1) {
    if (skip(bit)) continue;
    const result = await sample.attempt(change(flip(sample.bytes, bit)));
    counts[result] = (counts[result] ?? 0) + 1;
  }
  return counts;
}

describe("every single-bit flip", () => {
  const unchanged = (bytes: Buffer): Buffer => bytes;

  it("the samples open as they are, also with a repaired checksum", async () => {
    const all = '{"v":1,"apiKey":"k","secret":"s"},second,third';
    for (const { bytes, attempt } of [passphraseVault, keychainVault]) {
      expect(await attempt(bytes)).toBe(all);
      expect(repairChecksum(bytes).equals(bytes)).toBe(true);
      expect(bytes.length).toBeGreaterThan(250);
    }
  });

  it("of a vault under a passphrase is damage, told apart from a wrong passphrase", async () => {
    expect(await tryAll(passphraseVault, unchanged)).toEqual({ SECRET_DAMAGED: passphraseVault.bytes.length * 8 });
  });

  it("of a vault under a keychain's key is damage", async () => {
    expect(await tryAll(keychainVault, unchanged)).toEqual({ SECRET_DAMAGED: keychainVault.bytes.length * 8 });
  });

  it("is refused with a repaired checksum, too: the keyed code covers the whole file", async () => {
    // A flip inside the checksum itself is undone by the repair, so it is none.
    const inSum = ({ bytes }: Sample, bit: number): boolean =>
      bit >= (bytes.length - 2 * SUM_BYTES) * 8 && bit < (bytes.length - SUM_BYTES) * 8;
    // Each flipped salt costs a derivation: one bit of each of its bytes.
    const inSalt = (bit: number): boolean => bit >= SALT.from * 8 && bit < SALT.to * 8;
    const outcomes = [
      await tryAll(keychainVault, repairChecksum, (bit) => inSum(keychainVault, bit)),
      await tryAll(
        passphraseVault,
        repairChecksum,
        (bit) => inSum(passphraseVault, bit) || (inSalt(bit) && bit % 8 !== 0),
      ),
    ];
    const codes = outcomes.map((counts) => Object.keys(counts).sort());
    expect(codes).toEqual([["SECRET_DAMAGED"], ["SECRET_DAMAGED", "SECRET_WRONG_PASSPHRASE"]]);
    expect(outcomes[0]?.SECRET_DAMAGED).toBe((keychainVault.bytes.length - SUM_BYTES) * 8);
  });

  it("and every cut, at either end, and every byte more", async () => {
    for (const { bytes, attempt } of [passphraseVault, keychainVault]) {
      for (let length = 0; length < bytes.length; length += 1) {
        expect(await attempt(bytes.subarray(0, length))).toBe("SECRET_DAMAGED");
        expect(await attempt(repairChecksum(Buffer.concat([bytes.subarray(0, length), Buffer.alloc(64)])))).not.toMatch(
          /third/,
        );
      }
      expect(await attempt(Buffer.concat([bytes, Buffer.alloc(1)]))).toBe("SECRET_DAMAGED");
      expect(await attempt(bytes.subarray(1))).toBe("SECRET_DAMAGED");
    }
  });
});
