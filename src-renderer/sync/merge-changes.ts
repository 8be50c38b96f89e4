// How is a change of a stream put into the state before it? Pure.
import type { AuditLine, Plans, Prices } from "#shared/contract/views.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import { isPlanUnderWay } from "#shared/domain/plan.ts";
import type { Signal } from "#shared/domain/signal.ts";

const MOST_AUDIT_LINES = 500;
const MOST_SIGNALS = 200;
const MOST_PLANS = 50;

/** The whole state came again. */
export function replace<State>(_state: State, change: State): State {
  return change;
}

/** Prices and quotes that changed replace their predecessors; `unresolved` always comes whole. */
export function mergePrices(state: Prices, change: Prices): Prices {
  const prices = new Map(state.prices.map((price) => [price.asset, price]));
  for (const price of change.prices) prices.set(price.asset, price);
  const quotes = new Map(state.quotes.map((quote) => [`${quote.venue} ${quote.symbol}`, quote]));
  for (const quote of change.quotes) quotes.set(`${quote.venue} ${quote.symbol}`, quote);
  for (const { asset } of change.unresolved) prices.delete(asset);
  return { prices: [...prices.values()], quotes: [...quotes.values()], unresolved: change.unresolved };
}

/** Newest plan first; the open one is approved and not over. */
export function mergePlan(state: Plans, change: PlanRecord): Plans {
  const latest = [change, ...state.latest.filter((record) => record.plan.planId !== change.plan.planId)]
    .sort((left, right) => right.plan.createdAt - left.plan.createdAt)
    .slice(0, MOST_PLANS);
  const before = state.open?.plan.planId === change.plan.planId ? null : state.open;
  const open = isPlanUnderWay(change.state) ? change : before;
  return { open, latest };
}

export function mergeSignal(state: readonly Signal[], change: Signal): readonly Signal[] {
  return [change, ...state.filter((signal) => signal.id !== change.id)]
    .sort((a, b) => b.ts - a.ts)
    .slice(0, MOST_SIGNALS);
}

export function mergeAuditLine(state: readonly AuditLine[], change: AuditLine): readonly AuditLine[] {
  return [change, ...state.filter((line) => line.seq !== change.seq)].slice(0, MOST_AUDIT_LINES);
}
