// Is our copy of a book still Kraken's? CRC32 over the digits of its best levels, just as they came over the wire.
import type { BookLevel } from "#exchanges/shared/stream/stream-event.ts";
import { CHECKSUM_LEVELS } from "./stream-quirks.ts";

/** The polynomial of ISO 3309 (PNG, ZIP), bits reversed. */
const POLYNOMIAL = 0xedb88320;
const ALL_ONES = 0xffffffff;

/** What each value of one byte does to the remainder. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value >>> 0;
});

const ZERO_CODE = 48;
const POINT_CODE = 46;

/**
 * Best levels first on both sides; asks come before bids, price before size, without point and leading zeros. Trailing zeros count.
 * Source: Kraken WebSocket v2 docs, "Book checksum" (2026-05); its worked example gives the 3310070434 that it names.
 */
export function krakenBookChecksum(bids: readonly BookLevel[], asks: readonly BookLevel[]): number {
  return ~addSide(addSide(ALL_ONES, asks), bids) >>> 0;
}

function addSide(start: number, levels: readonly BookLevel[]): number {
  let remainder = start;
  for (const [price, size] of levels.slice(0, CHECKSUM_LEVELS))
    remainder = addDigits(addDigits(remainder, price), size);
  return remainder;
}

function addDigits(start: number, text: string): number {
  let remainder = start;
  let leading = true;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === POINT_CODE || (leading && code === ZERO_CODE)) continue;
    leading = false;
    remainder = crcStep(remainder, code);
  }
  return remainder;
}

function crcStep(remainder: number, code: number): number {
  // The table has an entry for each byte.
  return (remainder >>> 8) ^ (TABLE[(remainder ^ code) & 0xff] as number);
}
