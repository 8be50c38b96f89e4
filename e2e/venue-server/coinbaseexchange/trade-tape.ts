// What was traded in public? One trade whenever the best prices moved, and one every few seconds while they stand: made up, and the
// same for every socket and for REST. So a ticker, which comes with trades only, always tells the best prices that REST tells.
import { type Decimal, decimal } from "#shared/domain/decimal.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { symbolOf } from "../coinbase/wire-ids.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { sequenceOf, type WireTrade } from "./stream-frames.ts";

const QUIET_MS = 5_000;
const FIRST_ID = 842_900_000;
/** Enough for whoever looks every beat. */
const KEPT = 1_000;

interface Tape {
  readonly trades: WireTrade[];
  /** Best prices at the last trade. */
  best: string;
  middle: Decimal;
}

export class TradeTape {
  readonly #world: VenueWorld;
  readonly #tapes = new Map<string, Tape>();

  constructor(world: VenueWorld) {
    this.#world = world;
  }

  /** Null for a product without a book. */
  last(product: string, now: UnixMs): WireTrade | null {
    return this.#upTo(product, now)?.trades.at(-1) ?? null;
  }

  /** After the trade of this number, oldest first. */
  since(product: string, id: number, now: UnixMs): readonly WireTrade[] {
    return this.#upTo(product, now)?.trades.filter((trade) => trade.id > id) ?? [];
  }

  /** Of the product's newest message. */
  numberOf(product: string, now: UnixMs): number {
    return sequenceOf(this.last(product, now)?.id ?? 0);
  }

  #upTo(product: string, now: UnixMs): Tape | null {
    const { market, state } = this.#world;
    const instrument = market.instrument(symbolOf(product));
    const book = instrument === null ? null : market.bookAt(market.venue, instrument.symbol, now, 1);
    const [bid, ask] = [book?.bids[0], book?.asks[0]];
    if (instrument === null || bid === undefined || ask === undefined) return this.#tapes.get(product) ?? null;
    const middle = decimal(bid[0]).add(decimal(ask[0]));
    const best = `${bid[0]} ${ask[0]}`;
    const tape = this.#tapes.get(product) ?? { trades: [], best, middle };
    this.#tapes.set(product, tape);
    const last = tape.trades.at(-1);
    const moved = best !== tape.best;
    // Nothing is matched while the venue is closed.
    if (last !== undefined && (state === "maintenance" || (!moved && Math.abs(now - last.at) < QUIET_MS))) return tape;
    const id = (last?.id ?? FIRST_ID) + 1;
    // Buyers push a price up. One that stands is hit from both sides in turn.
    const isBuy = middle.eq(tape.middle) ? id % 2 === 0 : middle.gt(tape.middle);
    const takerSide = isBuy ? "buy" : "sell";
    const price = isBuy ? ask[0] : bid[0];
    const size = decimal(instrument.amountStep)
      .mul(decimal(String((id % 97) + 1)))
      .toString();
    tape.trades.push({ product, id, price, size, takerSide, at: now });
    if (tape.trades.length > KEPT) tape.trades.shift();
    tape.best = best;
    tape.middle = middle;
    return tape;
  }
}
