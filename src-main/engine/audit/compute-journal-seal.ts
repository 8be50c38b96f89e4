// Which seal does an entry get, and do a journal's seals fit its entries?
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import type { JournalSeal, SealKey, SealReport } from "#shared/domain/journal-seal.ts";
import type { UnixMs } from "#shared/domain/time.ts";

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
  /** Entries that say that the journal is a backup that was put back, and when that was taken, in the order they stand. */
  readonly restores: readonly { readonly entry: number; readonly takenAt: UnixMs }[];
  /** Hash of an entry that a seal names; undefined where the journal has none of that number. */
  readonly hashOf: (seq: number) => string | undefined;
  /** Null where the key cannot be had; `reason` then says why. */
  readonly key: SealKey | null;
  readonly reason: string;
}

/** What the seals prove of a journal whose chain is whole. The first that does not fit is named. */
export function computeSealReport({ seals, restores, hashOf, key, reason }: CheckInput): SealReport {
  const broken = (detail: string): SealReport => ({ state: "broken", sealedTo, detail });
  let sealedTo = 0;
  /** Entry of the seal before. */
  let before = 0;
  const gone: string[] = [];
  /** Whether a backup that was put back after the seal before explains that this sealed entry is not here: it was written after it. */
  const isExplained = (lost: number, until: number): boolean => {
    const restore = restores.find(({ entry }) => entry > before && entry < until && entry <= lost);
    if (restore === undefined) return false;
    const at = new Date(restore.takenAt).toISOString();
    gone.push(
      `Restored from a backup taken at ${at}, told in entry ${restore.entry}: what had been sealed from there up to entry ${lost} is gone.`,
    );
    return true;
  };
  let foreign = 0;
  for (const { entry, seal } of seals) {
    const place = `The seal in entry ${entry}`;
    if (hashOf(seal.seq) !== seal.hash) {
      return broken(`${place} is of another entry ${seal.seq} than stands here: entries were written anew.`);
    }
    if (seal.lostSeq !== undefined && !isExplained(seal.lostSeq, entry)) {
      return broken(
        `Entries up to ${seal.lostSeq} had been sealed, and were gone before entry ${entry}: the journal was cut, or an older copy was put back.`,
      );
    }
    before = entry;
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
  if (last !== null && hashOf(last.seq) !== last.hash && !isExplained(last.seq, Number.POSITIVE_INFINITY)) {
    return broken(`Entry ${last.seq} had been sealed and is not here as it was: entries were cut off or written anew.`);
  }
  const report = (state: SealReport["state"], detail: string): SealReport => ({
    state: gone.length > 0 && state !== "unchecked" ? "restored" : state,
    sealedTo,
    detail: [...gone, detail].join(" "),
  });
  if (key === null) {
    const what = seals.length === 0 ? "Nothing is sealed" : `${seals.length} seals were not checked`;
    const shows = "the chain shows damage, but not that somebody wrote it anew";
    return report(seals.length === 0 ? "none" : "unchecked", `${what}: ${reason} Without the key ${shows}.`);
  }
  if (foreign > 0) {
    return report(
      "unchecked",
      `${foreign} of ${seals.length} seals were made with another key, which is not here any more; the others fit, up to entry ${sealedTo}.`,
    );
  }
  return sealedTo === 0
    ? report("none", "Nothing is sealed yet.")
    : report("sound", `Entries up to ${sealedTo} are as they were sealed.`);
}
