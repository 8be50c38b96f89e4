// Where do the books keep what each entry adds and takes? In columns, so that a million entries fit and restating reads no text again.
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { DecimalColumn } from "./compute-decimal-column.ts";
import type { EntryKeys } from "./compute-entry-keys.ts";
import { PAGE_BITS, PAGE_MASK, pageFor } from "./compute-pages.ts";
import type { Posting } from "./compute-postings.ts";

/** What a posting does. The order matters: at equal times what adds comes first, then what moves, then what takes. */
export const POSTING = {
  bought: 0,
  deposited: 1,
  earned: 2,
  /** A side of a transfer that has no other side yet: moves nothing. */
  arriving: 3,
  /** A matched transfer: its leaving side stands for both. */
  moved: 4,
  sold: 5,
  withdrawn: 6,
  spent: 7,
  leaving: 8,
} as const;
export type PostingCode = (typeof POSTING)[keyof typeof POSTING];

const ADDED = {
  trade: POSTING.bought,
  deposit: POSTING.deposited,
  income: POSTING.earned,
  transfer: POSTING.arriving,
} as const;
const TAKEN = {
  sale: POSTING.sold,
  withdrawal: POSTING.withdrawn,
  spent: POSTING.spent,
  transfer: POSTING.leaving,
} as const;

/** Beside the code of a posting: whether its value and its third number are kept, and whether its value is its quantity. */
const CODE_MASK = 0x0f;
const HAS_VALUE = 0x10;
const HAS_EXTRA = 0x20;
const AT_PAR = 0x40;

const rank = (code: PostingCode): number => (code < POSTING.moved ? 0 : code === POSTING.moved ? 1 : 2);

/** One asset in one account. */
export interface Place {
  readonly asset: Asset;
  readonly accountId: AccountId;
}

/** Places with small numbers in their place, so that a million postings name theirs in four bytes each. */
class Places {
  readonly #numbers = new Map<Asset, Map<AccountId, number>>();
  readonly #places: Place[] = [];

  numberOf({ asset, accountId }: Place): number {
    let accounts = this.#numbers.get(asset);
    if (accounts === undefined) {
      accounts = new Map();
      this.#numbers.set(asset, accounts);
    }
    let number = accounts.get(accountId);
    if (number === undefined) {
      number = this.#places.push({ asset, accountId }) - 1;
      accounts.set(accountId, number);
    }
    return number;
  }

  at(number: number): Place {
    const place = this.#places[number];
    if (place === undefined) throw new RangeError(`No place has the number ${number}`);
    return place;
  }
}

/** So many postings, a list for each of their fields. */
interface Page {
  readonly size: number;
  /** The number of its entry, which knows id and time. */
  readonly entries: Uint32Array;
  /** What it does, and what is kept of it. */
  readonly codes: Uint8Array;
  /** Where its numbers begin. */
  readonly offsets: Uint32Array;
  readonly places: Uint32Array;
}

/** Postings by their index, which is the order they came in. */
export class PostingColumns {
  readonly #keys: EntryKeys;
  readonly #placeList = new Places();
  readonly #pages: Page[] = [];
  /** Of each posting its quantity; then, where kept, its cost or value; then the unit price of what comes in or the fee of what goes out. */
  readonly #numbers = new DecimalColumn();
  /** Of matched transfers, by their leaving side: the arriving one, and when it counts, which is when its first side did. */
  readonly #moves = new Map<number, { readonly arriving: number; readonly ts: UnixMs }>();
  #length = 0;

  /** `keys`: of the entries whose postings these are. */
  constructor(keys: EntryKeys) {
    this.#keys = keys;
  }

  get length(): number {
    return this.#length;
  }

  /** `entry`: the number of the entry that the posting is of. */
  push(entry: number, posting: Posting): void {
    const page = pageFor(this.#pages, this.#length, createPage, copyPage);
    const at = this.#length & PAGE_MASK;
    this.#length += 1;
    page.entries[at] = entry;
    page.places[at] = this.#placeList.numberOf(posting);
    page.offsets[at] = this.#numbers.length;
    this.#numbers.push(posting.quantity);
    let code: number;
    let value: Decimal | null;
    let extra: Decimal | null;
    if (posting.kind === "add") {
      code = ADDED[posting.origin];
      value = posting.cost;
      // A unit of money costs one: it is never ranked by its price.
      extra = posting.unitPrice === Decimal.ONE ? null : posting.unitPrice;
    } else {
      code = TAKEN[posting.purpose];
      value = posting.value;
      extra = posting.fee.isZero ? null : posting.fee;
    }
    if (value === posting.quantity) code |= AT_PAR;
    else if (value !== null) {
      this.#numbers.push(value);
      code |= HAS_VALUE;
    }
    if (extra !== null) {
      this.#numbers.push(extra);
      code |= HAS_EXTRA;
    }
    page.codes[at] = code;
  }

  /** Makes one transfer of a leaving and an arriving side. */
  pair(leaving: number, arriving: number): void {
    const [left, came] = [this.timeOf(leaving), this.timeOf(arriving)];
    this.#setCode(leaving, POSTING.moved);
    this.#setCode(arriving, POSTING.arriving);
    this.#moves.set(leaving, { arriving, ts: left < came ? left : came });
  }

  arrivalOf(leaving: number): number {
    const move = this.#moves.get(leaving);
    if (move === undefined) throw new RangeError(`Posting ${leaving} is no matched transfer`);
    return move.arriving;
  }

  idOf(index: number): TransactionId {
    return this.#keys.idOf(this.#entryOf(index));
  }

  /** When it counts. */
  timeOf(index: number): UnixMs {
    const own = this.#keys.timeOf(this.#entryOf(index));
    return this.codeOf(index) === POSTING.moved ? (this.#moves.get(index)?.ts ?? own) : own;
  }

  codeOf(index: number): PostingCode {
    // Only codes of postings are kept here.
    return (this.#marksOf(index) & CODE_MASK) as PostingCode;
  }

  /** A small number that stands for the posting's place. */
  placeNumberOf(index: number): number {
    return this.#pageOf(index).places[index & PAGE_MASK] ?? 0;
  }

  placeOf(index: number): Place {
    return this.#placeList.at(this.placeNumberOf(index));
  }

  quantityOf(index: number): Decimal {
    return this.#numbers.at(this.#offsetOf(index)) ?? Decimal.ZERO;
  }

  /** Cost of what came in, value of what went out; null where unknown. `quantity` is that of the posting: money at par is its own value. */
  valueOf(index: number, quantity: Decimal): Decimal | null {
    const marks = this.#marksOf(index);
    if (marks & AT_PAR) return quantity;
    return marks & HAS_VALUE ? this.#numbers.at(this.#offsetOf(index) + 1) : null;
  }

  /** Unit price without fee of what came in; null where unknown. */
  unitPriceOf(index: number): Decimal | null {
    return this.#extraOf(index);
  }

  feeOf(index: number): Decimal {
    return this.#extraOf(index) ?? Decimal.ZERO;
  }

  /** Order of the books: by time, at equal times what adds before what takes, then by id. */
  compare(first: number, second: number): number {
    const apart = this.timeOf(first) - this.timeOf(second);
    if (apart !== 0) return apart;
    const ranks = rank(this.codeOf(first)) - rank(this.codeOf(second));
    if (ranks !== 0) return ranks;
    if (this.#entryOf(first) === this.#entryOf(second)) return first - second;
    const [one, other] = [this.idOf(first), this.idOf(second)];
    return one < other ? -1 : one > other ? 1 : first - second;
  }

  #entryOf(index: number): number {
    return this.#pageOf(index).entries[index & PAGE_MASK] ?? 0;
  }

  #marksOf(index: number): number {
    return this.#pageOf(index).codes[index & PAGE_MASK] ?? 0;
  }

  #offsetOf(index: number): number {
    return this.#pageOf(index).offsets[index & PAGE_MASK] ?? 0;
  }

  #pageOf(index: number): Page {
    const page = this.#pages[index >> PAGE_BITS];
    if (page === undefined) throw new RangeError(`No posting ${index}`);
    return page;
  }

  #setCode(index: number, code: PostingCode): void {
    this.#pageOf(index).codes[index & PAGE_MASK] = (this.#marksOf(index) & ~CODE_MASK) | code;
  }

  #extraOf(index: number): Decimal | null {
    const marks = this.#marksOf(index);
    if ((marks & HAS_EXTRA) === 0) return null;
    return this.#numbers.at(this.#offsetOf(index) + (marks & HAS_VALUE ? 2 : 1));
  }
}

const createPage = (size: number): Page => ({
  size,
  entries: new Uint32Array(size),
  codes: new Uint8Array(size),
  offsets: new Uint32Array(size),
  places: new Uint32Array(size),
});

function copyPage(from: Page, to: Page): void {
  to.entries.set(from.entries);
  to.codes.set(from.codes);
  to.offsets.set(from.offsets);
  to.places.set(from.places);
}
