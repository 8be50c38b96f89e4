// How are a signal's action and source named, and what kind of signal is it?
import type { Signal } from "#shared/domain/signal.ts";

export const ACTIONS = {
  buy: { sign: "▲", word: "Buy", tone: "up" },
  sell: { sign: "▼", word: "Sell", tone: "dn" },
  hold: { sign: "–", word: "Hold", tone: "t2" },
  rebalance: { sign: "◇", word: "Rebalance", tone: "ac" },
} as const satisfies Record<Signal["action"], { sign: string; word: string; tone: string }>;

export const SOURCES = {
  rebalance: "Rule",
  strategy: "Strategy",
  cycle: "Cycle",
  cashDeployment: "Cash",
  analyst: "Analyst",
  arbitrage: "Arbitrage",
} as const satisfies Record<Signal["source"], string>;

/** A rule speaks of the whole portfolio: a rebalance serves it, and it has no inputs that were stored to make it again. */
export function isOfRule({ source }: Pick<Signal, "source">): boolean {
  return source === "rebalance" || source === "cashDeployment";
}
