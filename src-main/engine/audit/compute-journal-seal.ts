// Which seal does an entry get, and do a journal's seals fit its entries?
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import type { JournalSeal, SealKey, SealReport } from "#shared/domain/journal-seal.ts";

const KEY_ID_DIGITS = 16;

/** Names a key without telling it. */
export function computeSealKeyId(key: string): string {
  return sha256Hex(`schwabot journal seal key\n${key}`).slice(0, KEY_ID_DIGITS);
}

export function computeSeal(
  { key }: Pick<SealKey, "key">,
  { seq, hash }: Pick<JournalSeal, "seq" | "hash">,
): JournalSeal {
  const mac = hmac(sha256, utf8ToBytes(key), utf8ToBytes(`schwabot journal seal 1\n${seq}\n${hash}`));
  return { seq, hash, keyId: computeSealKeyId(key), mac: bytesToHex(mac) };
}

interface CheckInput {
  /** Seals in the order they stand, with the entry that holds each. */
  readonly seals: readonly { readonly entry: number; readonly seal: JournalSeal }[];
  /** Hash of an entry that a seal names; undefined where the journal has none of that number. */
  readonly hashOf: (seq: number) => string | undefined;
  /** Null where the key cannot be had; `reason` then says why. */
  readonly key: SealKey | null;
  readonly reason: string;
}

/** What the seals prove of a journal whose chain is whole. The first that does not fit is named. */
export function computeSealReport({ seals, hashOf, key, reason }: CheckInput): SealReport {
  const broken = (detail: string): SealReport => ({ state: "broken", sealedTo, detail });
  let sealedTo = 0;
  let foreign = 0;
  for (const { entry, seal } of seals) {
    const place = `The seal in entry ${entry}`;
    if (hashOf(seal.seq) !== seal.hash) {
      return broken(`${place} is of another entry ${seal.seq} than stands here: entries were written anew.`);
    }
    if (seal.lostSeq !== undefined) {
      return broken(
        `Entries up to ${seal.lostSeq} had been sealed, and were gone before entry ${entry}: the journal was cut, or an older copy was put back.`,
      );
    }
    if (key === null || seal.keyId !== computeSealKeyId(key.key)) {
      foreign += 1;
      continue;
    }
    if (computeSeal(key, seal).mac !== seal.mac) {
      return broken(`${place} was not made with this journal's key: entries up to ${seal.seq} may be forged.`);
    }
    sealedTo = seal.seq;
  }
  const last = key?.last ?? null;
  if (last !== null && hashOf(last.seq) !== last.hash) {
    return broken(`Entry ${last.seq} had been sealed and is not here as it was: entries were cut off or written anew.`);
  }
  if (key === null) {
    const what = seals.length === 0 ? "Nothing is sealed" : `${seals.length} seals were not checked`;
    const shows = "the chain shows damage, but not that somebody wrote it anew";
    return {
      state: seals.length === 0 ? "none" : "unchecked",
      sealedTo,
      detail: `${what}: ${reason} Without the key ${shows}.`,
    };
  }
  if (foreign > 0) {
    const detail = `${foreign} of ${seals.length} seals were made with another key, which is not here any more; the others fit, up to entry ${sealedTo}.`;
    return { state: "unchecked", sealedTo, detail };
  }
  return sealedTo === 0
    ? { state: "none", sealedTo, detail: "Nothing is sealed yet." }
    : { state: "sound", sealedTo, detail: `Entries up to ${sealedTo} are as they were sealed.` };
}
