// Does a price that is called live ever say what was not so? The venues' true prices of the last seconds are kept and compared.
import { PRICE_AGE_MS } from "#shared/domain/quote.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { type FeedVenue, type FeedWorld, MARKETS } from "./feed-world.ts";

/** A live price is at most five seconds old; frames wait for a beat of the venue and a tick of the engine. */
const REACH_MS = PRICE_AGE_MS.live + 2 * SECOND_MS;
/** Half of the spread that a venue server puts around its middle, and its steps. */
const WIDTH = 0.000_05;

export interface Lie {
  readonly venue: FeedVenue;
  readonly symbol: string;
  readonly atMs: number;
  readonly mid: number;
  readonly lowest: number;
  readonly highest: number;
}

export class Truth {
  readonly lies: Lie[] = [];
  /** Looks at live prices; without any the check would be of nothing. */
  looks = 0;
  readonly #world: FeedWorld;
  readonly #venues: readonly FeedVenue[];
  readonly #past = new Map<string, { readonly atMs: number; readonly price: number }[]>();
  readonly #timer: { dispose(): void | Promise<void> };

  constructor(world: FeedWorld, venues: readonly FeedVenue[]) {
    this.#world = world;
    this.#venues = venues;
    this.#timer = world.time.clock.every(SECOND_MS / 2, () => this.#look());
  }

  dispose(): void {
    void this.#timer.dispose();
  }

  #look(): void {
    const atMs = this.#world.time.clock.monotonicMs();
    for (const venue of this.#venues) {
      for (const symbol of MARKETS[venue]) this.#compare(venue, symbol, atMs);
    }
  }

  #compare(venue: FeedVenue, symbol: string, atMs: number): void {
    const asset = symbol.split("/")[0] ?? "";
    const past = this.#past.get(asset) ?? [];
    if (past.at(-1)?.atMs !== atMs) past.push({ atMs, price: this.#world.price(asset) });
    while ((past[0]?.atMs ?? atMs) < atMs - REACH_MS) past.shift();
    this.#past.set(asset, past);
    const quote = this.#world.quote(venue, symbol);
    if (quote === null || quote.state !== "live") return;
    this.looks += 1;
    const mid = (Number(quote.bid) + Number(quote.ask)) / 2;
    const prices = past.map(({ price }) => price);
    const lowest = Math.min(...prices) * (1 - WIDTH);
    const highest = Math.max(...prices) * (1 + WIDTH);
    if (mid < lowest || mid > highest) this.lies.push({ venue, symbol, atMs, mid, lowest, highest });
  }
}
