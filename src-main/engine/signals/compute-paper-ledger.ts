// How does the paper ledger go on: which entries end, and what do they come to?
import { Decimal } from "#shared/domain/decimal.ts";
import type { PaperEntryRecord, PaperTotal } from "#shared/domain/paper-entry.ts";
import type { PaperResultView } from "#shared/domain/strategies-view.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import { computeCounterfactual, type PaperEntry, type PaperResult, type PricePoint } from "./compute-counterfactual.ts";

/** A market without prices is waited for so long after an entry's end. */
const PATIENCE_MS = DAY_MS;

type Market = Pick<PaperEntryRecord, "venue" | "symbol">;

export const paperMarketKey = ({ venue, symbol }: Market): string => `${venue} ${symbol}`;

/** It may still end in another way than it stands. */
export const isStillFollowed = ({ end }: Pick<PaperEntryRecord, "end">): boolean => end === null;

/** What came of an entry as it is stored. */
export function writePaperResult({
  state,
  end,
  exit,
  gross,
  costs,
  result,
}: PaperResult): Pick<PaperEntryRecord, "state" | "end" | "exit" | "gross" | "costs" | "result"> {
  return {
    ...{ state, end, exit: exit === null ? null : { at: exit.at, price: exit.price.toString() } },
    ...{ gross: gross.toString(), costs: costs.toString(), result: result.toString() },
  };
}

function toEntry(record: PaperEntryRecord): PaperEntry {
  const { id, group, side, at, expiresAt, price, stake, halfSpread, fee, takenBy } = record;
  return {
    ...{ id, group, market: paperMarketKey(record), side, at, expiresAt },
    ...{ price: Decimal.parse(price), stake: Decimal.parse(stake) },
    ...{ halfSpread: Decimal.parse(halfSpread), fee: Decimal.parse(fee) },
    ...{ stop: null, takeProfit: null, taken: takenBy !== null },
  };
}

/**
 * The entries as of `now`. One ends only when prices are known up to its end, or a day after it: what a venue tells late is waited for.
 * One of which no price ever came ends `unpriced`.
 *
 * @param prices by {@link paperMarketKey}, oldest first, each at the time it was known
 */
export function computePaperLedger(
  records: readonly PaperEntryRecord[],
  prices: ReadonlyMap<string, readonly PricePoint[]>,
  now: UnixMs,
): readonly PaperEntryRecord[] {
  const { results } = computeCounterfactual(records.map(toEntry), prices, now);
  return records.map((record, index) => {
    const read = results[index];
    if (read === undefined) return record;
    const known = prices.get(paperMarketKey(record))?.at(-1)?.at ?? null;
    const waited = now > record.expiresAt + PATIENCE_MS;
    const result = writePaperResult(read);
    if (read.state === "unpriced") return { ...record, ...result, end: waited ? "expiry" : null };
    const isEarly = read.end === "expiry" && !waited && (known === null || known < record.expiresAt);
    return { ...record, ...result, ...(isEarly ? { state: "open", end: null } : {}) };
  });
}

const sum = (first: string, second: string) => Decimal.parse(first).add(Decimal.parse(second)).toString();

const nothing = ({ group, venue, symbol, currency }: PaperEntryRecord): PaperTotal => {
  const zero = Decimal.ZERO.toString();
  return {
    ...{ group, venue, symbol, currency, closed: 0, wins: 0, taken: 0 },
    ...{ gross: zero, costs: zero, result: zero, takenResult: zero, gained: zero, lost: zero },
  };
};

const groupKey = ({ group, currency }: Pick<PaperTotal, "group" | "currency">) => `${group} ${currency}`;

/** Totals are kept by it. */
export const paperTotalKey = (one: Pick<PaperTotal, "group" | "currency" | "venue" | "symbol">): string =>
  `${groupKey(one)} ${paperMarketKey(one)}`;

function addEnd({ gained, lost }: PaperTotal, result: Decimal): Pick<PaperTotal, "gained" | "lost"> {
  if (result.isPositive) return { gained: Decimal.parse(gained).add(result).toString(), lost };
  return { gained, lost: Decimal.parse(lost).sub(result).toString() };
}

/** With what has closed; what never had a price is left out. */
export function addToPaperTotals(
  totals: readonly PaperTotal[],
  closed: readonly PaperEntryRecord[],
): readonly PaperTotal[] {
  const all = new Map(totals.map((total) => [paperTotalKey(total), total]));
  for (const entry of closed) {
    if (entry.state !== "closed") continue;
    const total = all.get(paperTotalKey(entry)) ?? nothing(entry);
    const isTaken = entry.takenBy !== null;
    all.set(paperTotalKey(entry), {
      ...total,
      closed: total.closed + 1,
      wins: total.wins + (Decimal.parse(entry.result).isPositive ? 1 : 0),
      taken: total.taken + (isTaken ? 1 : 0),
      gross: sum(total.gross, entry.gross),
      costs: sum(total.costs, entry.costs),
      result: sum(total.result, entry.result),
      takenResult: isTaken ? sum(total.takenResult, entry.result) : total.takenResult,
      ...addEnd(total, Decimal.parse(entry.result)),
    });
  }
  return [...all.values()].sort((first, second) => (paperTotalKey(first) < paperTotalKey(second) ? -1 : 1));
}

/** What the groups came to over all their markets, with what still runs as if it were left now. By name. */
export function computePaperResults(
  totals: readonly PaperTotal[],
  open: readonly PaperEntryRecord[],
): readonly PaperResultView[] {
  const running = open.filter(({ state }) => state === "open");
  const ended = running.map((entry) => ({ ...entry, state: "closed" as const }));
  const results = new Map<string, PaperResultView>();
  for (const { venue, symbol, gained: _gained, lost: _lost, ...valued } of addToPaperTotals(totals, ended)) {
    const isOwn = (one: Pick<PaperTotal, "group" | "currency" | "venue" | "symbol">) =>
      paperTotalKey(one) === paperTotalKey({ venue, symbol, ...valued });
    const known = totals.find(isOwn);
    const own = { ...valued, closed: known?.closed ?? 0, open: running.filter(isOwn).length, wins: known?.wins ?? 0 };
    const sums = results.get(groupKey(own));
    results.set(groupKey(own), sums === undefined ? own : addResults(sums, own));
  }
  return [...results.values()];
}

function addResults(first: PaperResultView, second: PaperResultView): PaperResultView {
  const { group, currency } = first;
  return {
    ...{ group, currency, closed: first.closed + second.closed, open: first.open + second.open },
    ...{ wins: first.wins + second.wins, taken: first.taken + second.taken },
    ...{ gross: sum(first.gross, second.gross), costs: sum(first.costs, second.costs) },
    ...{ result: sum(first.result, second.result), takenResult: sum(first.takenResult, second.takenResult) },
  };
}
