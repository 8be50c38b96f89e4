// Which updates has each book had, by number? A snapshot by REST and the changes on a stream count alike, so that a client can join them.
import type { MarketSymbol } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { OrderBook } from "#shared/domain/quote.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { levelView, wholeBook } from "./market-view.ts";
import { CHANGES_KEPT, FIRST_UPDATE } from "./stream-quirks.ts";

type Side = "bids" | "asks";
type Levels = readonly (readonly [price: string, size: string])[];

interface Change {
  readonly number: number;
  readonly side: Side;
  readonly price: string;
  readonly size: string;
}

interface Kept {
  /** When the book whose levels were compared last is from; its maker gives each book one. */
  madeAt: number | null;
  /** The same of the book that was only counted. */
  countedAt: number | null;
  readonly sides: Readonly<Record<Side, Map<string, string>>>;
  last: number;
  changes: Change[];
}

export interface BookState {
  /** Number of the newest update. */
  readonly last: number;
  readonly bids: Levels;
  readonly asks: Levels;
}

const SIDES: readonly Side[] = ["bids", "asks"];
/** The size by which a level goes. */
const GONE = "0.00000000";

export class BookLog {
  readonly #world: VenueWorld;
  readonly #kept = new Map<MarketSymbol, Kept>();

  constructor(world: VenueWorld) {
    this.#world = world;
  }

  /** The whole book as it is now. */
  state(instrument: Instrument): BookState {
    const { last, sides } = this.#look(instrument);
    return { last, bids: inOrder(sides.bids, -1), asks: inOrder(sides.asks, 1) };
  }

  /** What changed after the update with this number, each level once; null where nothing did. */
  since(instrument: Instrument, number: number): BookState | null {
    const { last, changes } = this.#look(instrument);
    const news = { bids: new Map<string, string>(), asks: new Map<string, string>() };
    const from = changes.findLastIndex((change) => change.number <= number) + 1;
    for (const { side, price, size } of changes.slice(from)) news[side].set(price, size);
    if (news.bids.size + news.asks.size === 0) return null;
    return { last, bids: [...news.bids], asks: [...news.asks] };
  }

  /** Number for a book that has changed since it was counted last, without a look at its levels, which would cost a hundred times more. */
  count(instrument: Instrument): number {
    const kept = this.#of(instrument);
    const madeAt = this.#madeAt(instrument);
    if (madeAt !== kept.countedAt) kept.last += 1;
    kept.countedAt = madeAt;
    return kept.last;
  }

  #of({ symbol }: Instrument): Kept {
    const kept = this.#kept.get(symbol) ?? newBook();
    this.#kept.set(symbol, kept);
    return kept;
  }

  #madeAt({ symbol }: Instrument): number | null {
    const { market } = this.#world;
    return market.bookAt(market.venue, symbol, this.#world.now(), 1)?.tsEvent ?? null;
  }

  #look(instrument: Instrument): Kept {
    const kept = this.#of(instrument);
    const madeAt = this.#madeAt(instrument);
    if (madeAt === kept.madeAt) return kept;
    kept.madeAt = madeAt;
    this.#take(kept, wholeBook(this.#world.market, instrument, this.#world.now()));
    return kept;
  }

  #take(kept: Kept, book: OrderBook | null): void {
    for (const side of SIDES) {
      const before = kept.sides[side];
      const now = new Map(levelView(book?.[side]));
      for (const price of before.keys()) if (!now.has(price)) this.#note(kept, side, price, GONE);
      for (const [price, size] of now) if (before.get(price) !== size) this.#note(kept, side, price, size);
    }
    if (kept.changes.length > CHANGES_KEPT) kept.changes = kept.changes.slice(-CHANGES_KEPT);
  }

  #note(kept: Kept, side: Side, price: string, size: string): void {
    kept.last += 1;
    kept.changes.push({ number: kept.last, side, price, size });
    if (size === GONE) kept.sides[side].delete(price);
    else kept.sides[side].set(price, size);
  }
}

function newBook(): Kept {
  return {
    madeAt: null,
    countedAt: null,
    sides: { bids: new Map(), asks: new Map() },
    last: FIRST_UPDATE,
    changes: [],
  };
}

/** Prices have eight places each: longer ones are larger, equally long ones compare as text. */
function inOrder(side: ReadonlyMap<string, string>, direction: 1 | -1): Levels {
  const compare = (left: string, right: string) =>
    left.length === right.length ? (left < right ? -1 : 1) : left.length - right.length;
  return [...side].sort(([left], [right]) => compare(left, right) * direction);
}
