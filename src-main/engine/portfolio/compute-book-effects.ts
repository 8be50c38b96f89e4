// What did each entry do to the cost, the units and the realized gain of an asset, and to what was brought in?
// The books are gone through again, posting by posting, by the same code that reckons them.
import { BookState } from "#engine/books/compute-book-state.ts";
import { UtcYears } from "#engine/books/compute-disposals.ts";
import type { LotBooks } from "#engine/books/compute-lot-books.ts";
import { POSTING, type PostingCode } from "#engine/books/compute-posting-columns.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";

/** What one entry, or one open lot of it, adds to a figure; money is in the currency of the books. */
export interface Effect {
  readonly id: TransactionId;
  readonly ts: UnixMs;
  readonly value: Decimal;
}

/** Each list is oldest first and adds up to the figure of the books, exactly. */
export interface AssetEffects {
  /** Units held, and what they cost: by open lot, or at average cost by all that changed the pool. */
  readonly units: readonly Effect[];
  readonly cost: readonly Effect[];
  readonly realized: readonly Effect[];
}

const FLOWS: ReadonlySet<PostingCode> = new Set([POSTING.deposited, POSTING.moved, POSTING.withdrawn]);

/** Effects over books that do not change meanwhile. */
export class BookEffects {
  readonly #lots: LotBooks;
  /** Postings by asset, in the order of the books; made when first asked for. */
  #byAsset: ReadonlyMap<Asset, readonly number[]> | null = null;

  constructor(lots: LotBooks) {
    this.#lots = lots;
  }

  of(asset: Asset): AssetEffects {
    const { columns, holdings } = this.#lots.state;
    const state = new BookState(columns, this.#lots.basis);
    const years = new UtcYears();
    const moves = { units: [] as Effect[], cost: [] as Effect[], realized: [] as Effect[] };
    let units = Decimal.ZERO;
    let cost = Decimal.ZERO;
    const note = (list: Effect[], posting: number, before: Decimal, now: Decimal): Decimal => {
      if (!now.eq(before))
        list.push({ id: columns.idOf(posting), ts: columns.timeOf(posting), value: now.sub(before) });
      return now;
    };
    for (const posting of this.#postingsOf(asset)) {
      const { realizedByYear } = state.holdings.of(posting);
      const year = years.of(columns.timeOf(posting));
      const realized = realizedByYear.get(year) ?? Decimal.ZERO;
      state.apply(posting);
      note(moves.realized, posting, realized, realizedByYear.get(year) ?? Decimal.ZERO);
      units = note(moves.units, posting, units, sumOver(state, "quantity"));
      cost = note(moves.cost, posting, cost, sumOver(state, "cost"));
    }
    if (!holdings.namesLots(asset)) return moves;
    const open = holdings.pools
      .filter((pool) => pool.asset === asset)
      .flatMap(({ pool }) => pool.lots())
      .toSorted((first, second) => first.acquiredAt - second.acquiredAt || first.sequence - second.sequence);
    const effect = (lot: (typeof open)[number], value: Decimal): Effect => ({
      id: columns.idOf(lot.posting),
      ts: lot.acquiredAt,
      value,
    });
    return {
      units: open.map((lot) => effect(lot, lot.quantity)),
      cost: open.map((lot) => effect(lot, lot.cost ?? Decimal.ZERO)),
      realized: moves.realized,
    };
  }

  /** Deposits less withdrawals at their value then. */
  netInvested(): readonly Effect[] {
    const { columns } = this.#lots.state;
    const state = new BookState(columns, this.#lots.basis);
    const effects: Effect[] = [];
    // What a flow is worth does not hang on what is held: only flows are gone through.
    for (const posting of this.#inOrder((index) => FLOWS.has(columns.codeOf(index)))) {
      const before = state.netInvested;
      state.apply(posting);
      const value = state.netInvested.sub(before);
      if (!value.isZero) effects.push({ id: columns.idOf(posting), ts: columns.timeOf(posting), value });
    }
    return effects;
  }

  #postingsOf(asset: Asset): readonly number[] {
    if (this.#byAsset === null) {
      const { columns } = this.#lots.state;
      const byAsset = new Map<Asset, number[]>();
      for (const index of this.#inOrder(() => true)) {
        const { asset: own } = columns.placeOf(index);
        const list = byAsset.get(own);
        if (list === undefined) byAsset.set(own, [index]);
        else list.push(index);
      }
      this.#byAsset = byAsset;
    }
    return this.#byAsset.get(asset) ?? [];
  }

  #inOrder(wanted: (index: number) => boolean): readonly number[] {
    const { columns } = this.#lots.state;
    const found: number[] = [];
    for (let index = 0; index < columns.length; index += 1) if (wanted(index)) found.push(index);
    return found.sort((first, second) => columns.compare(first, second));
  }
}

/** All pools of a state that has gone through one asset only. */
function sumOver(state: BookState, of: "quantity" | "cost"): Decimal {
  const [first, ...rest] = state.holdings.pools;
  let sum = first?.pool[of] ?? Decimal.ZERO;
  for (const { pool } of rest) sum = sum.add(pool[of]);
  return sum;
}
