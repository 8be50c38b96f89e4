// When is a simulated feed silent?
// Real feeds fall silent: a single market for some seconds, now and then a whole venue. Both are functions of the time.

import type { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { HOUR_MS, SECOND_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import { MARKET_EPOCH_MS } from "./regimes.ts";

export interface Gap {
  readonly from: UnixMs;
  readonly until: UnixMs;
}

interface GapShape {
  /** Length of the blocks of time in which at most one gap falls, and the chance of one in a block. */
  readonly blockMs: number;
  readonly chance: number;
  readonly shortestMs: number;
  readonly longestMs: number;
}

const SILENCE: GapShape = {
  blockMs: 2 * HOUR_MS,
  chance: 0.25,
  shortestMs: 4 * SECOND_MS,
  longestMs: 25 * SECOND_MS,
};
const OUTAGE: GapShape = {
  blockMs: 6 * HOUR_MS,
  chance: 0.5,
  shortestMs: 6 * SECOND_MS,
  longestMs: 40 * SECOND_MS,
};

/** The gap of one stream that covers a moment. Keeps the last block, since time mostly moves on. */
class GapStream {
  readonly #rng: SeededRng;
  readonly #shape: GapShape;
  #block = -1;
  #gap: Gap | null = null;

  constructor(rng: SeededRng, shape: GapShape) {
    this.#rng = rng;
    this.#shape = shape;
  }

  at(time: number): Gap | null {
    const block = Math.floor((time - MARKET_EPOCH_MS) / this.#shape.blockMs);
    if (block !== this.#block) {
      this.#block = block;
      this.#gap = this.#draw(block);
    }
    const gap = this.#gap;
    return gap !== null && time >= gap.from && time < gap.until ? gap : null;
  }

  #draw(block: number): Gap | null {
    const rng = this.#rng.fork(block);
    if (rng.next() >= this.#shape.chance) return null;
    const { shortestMs, longestMs, blockMs } = this.#shape;
    const length = rng.integer(shortestMs, longestMs);
    const from = MARKET_EPOCH_MS + block * blockMs + rng.integer(0, blockMs - length);
    return { from: unixMs(from), until: unixMs(from + length) };
  }
}

export class Gaps {
  readonly #rng: SeededRng;
  readonly #outages = new Map<string, GapStream>();
  readonly #silences = new Map<string, GapStream>();

  constructor(rng: SeededRng) {
    this.#rng = rng;
  }

  /** The outage of a whole venue at this moment. */
  outage(venue: string, time: number): Gap | null {
    return this.#stream(this.#outages, venue, OUTAGE).at(time);
  }

  /** The silence of one market of a venue at this moment. */
  silence(venue: string, symbol: string, time: number): Gap | null {
    return this.#stream(this.#silences, `${venue} ${symbol}`, SILENCE).at(time);
  }

  #stream(streams: Map<string, GapStream>, key: string, shape: GapShape): GapStream {
    let stream = streams.get(key);
    if (stream === undefined) {
      stream = new GapStream(this.#rng.fork(key), shape);
      streams.set(key, stream);
    }
    return stream;
  }
}
