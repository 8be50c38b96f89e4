// What did each entry do to the cost, the units and the realized gain of an asset, and to what was brought in?
// The books are gone through again, posting by posting, by the same code that reckons them.
import { BookState } from "#engine/books/compute-book-state.ts";
import { UtcYears } from "#engine/books/compute-disposals.ts";
import type { LotBooks } from "#engine/books/compute-lot-books.ts";
import type { OpenLot } from "#engine/books/compute-open-lot.ts";
import { POSTING, type PostingCode, type PostingColumns } from "#engine/books/compute-posting-columns.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** What one entry, or one open lot of it, adds to a figure; money is in the currency of the books. */
export interface Effect {
  readonly id: TransactionId;
  readonly ts: UnixMs;
  readonly value: Decimal;
}

/** Oldest first; adds up to the figure of the books, exactly. Kept as running totals: of a hundred thousand few are looked at. */
export class Effects {
  readonly #columns: PostingColumns;
  readonly #postings: number[] = [];
  readonly #totals: Decimal[] = [];

  constructor(columns: PostingColumns) {
    this.#columns = columns;
  }

  get length(): number {
    return this.#postings.length;
  }

  get total(): Decimal {
    return this.#totals.at(-1) ?? Decimal.ZERO;
  }

  /** Sum of the first `count`. */
  sumOf(count: number): Decimal {
    return this.#totals[count - 1] ?? Decimal.ZERO;
  }

  at(index: number): Effect {
    const posting = this.#postings[index];
    if (posting === undefined) throw new RangeError(`No effect ${index}`);
    const value = this.sumOf(index + 1).sub(this.sumOf(index));
    return { id: this.#columns.idOf(posting), ts: this.#columns.timeOf(posting), value };
  }

  /** What the figure came to after a posting; one that left it as it was has no effect. */
  note(posting: number, total: Decimal): void {
    const before = this.total;
    if (total === before || total.eq(before)) return;
    this.#postings.push(posting);
    this.#totals.push(total);
  }
}

const FLOWS: ReadonlySet<PostingCode> = new Set([POSTING.deposited, POSTING.moved, POSTING.withdrawn]);

/** Effects over the books as they are when this is made. */
export class BookEffects {
  readonly #lots: LotBooks;
  readonly #replayed = new Map<
    Asset,
    { readonly units: Effects; readonly cost: Effects; readonly realized: Effects }
  >();

  readonly #state: BookState;
  readonly #postings: number;

  constructor(lots: LotBooks) {
    this.#lots = lots;
    this.#state = lots.state;
    this.#postings = lots.state.columns.length;
  }

  /** Whether these books still say the same: what was gone through once is then known. */
  isOf(lots: LotBooks): boolean {
    return lots === this.#lots && lots.state === this.#state && lots.state.columns.length === this.#postings;
  }

  /** Units held: by open lot, or at average cost by all that changed the pool. */
  units(asset: Asset): Effects {
    return this.#openLots(asset, ({ quantity }) => quantity) ?? this.#replay(asset).units;
  }

  /** What they cost; those of unknown cost count for nothing. */
  cost(asset: Asset): Effects {
    return this.#openLots(asset, ({ cost }) => cost ?? Decimal.ZERO) ?? this.#replay(asset).cost;
  }

  realized(asset: Asset): Effects {
    return this.#replay(asset).realized;
  }

  /** Deposits less withdrawals at their value then. */
  netInvested(): Effects {
    const { columns } = this.#state;
    const state = new BookState(columns, this.#lots.basis);
    const effects = new Effects(columns);
    // What a flow is worth does not hang on what is held: only flows are gone through.
    for (const posting of this.#inOrder((index) => FLOWS.has(columns.codeOf(index)))) {
      state.apply(posting);
      effects.note(posting, state.netInvested);
    }
    return effects;
  }

  /** Null where a pool has no single lot. */
  #openLots(asset: Asset, figureOf: (lot: OpenLot) => Decimal): Effects | null {
    const { columns, holdings } = this.#state;
    if (!holdings.namesLots(asset)) return null;
    const open = holdings.pools
      .filter((pool) => pool.asset === asset)
      .flatMap(({ pool }) => pool.lots())
      .sort((first, second) => first.acquiredAt - second.acquiredAt || first.sequence - second.sequence);
    const effects = new Effects(columns);
    for (const lot of open) effects.note(lot.posting, effects.total.add(figureOf(lot)));
    return effects;
  }

  /** All that was posted of one asset, again: nothing of another one bears on it. */
  #replay(asset: Asset) {
    const known = this.#replayed.get(asset);
    if (known !== undefined) return known;
    const { columns } = this.#state;
    const state = new BookState(columns, this.#lots.basis);
    const effects = { units: new Effects(columns), cost: new Effects(columns), realized: new Effects(columns) };
    const { pools } = state.holdings;
    const years = new UtcYears();
    for (const posting of this.#inOrder(ofAsset(columns, asset))) {
      const { realizedByYear } = state.holdings.of(posting);
      const year = years.of(columns.timeOf(posting));
      const before = realizedByYear.get(year);
      state.apply(posting);
      const after = realizedByYear.get(year);
      if (after !== undefined && after !== before) {
        const gain = before === undefined ? after : after.sub(before);
        effects.realized.note(posting, effects.realized.total.add(gain));
      }
      const [first, ...rest] = pools;
      if (first === undefined) continue;
      let { quantity, cost } = first.pool;
      for (const { pool } of rest) {
        quantity = quantity.add(pool.quantity);
        cost = cost.add(pool.cost);
      }
      effects.units.note(posting, quantity);
      effects.cost.note(posting, cost);
    }
    this.#replayed.set(asset, effects);
    return effects;
  }

  #inOrder(wanted: (index: number) => boolean): readonly number[] {
    const { columns } = this.#state;
    const found: number[] = [];
    for (let index = 0; index < columns.length; index += 1) if (wanted(index)) found.push(index);
    // Mostly in order already, as they came.
    return found.sort((first, second) => columns.compare(first, second));
  }
}

/** Whether a posting is of the asset; each place is looked at once. */
function ofAsset(columns: PostingColumns, asset: Asset): (posting: number) => boolean {
  const known: (boolean | undefined)[] = [];
  return (posting) => {
    const place = columns.placeNumberOf(posting);
    const isOwn = known[place] ?? columns.placeOf(posting).asset === asset;
    known[place] = isOwn;
    return isOwn;
  };
}
