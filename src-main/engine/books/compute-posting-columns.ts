// Where do the books keep what each entry adds and takes? In columns, so that a million entries fit and restating reads no text again.
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { DecimalColumn, grownCapacity } from "./compute-decimal-column.ts";
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

/** Postings by their index, which is the order they came in. */
export class PostingColumns {
  readonly #placeList = new Places();
  readonly #ids: TransactionId[] = [];
  readonly #quantities = new DecimalColumn();
  /** Cost of what comes in, value of what goes out. */
  readonly #values = new DecimalColumn();
  /** Unit price of what comes in, fee of what goes out. */
  readonly #extras = new DecimalColumn();
  /** Of matched transfers, by their leaving side: the arriving one. */
  readonly #arrivals = new Map<number, number>();
  /** When it counts; a transfer when its first side did. */
  #times = new Float64Array(0);
  #codes = new Uint8Array(0);
  #places = new Uint32Array(0);

  get length(): number {
    return this.#ids.length;
  }

  push(posting: Posting): void {
    const index = this.#ids.push(posting.transactionId) - 1;
    if (index === this.#codes.length) this.#grow();
    this.#times[index] = posting.ts;
    this.#places[index] = this.#placeList.numberOf(posting);
    this.#quantities.push(posting.quantity);
    if (posting.kind === "add") {
      this.#codes[index] = ADDED[posting.origin];
      this.#values.push(posting.cost);
      this.#extras.push(posting.unitPrice);
    } else {
      this.#codes[index] = TAKEN[posting.purpose];
      this.#values.push(posting.value);
      this.#extras.push(posting.fee);
    }
  }

  /** Makes one transfer of a leaving and an arriving side. */
  pair(leaving: number, arriving: number): void {
    this.#codes[leaving] = POSTING.moved;
    this.#codes[arriving] = POSTING.arriving;
    this.#times[leaving] = Math.min(this.timeOf(leaving), this.timeOf(arriving));
    this.#arrivals.set(leaving, arriving);
  }

  arrivalOf(leaving: number): number {
    const arriving = this.#arrivals.get(leaving);
    if (arriving === undefined) throw new RangeError(`Posting ${leaving} is no matched transfer`);
    return arriving;
  }

  idOf(index: number): TransactionId {
    const id = this.#ids[index];
    if (id === undefined) throw new RangeError(`No posting ${index}`);
    return id;
  }

  timeOf(index: number): UnixMs {
    // Only times of entries are kept here.
    return this.#times[index] as UnixMs;
  }

  codeOf(index: number): PostingCode {
    // Only codes of postings are kept here.
    return this.#codes[index] as PostingCode;
  }

  /** A small number that stands for the posting's place. */
  placeNumberOf(index: number): number {
    return this.#places[index] ?? 0;
  }

  placeOf(index: number): Place {
    return this.#placeList.at(this.placeNumberOf(index));
  }

  quantityOf(index: number): Decimal {
    return this.#quantities.at(index) ?? Decimal.ZERO;
  }

  valueOf(index: number): Decimal | null {
    return this.#values.at(index);
  }

  /** Unit price without fee of what came in; null where unknown. */
  unitPriceOf(index: number): Decimal | null {
    return this.#extras.at(index);
  }

  feeOf(index: number): Decimal {
    return this.#extras.at(index) ?? Decimal.ZERO;
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

  #grow(): void {
    const capacity = grownCapacity(this.#codes.length, this.#ids.length);
    const times = new Float64Array(capacity);
    times.set(this.#times);
    this.#times = times;
    const codes = new Uint8Array(capacity);
    codes.set(this.#codes);
    this.#codes = codes;
    const places = new Uint32Array(capacity);
    places.set(this.#places);
    this.#places = places;
  }
}
