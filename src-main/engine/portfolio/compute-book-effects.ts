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

/** The most effects of one figure that are told one by one: the newest. */
export const MOST_LISTED = 500;

/** What one entry, or one open lot of it, adds to a figure; money is in the currency of the books. */
export interface Effect {
  readonly id: TransactionId;
  readonly ts: UnixMs;
  readonly value: Decimal;
}

/** Effects that are kept one by one, and one more whose time is told. */
const MOST_KEPT = MOST_LISTED + 1;

/**
 * Oldest first; adds up to the figure of the books, exactly. Only the newest {@link MOST_KEPT} are kept, as running totals: of a hundred
 * thousand no more are looked at, and keeping them all costs more than finding them.
 */
export class Effects {
  readonly #columns: PostingColumns;
  readonly #postings: number[] = [];
  readonly #totals: Decimal[] = [];
  #length = 0;
  #total = Decimal.ZERO;

  constructor(columns: PostingColumns) {
    this.#columns = columns;
  }

  get length(): number {
    return this.#length;
  }

  get total(): Decimal {
    return this.#total;
  }

  /** Sum of the first `count`. `RangeError` where what they came to is not kept any more. */
  sumOf(count: number): Decimal {
    if (count === this.#length) return this.#total;
    return count === 0 ? Decimal.ZERO : this.#kept(this.#totals, count - 1);
  }

  /** `RangeError` where it is not kept any more. */
  at(index: number): Effect {
    const posting = this.#kept(this.#postings, index);
    const value = this.sumOf(index + 1).sub(this.sumOf(index));
    return { id: this.#columns.idOf(posting), ts: this.#columns.timeOf(posting), value };
  }

  /** When it was; `RangeError` where it is not kept any more. */
  timeOf(index: number): UnixMs {
    return this.#columns.timeOf(this.#kept(this.#postings, index));
  }

  /** What the figure came to after a posting; one that left it as it was has no effect. */
  note(posting: number, total: Decimal): void {
    if (total === this.#total || total.eq(this.#total)) return;
    const place = this.#length % MOST_KEPT;
    this.#postings[place] = posting;
    this.#totals[place] = total;
    this.#length += 1;
    this.#total = total;
  }

  #kept<T>(ring: readonly T[], index: number): T {
    const found = index < this.#length - MOST_KEPT || index >= this.#length ? undefined : ring[index % MOST_KEPT];
    if (found === undefined) throw new RangeError(`No effect ${index} of ${this.#length} is kept`);
    return found;
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
  #byAsset: ReadonlyMap<Asset, readonly number[]> | null = null;

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
    const flows: number[] = [];
    for (let index = 0; index < columns.length; index += 1) if (FLOWS.has(columns.codeOf(index))) flows.push(index);
    for (const posting of inOrder(columns, flows)) {
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
    for (const posting of inOrder(columns, this.#postingsOf(asset))) {
      if (columns.codeOf(posting) < POSTING.moved) state.apply(posting);
      else {
        // Only what goes out realizes anything.
        const { realizedByYear } = state.holdings.of(posting);
        const year = years.of(columns.timeOf(posting));
        const before = realizedByYear.get(year);
        state.apply(posting);
        const after = realizedByYear.get(year);
        if (after !== undefined && after !== before) {
          const gain = before === undefined ? after : after.sub(before);
          effects.realized.note(posting, effects.realized.total.add(gain));
        }
      }
      let held: { readonly quantity: Decimal; readonly cost: Decimal } | null = null;
      for (const { pool } of pools) {
        held = held === null ? pool : { quantity: held.quantity.add(pool.quantity), cost: held.cost.add(pool.cost) };
      }
      if (held === null) continue;
      effects.units.note(posting, held.quantity);
      effects.cost.note(posting, held.cost);
    }
    this.#replayed.set(asset, effects);
    return effects;
  }

  /** As they came; all are looked at once, however many assets are asked for. */
  #postingsOf(asset: Asset): readonly number[] {
    this.#byAsset ??= groupByAsset(this.#state.columns);
    return this.#byAsset.get(asset) ?? [];
  }
}

function groupByAsset(columns: PostingColumns): ReadonlyMap<Asset, readonly number[]> {
  const byAsset = new Map<Asset, number[]>();
  const byPlace: (number[] | undefined)[] = [];
  for (let posting = 0; posting < columns.length; posting += 1) {
    const place = columns.placeNumberOf(posting);
    let own = byPlace[place];
    if (own === undefined) {
      const { asset } = columns.placeOf(posting);
      own = byAsset.get(asset) ?? [];
      byAsset.set(asset, own);
      byPlace[place] = own;
    }
    own.push(posting);
  }
  return byAsset;
}

/** In the order of the books. They mostly came in it: then nothing is sorted. */
function inOrder(columns: PostingColumns, postings: readonly number[]): readonly number[] {
  const isSorted = postings.every((posting, at) => at === 0 || columns.compare(postings[at - 1] ?? 0, posting) <= 0);
  return isSorted ? postings : postings.toSorted((first, second) => columns.compare(first, second));
}
