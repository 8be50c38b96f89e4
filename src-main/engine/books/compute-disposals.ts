// Which lots paid for which sale, and what was gained on each? Kept small, spelled out when asked.
import type { Disposal } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import { DecimalColumn } from "./compute-decimal-column.ts";
import type { Holdings } from "./compute-holdings.ts";
import type { OpenLot } from "./compute-open-lot.ts";
import { PAGE_BITS, PAGE_MASK, pageFor } from "./compute-pages.ts";
import { POSTING, type PostingColumns } from "./compute-posting-columns.ts";
import { shareOf, splitByUnits } from "./compute-shares.ts";

/** Which disposals are asked for; what is left out does not narrow. */
export interface DisposalFilter {
  readonly asset?: Asset;
  readonly accountId?: AccountId;
  /** In UTC. */
  readonly year?: number;
}

const FIRST_YEAR = 1970;

/** UTC years of times that mostly rise: the calendar is asked once a year. */
export class UtcYears {
  #year = FIRST_YEAR;
  #from = 0;
  #until = 0;

  of(ts: UnixMs): number {
    if (ts < this.#from || ts >= this.#until) {
      this.#year = new Date(ts).getUTCFullYear();
      this.#from = Date.UTC(this.#year, 0);
      this.#until = Date.UTC(this.#year + 1, 0);
    }
    return this.#year;
  }
}

/** What a sale brought for the units that the books held: value and fee of a posting, less the share of what they did not hold. */
export interface CoveredSale {
  /** Value less fee. */
  readonly net: Decimal;
  readonly fee: Decimal;
}

const FOR_NOTHING: CoveredSale = { net: Decimal.ZERO, fee: Decimal.ZERO };

/** Of the `covered` units out of all `quantity` of a posting. Units that left for nothing bring nothing. Null where the value is not known. */
export function coveredSale(
  columns: PostingColumns,
  posting: number,
  covered: Decimal,
  quantity: Decimal,
): CoveredSale | null {
  if (columns.codeOf(posting) !== POSTING.sold) return FOR_NOTHING;
  const value = columns.valueOf(posting, quantity);
  if (value === null) return null;
  const fee = columns.feeOf(posting);
  const net = fee.isZero ? value : value.sub(fee);
  return { net: shareOf(net, covered, quantity), fee: shareOf(fee, covered, quantity) };
}

interface Page {
  readonly size: number;
  readonly takings: Uint32Array;
  readonly lots: Uint32Array;
}

const createPage = (size: number): Page => ({ size, takings: new Uint32Array(size), lots: new Uint32Array(size) });

function copyPage(from: Page, to: Page): void {
  to.takings.set(from.takings);
  to.lots.set(from.lots);
}

/** The lots that paid, in the order of the books: those of one posting lie together. */
export class Disposals {
  readonly #columns: PostingColumns;
  readonly #holdings: Pick<Holdings, "namesLots">;
  readonly #quantities = new DecimalColumn();
  /** Null for units of unknown cost: they have their share of the proceeds, but no gain. */
  readonly #costs = new DecimalColumn();
  /** Of each part the posting that took it, and the one that had brought it. */
  readonly #pages: Page[] = [];

  constructor(columns: PostingColumns, holdings: Pick<Holdings, "namesLots">) {
    this.#columns = columns;
    this.#holdings = holdings;
  }

  push(taking: number, parts: readonly OpenLot[]): void {
    for (const { posting, quantity, cost } of parts) {
      const index = this.#quantities.length;
      const page = pageFor(this.#pages, index, createPage, copyPage);
      page.takings[index & PAGE_MASK] = taking;
      page.lots[index & PAGE_MASK] = posting;
      this.#quantities.push(quantity);
      this.#costs.push(cost);
    }
  }

  /** Oldest first. */
  list(filter: DisposalFilter): readonly Disposal[] {
    const columns = this.#columns;
    const from = filter.year === undefined ? 0 : this.#firstSince(filter.year);
    const until = filter.year === undefined ? this.#quantities.length : this.#firstSince(filter.year + 1);
    const found: Disposal[] = [];
    for (let index = from; index < until; ) {
      const end = this.#endOf(index);
      const taking = this.#takingOf(index);
      const { asset, accountId } = columns.placeOf(taking);
      const wanted =
        (filter.asset === undefined || filter.asset === asset) &&
        (filter.accountId === undefined || filter.accountId === accountId);
      if (wanted) found.push(...this.#spellOut(index, end));
      index = end;
    }
    return found;
  }

  #takingOf(index: number): number {
    return this.#pages[index >> PAGE_BITS]?.takings[index & PAGE_MASK] ?? 0;
  }

  #lotOf(index: number): number {
    return this.#pages[index >> PAGE_BITS]?.lots[index & PAGE_MASK] ?? 0;
  }

  /** Where the parts of the next posting begin. */
  #endOf(index: number): number {
    let end = index + 1;
    while (end < this.#quantities.length && this.#takingOf(end) === this.#takingOf(index)) end += 1;
    return end;
  }

  /** The first part of this year or a later one. */
  #firstSince(year: number): number {
    if (year <= FIRST_YEAR) return 0;
    const since = Date.UTC(year, 0);
    let [low, high] = [0, this.#quantities.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#columns.timeOf(this.#takingOf(middle)) < since) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #spellOut(from: number, end: number): readonly Disposal[] {
    const columns = this.#columns;
    const taking = this.#takingOf(from);
    const quantities: Decimal[] = [];
    for (let index = from; index < end; index += 1) quantities.push(this.#quantities.at(index) ?? Decimal.ZERO);
    const covered = Decimal.sum(quantities);
    const sale = coveredSale(columns, taking, covered, columns.quantityOf(taking));
    if (sale === null) return [];
    const nets = splitByUnits(sale.net, quantities, covered);
    const fees = splitByUnits(sale.fee, quantities, covered);
    const disposedAt = columns.timeOf(taking);
    const { asset, accountId } = columns.placeOf(taking);
    const namesLots = this.#holdings.namesLots(asset);
    return quantities.flatMap((quantity, at): readonly Disposal[] => {
      const cost = this.#costs.at(from + at);
      if (cost === null) return [];
      const lot = this.#lotOf(from + at);
      const acquiredAt = namesLots ? columns.timeOf(lot) : null;
      const net = nets[at] ?? Decimal.ZERO;
      const fee = fees[at] ?? Decimal.ZERO;
      return [
        {
          transactionId: columns.idOf(taking),
          lotId: namesLots ? columns.idOf(lot) : null,
          accountId,
          asset,
          quantity: quantity.toString(),
          acquiredAt,
          disposedAt,
          proceeds: net.add(fee).toString(),
          cost: cost.toString(),
          fee: fee.toString(),
          gain: net.sub(cost).toString(),
          holdingDays: acquiredAt === null ? null : Math.max(0, Math.floor((disposedAt - acquiredAt) / DAY_MS)),
        },
      ];
    });
  }
}
