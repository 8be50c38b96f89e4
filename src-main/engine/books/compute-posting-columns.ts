// Where do the books keep what each entry adds and takes? In columns, so that a million entries fit and restating reads no text again.
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { DecimalColumn, PAGE_BITS, PAGE_MASK, PAGE_SIZE } from "./compute-decimal-column.ts";
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
  readonly ids: TransactionId[];
  /** When it counts; a transfer when its first side did. */
  readonly times: Float64Array;
  /** What it does, and what is kept of it. */
  readonly codes: Uint8Array;
  /** Where its numbers begin. */
  readonly offsets: Uint32Array;
  readonly places: Uint32Array;
}

/** Postings by their index, which is the order they came in. */
export class PostingColumns {
  readonly #placeList = new Places();
  readonly #pages: Page[] = [];
  /** Of each posting its quantity; then, where kept, its cost or value; then the unit price of what comes in or the fee of what goes out. */
  readonly #numbers = new DecimalColumn();
  /** Of matched transfers, by their leaving side: the arriving one. */
  readonly #arrivals = new Map<number, number>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(posting: Posting): void {
    const page = this.#pages[this.#length >> PAGE_BITS] ?? this.#addPage();
    const at = this.#length & PAGE_MASK;
    this.#length += 1;
    page.ids.push(posting.transactionId);
    page.times[at] = posting.ts;
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
    this.#setCode(leaving, POSTING.moved);
    this.#setCode(arriving, POSTING.arriving);
    this.#pageOf(leaving).times[leaving & PAGE_MASK] = Math.min(this.timeOf(leaving), this.timeOf(arriving));
    this.#arrivals.set(leaving, arriving);
  }

  arrivalOf(leaving: number): number {
    const arriving = this.#arrivals.get(leaving);
    if (arriving === undefined) throw new RangeError(`Posting ${leaving} is no matched transfer`);
    return arriving;
  }

  idOf(index: number): TransactionId {
    const id = this.#pageOf(index).ids[index & PAGE_MASK];
    if (id === undefined) throw new RangeError(`No posting ${index}`);
    return id;
  }

  timeOf(index: number): UnixMs {
    // Only times of entries are kept here.
    return this.#pageOf(index).times[index & PAGE_MASK] as UnixMs;
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
    const [one, other] = [this.idOf(first), this.idOf(second)];
    return one < other ? -1 : one > other ? 1 : first - second;
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

  #addPage(): Page {
    const page: Page = {
      ids: [],
      times: new Float64Array(PAGE_SIZE),
      codes: new Uint8Array(PAGE_SIZE),
      offsets: new Uint32Array(PAGE_SIZE),
      places: new Uint32Array(PAGE_SIZE),
    };
    this.#pages.push(page);
    return page;
  }
}
