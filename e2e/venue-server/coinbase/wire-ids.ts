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

/** `2026-01-05T00:00:00.123456789Z`, without zeros at its end, as Go writes it. `salt` makes up what is finer than a millisecond. */
export function isoNanos(time: UnixMs, salt: number): string {
  const fraction =
    `${String(time % 1_000).padStart(3, "0")}${String((salt * 7_919) % 1_000_000).padStart(6, "0")}`.replace(/0+$/, "");
  return `${new Date(time).toISOString().slice(0, 19)}${fraction === "" ? "" : `.${fraction}`}Z`;
}

/** `2024-10-04 07:04:40.820 +0000 UTC m=+66987.820`, as Go prints a time. */
export function goTime(time: UnixMs): string {
  const [day, clock = ""] = new Date(time).toISOString().split("T");
  return `${day} ${clock.replace("Z", "000000")} +0000 UTC m=+66987.628148662`;
}
