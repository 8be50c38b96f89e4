// What has been read of a file so far: entries, problems, skipped rows, first and last time?
import { computeTransactionId } from "#engine/portfolio/compute-transactions.ts";
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import type { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, TransactionId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { NO_DETAILS, type Transaction } from "#shared/domain/transaction.ts";
import { MOST_DIGITS } from "./read-cells.ts";
import {
  type FileChoices,
  type FileProblem,
  type FileRemark,
  MOST_PROBLEMS,
  type NewBookEntry,
  type TransactionFile,
} from "./transaction-file.ts";

/** An entry as a format reads it. Without an `id` it gets one from its content. */
export interface EntryDraft {
  readonly id?: TransactionId;
  readonly accountId: AccountId;
  readonly ts: UnixMs;
  readonly type: Transaction["type"];
  readonly side?: Transaction["side"];
  readonly asset: Asset;
  readonly quantity: Decimal;
  readonly quote?: Asset | null;
  readonly price?: Decimal | null;
  readonly fee?: { readonly asset: Asset; readonly amount: Decimal } | null;
  readonly venueRef?: string | null;
  readonly label?: string | null;
  readonly note?: string | null;
}

/** Longest texts of an entry, by the schema of transactions. */
export const MOST_LABEL = 40;
export const MOST_NOTE = 500;
export const MOST_REF = 160;
/** An entry but for its id. */
type Content = Omit<NewBookEntry, "id">;

/** So many hexadecimal digits of a hash tell rows apart. */
const HASH_DIGITS = 32;

export class FileReading {
  readonly choices: FileChoices;
  readonly #entries: NewBookEntry[] = [];
  readonly #problems: FileProblem[] = [];
  readonly #skipped: FileRemark[] = [];
  readonly #flagged: FileRemark[] = [];
  /** Where an id stands and what was read there. */
  readonly #ids = new Map<string, { readonly line: number; readonly entry: Content }>();
  readonly #occurrences = new Map<string, number>();
  #moreProblems = 0;
  #from: UnixMs | null = null;
  #until: UnixMs | null = null;

  constructor(choices: FileChoices) {
    this.choices = choices;
  }

  problem(problem: FileProblem): void {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(problem);
    else this.#moreProblems += 1;
  }

  skip(line: number, reason: string): void {
    this.#skipped.push({ line, reason });
  }

  flag(line: number, reason: string): void {
    this.#flagged.push({ line, reason });
  }

  /** Says that the file reaches to this time, whatever becomes of the row. */
  covers(ts: UnixMs): void {
    if (this.#from === null || ts < this.#from) this.#from = ts;
    if (this.#until === null || ts > this.#until) this.#until = ts;
  }

  add(line: number, draft: EntryDraft): void {
    const entry = this.#entryOf(draft);
    if ([entry.quantity, entry.price ?? "", entry.fee?.amount ?? ""].some((text) => text.length > MOST_DIGITS)) {
      const expected = `numbers whose quotient has at most ${MOST_DIGITS} digits`;
      const whatToDo = "No trade is that large and that small at once: correct the amounts.";
      this.problem({ line, column: null, expected, got: entry.quantity, whatToDo });
      return;
    }
    const id = draft.id ?? this.#idByContent(entry);
    const known = this.#ids.get(id);
    if (known === undefined) {
      this.#ids.set(id, { line, entry });
      this.#entries.push({ ...entry, id });
    } else if (contentOf(known.entry) === contentOf(entry)) {
      this.skip(line, `The same entry stands in line ${known.line}.`);
    } else {
      const whatToDo = "Give each entry an id of its own, or leave the ids out.";
      this.problem({ line, column: null, expected: `an id other than that of line ${known.line}`, got: id, whatToDo });
    }
  }

  result(format: string | null): TransactionFile {
    return {
      format,
      transactions: this.#problems.length === 0 ? this.#entries : [],
      problems: this.#problems,
      moreProblems: this.#moreProblems,
      skipped: this.#skipped,
      flagged: this.#flagged,
      covers: this.#from === null || this.#until === null ? null : { from: this.#from, until: this.#until },
    };
  }

  /** Equal rows of one file are numbered: each is an entry, and the same file gives the same ids again. */
  #idByContent(entry: Content): TransactionId {
    const hash = sha256Hex(contentOf(entry)).slice(0, HASH_DIGITS);
    const occurrence = (this.#occurrences.get(hash) ?? 0) + 1;
    this.#occurrences.set(hash, occurrence);
    return computeTransactionId("file", entry.accountId, hash, String(occurrence));
  }

  #entryOf(draft: EntryDraft): Content {
    const fee = draft.fee ?? null;
    return {
      accountId: draft.accountId,
      ts: draft.ts,
      type: draft.type,
      side: draft.side ?? null,
      asset: draft.asset,
      quantity: draft.quantity.toString(),
      quote: draft.quote ?? null,
      price: draft.price?.toString() ?? null,
      fee: fee === null || fee.amount.isZero ? null : { asset: fee.asset, amount: fee.amount.toString() },
      quoteValue: null,
      feeValue: null,
      planId: null,
      source: "import",
      ...NO_DETAILS,
      venueRef: shortened(draft.venueRef, MOST_REF),
      label: shortened(draft.label, MOST_LABEL),
      note: shortened(draft.note, MOST_NOTE),
    };
  }
}

/** All of an entry that a file can tell, as text. Ids are made from it: it stays as it is. */
function contentOf(entry: Content): string {
  const { accountId, ts, type, side, asset, quantity, quote, price, fee, venueRef, label, note } = entry;
  const paid = fee === null ? null : [fee.asset, fee.amount];
  return JSON.stringify([accountId, ts, type, side, asset, quantity, quote, price, paid, venueRef, label, note]);
}

function shortened(text: string | null | undefined, most: number): string | null {
  return text === null || text === undefined || text === "" ? null : text.slice(0, most);
}

/** Places to which a price is computed where a file tells two amounts: far beyond what any asset divides into. */
const PRICE_SCALE = 36;

/**
 * The price of one unit from both amounts. Where it does not come out even, it is rounded so that not more is paid than was
 * there: down for a purchase, up for a sale. What that is off by is below 10^-18 of a unit for any amount under 10^18.
 */
export function priceOf(paid: Decimal, quantity: Decimal, side: "buy" | "sell"): Decimal | null {
  return quantity.isZero ? null : paid.abs().div(quantity.abs(), PRICE_SCALE, side === "buy" ? "floor" : "ceil");
}
