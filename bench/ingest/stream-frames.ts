// What does a venue send? A file of frames as they stand on the wire, of markets that walk at random.
import { closeSync, openSync, writeSync } from "node:fs";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { StreamVenue } from "./stream-venues.ts";

const WRITE_BYTES = 1 << 20;
const PLACES = 2;
const SIZE_PLACES = 8;
/** A market that moves by 2.5 % a day and is quoted a hundred times a second moves by so much with each quote. */
const STEP = 0.000_01;

interface FileOptions {
  readonly markets: number;
  readonly frames: number;
  /** The venue's time moves at this rate. */
  readonly perSecond: number;
}

/** The venue's time of the first frame. */
export const START_MS = Date.UTC(2026, 0, 5, 12, 0, 5);

/** Writes the file. A market's price moves by about a basis point a frame; its volume grows. */
export function writeFrames(file: string, venue: StreamVenue, { markets, frames, perSecond }: FileOptions): void {
  const rng = SeededRng.of(1);
  const ids = Array.from({ length: markets }, (_, index) => venue.id(index));
  const prices = ids.map((_, index) => 100 + index);
  const volumes = ids.map(() => 15_328.12345678);
  const target = openSync(file, "w");
  let parts: Buffer[] = [];
  let bytes = 0;
  for (let number = 0; number < frames; number += 1) {
    const market = rng.integer(0, markets - 1);
    const price = ensure(prices[market], "price") * (1 + STEP * rng.normal());
    const volume = ensure(volumes[market], "volume") + rng.next();
    prices[market] = price;
    volumes[market] = volume;
    const frame = wireFrame(
      venue.frame({
        id: ensure(ids[market], "market"),
        number,
        timeMs: START_MS + Math.floor((number * 1_000) / perSecond),
        bid: (price * 0.9999).toFixed(PLACES),
        ask: (price * 1.0001).toFixed(PLACES),
        last: price.toFixed(PLACES),
        size: (1 + 30 * rng.next()).toFixed(SIZE_PLACES),
        volume: volume.toFixed(SIZE_PLACES),
      }),
    );
    parts.push(frame);
    bytes += frame.length;
    if (bytes < WRITE_BYTES && number < frames - 1) continue;
    writeSync(target, Buffer.concat(parts));
    parts = [];
    bytes = 0;
  }
  closeSync(target);
}

const TEXT_FRAME = 0x81;
const LONGEST_SHORT = 125;
const TWO_BYTES_FOLLOW = 126;

/** Unmasked and whole, as a server sends it. Lengths from 126 on take two bytes more. */
function wireFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head =
    length <= LONGEST_SHORT ? [TEXT_FRAME, length] : [TEXT_FRAME, TWO_BYTES_FOLLOW, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), payload]);
}
