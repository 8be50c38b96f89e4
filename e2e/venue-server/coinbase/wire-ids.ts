// How do Coinbase's two exchanges write ids, times and products?
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { OWN_CODES } from "./quirks.ts";

const UNIFIED = new Map(Object.entries(OWN_CODES).map(([code, own]) => [own, code]));

/** The same UUID for the same words, so that a run can be repeated. */
export function uuidOf(words: string): string {
  const hex = sha256Hex(words);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What Coinbase calls an asset. */
export function ownCode(asset: string): string {
  return OWN_CODES[asset] ?? asset;
}

/** What everybody else calls it. */
export function unifiedCode(own: string): string {
  return UNIFIED.get(own) ?? own;
}

export function productIdOf({ base, quote }: Pick<Instrument, "base" | "quote">): string {
  return `${ownCode(base)}-${ownCode(quote)}`;
}

export function symbolOf(productId: string): string {
  return productId.split("-").map(unifiedCode).join("/");
}

/** `2026-01-05T00:00:00Z` */
export function isoSeconds(time: UnixMs): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** `2026-01-05T00:00:00.123000Z` */
export function isoMicros(time: UnixMs): string {
  return new Date(time).toISOString().replace("Z", "000Z");
}
