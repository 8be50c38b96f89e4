// What comes out of a file of transactions, and how is said what is wrong with it?
import type { AccountId } from "#shared/domain/ids.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

/** An entry of the books that belongs to no profile yet. `source` is "import"; who takes it in adds profile, batch and values. */
export type NewBookEntry = Omit<Transaction, "profileId">;

/** What stands in the way of an import. One is enough: then nothing of the file is taken in. */
export interface FileProblem {
  /** From 1, as an editor counts; a row over several lines is named by its first. */
  readonly line: number;
  /** The column's name as the file has it; null where the row or the file as a whole is wrong. */
  readonly column: string | null;
  readonly expected: string;
  readonly got: string;
  readonly whatToDo: string;
}

/** A row that makes no entry (`skipped`), or one that makes an entry of which something is not known (`flagged`). */
export interface FileRemark {
  readonly line: number;
  readonly reason: string;
}

export interface TransactionFile {
  /** Name of the format for people; null where the file is of none that is known. */
  readonly format: string | null;
  /** In the order of the file; none where there is a problem, so that nobody takes in half a file. */
  readonly transactions: readonly NewBookEntry[];
  /** The first {@link MOST_PROBLEMS}; `moreProblems` counts the rest. */
  readonly problems: readonly FileProblem[];
  readonly moreProblems: number;
  readonly skipped: readonly FileRemark[];
  readonly flagged: readonly FileRemark[];
  /** First and last time in the file; null for a file without rows. Whether nothing between is missing, a file cannot tell. */
  readonly covers: { readonly from: UnixMs; readonly until: UnixMs } | null;
}

/** A person mends the first ones, and the others are often the same. */
export const MOST_PROBLEMS = 100;

/** What a file does not say itself. */
export interface FileChoices {
  /** Where the entries of a file without accounts, or of a row without one, belong. */
  readonly account: AccountId;
  /** The accounts that a file may name, by id or name in lower case; without it any name is taken, written as an id. */
  readonly accounts?: ReadonlyMap<string, AccountId>;
  /** Minutes that the times of a file without a time zone are ahead of UTC; 0 where not given. */
  readonly zoneMinutes?: number;
}

/** Longest piece of a wrong file that a message repeats. */
const SHOWN = 80;

/** One sentence: `trades.csv, line 7, column price: expected a number, got "x". Write …` */
export function describeFileProblem(file: string, problem: FileProblem): string {
  const { line, column, expected, got, whatToDo } = problem;
  const place = column === null ? `line ${line}` : `line ${line}, column ${column}`;
  const shown = got === "" ? "nothing" : JSON.stringify(got.slice(0, SHOWN));
  return `${file}, ${place}: expected ${expected}, got ${shown}. ${whatToDo}`;
}
