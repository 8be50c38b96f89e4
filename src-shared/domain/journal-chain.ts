// What exactly does a journal entry's hash cover?
import { canonicalJson, sha256Hex } from "./canonical-hash.ts";
import type { JournalEntry } from "./journal.ts";

/** What the first entry links to. */
export const GENESIS_HASH = "0".repeat(64);

/**
 * The canonical JSON (RFC 8785) of an entry without its hash, put together from the event's canonical JSON.
 * Keys stand in canonical order, so this equals `canonicalJson({ event, prevHash, profileId, seq, ts })`.
 */
export function journalEntryText(entry: {
  readonly eventJson: string;
  readonly prevHash: string;
  readonly profileId: string | null;
  readonly seq: number;
  readonly ts: number;
}): string {
  const profileId = entry.profileId === null ? "null" : JSON.stringify(entry.profileId);
  const prevHash = JSON.stringify(entry.prevHash);
  return `{"event":${entry.eventJson},"prevHash":${prevHash},"profileId":${profileId},"seq":${entry.seq},"ts":${entry.ts}}`;
}

/** The hash an entry must have. */
export function journalEntryHash(entry: Omit<JournalEntry, "hash">): string {
  const { event, ...link } = entry;
  return sha256Hex(journalEntryText({ ...link, eventJson: canonicalJson(event) }));
}
