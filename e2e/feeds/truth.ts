// Does a price that is called live ever say what was not so? The venues' true prices of the last seconds are kept and compared.

import { SHORTEST_LIMIT_MS } from "#exchanges/shared/stream/watched-market.ts";
import { PRICE_AGE_MS } from "#shared/domain/quote.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { type FeedVenue, type FeedWorld, MARKETS } from "./feed-world.ts";

/** A live price is at most five seconds old; frames wait for a beat of the venue and a tick of the engine. */
const REACH_MS = PRICE_AGE_MS.live + 2 * SECOND_MS;
/** Where frames are lost without a trace, what was said before stands until the market's silence is looked into. */
const LOST_REACH_MS = SHORTEST_LIMIT_MS + REACH_MS;
/** True prices are remembered for so long, to tell how late a lie was. */
const MEMORY_MS = 60 * SECOND_MS;
/** Half of the spread that a venue server puts around its middle, and its steps. */
const WIDTH = 0.000_05;

/** The fault case that loses frames. */
const LOSING = "gap";

export interface Lie {
  readonly venue: FeedVenue;
  readonly symbol: string;
  readonly atMs: number;
  readonly mid: number;
  readonly lowest: number;
  readonly highest: number;
  /** How long ago it was last so; null where it was not within memory. */
  readonly wasSoAgoMs: number | null;
  /** What was planted last, and how long ago it began and ended. */
  readonly fault: string | null;
  readonly begunAgoMs: number | null;
  readonly endedAgoMs: number | null;
}

interface PastPrice {
  readonly atMs: number;
  readonly price: number;
}

export class Truth {
  readonly lies: Lie[] = [];
  /** Looks at live prices; without any the check would be of nothing. */
  looks = 0;
  readonly #world: FeedWorld;
  readonly #venues: readonly FeedVenue[];
  readonly #past = new Map<string, PastPrice[]>();
  readonly #timer: { dispose(): void | Promise<void> };
  #fault: { readonly name: string; readonly begunMs: number; endedMs: number | null } | null = null;

  constructor(world: FeedWorld, venues: readonly FeedVenue[]) {
    this.#world = world;
    this.#venues = venues;
    this.#timer = world.time.clock.every(SECOND_MS / 2, () => this.#look());
  }

  dispose(): void {
    void this.#timer.dispose();
  }

  noteFault(name: string): void {
    this.#fault = { name, begunMs: this.#world.time.clock.monotonicMs(), endedMs: null };
  }

  noteFaultEnd(): void {
    if (this.#fault !== null) this.#fault.endedMs = this.#world.time.clock.monotonicMs();
  }

  #look(): void {
    const atMs = this.#world.time.clock.monotonicMs();
    for (const venue of this.#venues) {
      for (const symbol of MARKETS[venue]) this.#compare(venue, symbol, atMs);
    }
  }

  #compare(venue: FeedVenue, symbol: string, atMs: number): void {
    const past = this.#remember(symbol.split("/")[0] ?? "", atMs);
    const quote = this.#world.quote(venue, symbol);
    if (quote === null || quote.state !== "live") return;
    this.looks += 1;
    const mid = (Number(quote.bid) + Number(quote.ask)) / 2;
    const reachMs = this.#isLosing(venue, atMs) ? LOST_REACH_MS : REACH_MS;
    const prices = past.filter((one) => one.atMs >= atMs - reachMs).map(({ price }) => price);
    const lowest = Math.min(...prices) * (1 - WIDTH);
    const highest = Math.max(...prices) * (1 + WIDTH);
    if (mid >= lowest && mid <= highest) return;
    const was = past.findLast(({ price }) => Math.abs(price / mid - 1) <= WIDTH);
    const fault = this.#fault;
    this.lies.push({
      venue,
      symbol,
      atMs,
      mid,
      lowest,
      highest,
      wasSoAgoMs: was === undefined ? null : atMs - was.atMs,
      fault: fault?.name ?? null,
      begunAgoMs: fault === null ? null : atMs - fault.begunMs,
      endedAgoMs: fault === null || fault.endedMs === null ? null : atMs - fault.endedMs,
    });
  }

  /** Only Coinbase numbers its frames, so that one that is missing shows. */
  #isLosing(venue: FeedVenue, atMs: number): boolean {
    const fault = this.#fault;
    if (fault?.name !== LOSING || venue === "coinbase") return false;
    return fault.endedMs === null || atMs - fault.endedMs <= LOST_REACH_MS;
  }

  #remember(asset: string, atMs: number): readonly PastPrice[] {
    const past = this.#past.get(asset) ?? [];
    if (past.at(-1)?.atMs !== atMs) past.push({ atMs, price: this.#world.price(asset) });
    while ((past[0]?.atMs ?? atMs) < atMs - MEMORY_MS) past.shift();
    this.#past.set(asset, past);
    return past;
  }
}
