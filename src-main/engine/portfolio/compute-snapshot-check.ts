// Does a kept record say what the entries and the prices kept in it say now, and if not, may later entries be why?

import { EntryList } from "#engine/books/compute-entry-list.ts";
import type { BookChange } from "#shared/domain/books.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset, TransactionId } from "#shared/domain/ids.ts";
import type { Snapshot } from "#shared/domain/portfolio.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Transaction } from "#shared/domain/transaction.ts";

export interface SnapshotDifference {
  readonly ts: UnixMs;
  /** `value`, `netInvested`, `totalPnl`, or `quantity` and the asset. */
  readonly field: string;
  readonly kept: string;
  readonly computed: string;
  /** Null where nothing explains it. */
  readonly reason: string | null;
}

/** Of one unit, as the record has it; 1 for its own currency. */
export function keptPrice(kept: Snapshot, asset: Asset): Decimal | null {
  if (asset === kept.currency) return Decimal.ONE;
  const line = kept.breakdown.find((each) => each.asset === asset);
  return line === undefined ? null : Decimal.parse(line.price);
}

/**
 * Where a record and its recomputation differ. `computed` is null where the record lacks a price that is needed now, or a flow
 * has no value: quantities are compared all the same. `quantities`: of all that the books hold at that moment.
 */
export function compareSnapshot(
  kept: Snapshot,
  quantities: ReadonlyMap<Asset, Decimal>,
  computed: Snapshot | null,
): readonly Omit<SnapshotDifference, "reason">[] {
  const { ts } = kept;
  const differences: Omit<SnapshotDifference, "reason">[] = [];
  const compare = (field: string, before: Decimal, now: Decimal): void => {
    if (!before.eq(now)) differences.push({ ts, field, kept: before.toString(), computed: now.toString() });
  };
  const unseen = new Map(quantities);
  for (const { asset, quantity } of kept.breakdown) {
    compare(`quantity ${asset}`, Decimal.parse(quantity), quantities.get(asset) ?? Decimal.ZERO);
    unseen.delete(asset);
  }
  // A coin that no market prices is in no record, and changes no figure of one.
  if (computed === null) for (const [asset, quantity] of unseen) compare(`quantity ${asset}`, Decimal.ZERO, quantity);
  if (computed === null) return differences;
  compare("value", Decimal.parse(kept.totalValue), Decimal.parse(computed.totalValue));
  compare("netInvested", Decimal.parse(kept.netInvested), Decimal.parse(computed.netInvested));
  compare("totalPnl", Decimal.parse(kept.totalPnl), Decimal.parse(computed.totalPnl));
  return differences;
}

const CORRECTED =
  "Entries of the time before were corrected, or an account's history was read, which this record may be older than.";
const BROUGHT_IN = "Entries of the time before came in from a file or by hand, which this record may be older than.";

/** Why entries may say something else of a past moment than when its record was taken; null where nothing points to it. */
export class LaterEntries {
  readonly #decisions: readonly { readonly decidedAt: UnixMs; readonly concerns: number; readonly reason: string }[];
  readonly #correctedFrom: number;
  readonly #broughtInFrom: number;

  /** `entries`: all that were ever entered. */
  constructor(entries: Iterable<Transaction>, changes: readonly BookChange[]) {
    const list = EntryList.of(entries);
    const { keys } = list.columns;
    const timesOf = (id: TransactionId): readonly UnixMs[] => {
      const number = keys.numberOf(id);
      return number === null ? [] : [keys.timeOf(number)];
    };
    this.#decisions = changes.map(({ ts, transactionIds, reason }) => ({
      decidedAt: ts,
      concerns: earliest(transactionIds.flatMap(timesOf)),
      reason,
    }));
    this.#correctedFrom = firstOf(list.corrections());
    this.#broughtInFrom = firstOf(list.ofShape(({ source }) => source === "import" || source === "manual"));
  }

  reasonAt(ts: UnixMs): string | null {
    const decision = this.#decisions.find(({ decidedAt, concerns }) => decidedAt > ts && concerns <= ts);
    if (decision !== undefined) {
      const day = new Date(decision.decidedAt).toISOString().slice(0, 10);
      return `A decision of ${day} changed entries of the time before: ${decision.reason}`;
    }
    if (this.#correctedFrom <= ts) return CORRECTED;
    return this.#broughtInFrom <= ts ? BROUGHT_IN : null;
  }
}

/** Time of the first of entries in order of time. */
function firstOf(entries: Iterable<Transaction>): number {
  for (const { ts } of entries) return ts;
  return Number.POSITIVE_INFINITY;
}

function earliest(times: readonly number[]): number {
  return times.reduce((least, ts) => Math.min(least, ts), Number.POSITIVE_INFINITY);
}
