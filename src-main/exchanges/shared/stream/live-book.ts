// What does a market's order book look like, kept in step from a snapshot and the changes after it?
import type { BookRules, BookSnapshot } from "./feed-protocol.ts";
import type { BookEvent, BookLevel } from "./stream-event.ts";

/** What became of an event. `outOfStep`: a change is missing or the sum is wrong; the book is empty and waits for a snapshot. */
export type BookStep = "applied" | "kept" | "outOfStep";

/** Changes kept while a snapshot is being read; more mean that none will come. */
const MOST_KEPT = 5_000;

export class LiveBook {
  readonly #rules: BookRules;
  readonly #bids = new BookSide(-1);
  readonly #asks = new BookSide(1);
  #inStep = false;
  #last = -1;
  #isFirst = true;
  #waiting: BookEvent[] = [];
  tsEvent: BookEvent["tsEvent"] = null;

  constructor(rules: BookRules) {
    this.#rules = rules;
  }

  get inStep(): boolean {
    return this.#inStep;
  }

  /** Best first. */
  levels(depth: number): { readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[] } {
    return { bids: this.#bids.best(depth), asks: this.#asks.best(depth) };
  }

  /** Everything is forgotten; the next snapshot starts it anew. */
  reset(): void {
    this.#inStep = false;
    this.#bids.clear();
    this.#asks.clear();
    this.#waiting = [];
    this.#last = -1;
    this.#isFirst = true;
  }

  take(event: BookEvent): BookStep {
    if (event.kind === "snapshot") {
      this.#begin(event.bids, event.asks, event.sequence?.last ?? -1);
      return this.#finish(event);
    }
    if (!this.#inStep) {
      // Changes before a snapshot of the stream itself are of no book.
      if (this.#rules.snapshotFrom === "stream") return "kept";
      this.#waiting.push(event);
      if (this.#waiting.length <= MOST_KEPT) return "kept";
      this.reset();
      return "outOfStep";
    }
    return this.#change(event);
  }

  /** A snapshot that was read by REST: the changes that came meanwhile are put on top. */
  begin({ bids, asks, last }: BookSnapshot): BookStep {
    const waiting = this.#waiting;
    this.#begin(bids, asks, last);
    this.#waiting = [];
    for (const event of waiting) if (this.#change(event) === "outOfStep") return "outOfStep";
    return "applied";
  }

  #begin(bids: readonly BookLevel[], asks: readonly BookLevel[], last: number): void {
    this.#bids.clear();
    this.#asks.clear();
    for (const level of bids) this.#bids.set(level);
    for (const level of asks) this.#asks.set(level);
    this.#last = last;
    this.#isFirst = true;
    this.#inStep = true;
  }

  #change(event: BookEvent): BookStep {
    const { follows, depth } = this.#rules;
    if (follows !== undefined && event.sequence !== null) {
      const step = follows(this.#last, this.#isFirst, event.sequence);
      if (step === "stale") return "kept";
      if (step === "gap") return this.#lose();
      this.#last = event.sequence.last;
      this.#isFirst = false;
    }
    for (const level of event.bids) this.#bids.set(level);
    for (const level of event.asks) this.#asks.set(level);
    if (depth !== null) {
      this.#bids.cut(depth);
      this.#asks.cut(depth);
    }
    return this.#finish(event);
  }

  /** A book whose sum differs from the venue's, or whose sides cross, has missed something. */
  #finish({ checksum, tsEvent }: BookEvent): BookStep {
    const { checksum: sumOf } = this.#rules;
    if (checksum !== null && sumOf !== undefined) {
      const { bids, asks } = this.levels(10);
      if (sumOf(bids, asks) !== checksum) return this.#lose();
    }
    if (this.#bids.bestPrice >= this.#asks.bestPrice) return this.#lose();
    this.tsEvent = tsEvent;
    return "applied";
  }

  #lose(): BookStep {
    this.reset();
    return "outOfStep";
  }
}

/** Levels sorted from the best. Prices are compared as numbers, which is exact for any price of up to 15 digits. */
class BookSide {
  readonly #direction: 1 | -1;
  readonly #keys: number[] = [];
  readonly #levels: BookLevel[] = [];

  constructor(direction: 1 | -1) {
    this.#direction = direction;
  }

  /** The worst there can be when empty, so that an empty side crosses nothing. */
  get bestPrice(): number {
    const [key] = this.#keys;
    return key === undefined ? this.#direction * Number.POSITIVE_INFINITY : key * this.#direction;
  }

  best(depth: number): readonly BookLevel[] {
    return this.#levels.slice(0, depth);
  }

  clear(): void {
    this.#keys.length = 0;
    this.#levels.length = 0;
  }

  cut(depth: number): void {
    if (this.#keys.length <= depth) return;
    this.#keys.length = depth;
    this.#levels.length = depth;
  }

  set(level: BookLevel): void {
    const key = Number(level[0]) * this.#direction;
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    const isThere = this.#keys[low] === key;
    if (Number(level[1]) === 0) {
      if (!isThere) return;
      this.#keys.splice(low, 1);
      this.#levels.splice(low, 1);
    } else if (isThere) {
      this.#levels[low] = level;
    } else {
      this.#keys.splice(low, 0, key);
      this.#levels.splice(low, 0, level);
    }
  }
}
