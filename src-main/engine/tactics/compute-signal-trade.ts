// Which one trade does a signal, or the exit of a position, ask for? None with words where there is nothing to do.
import { Decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, MarketSymbol } from "#shared/domain/ids.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { SignalPosition, TradeSignal } from "#shared/domain/signal-position.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { Trade } from "#shared/domain/trade.ts";
import type { Exit } from "./compute-exits.ts";
import { computePositionSize, type SizeFacts } from "./compute-position-size.ts";

/** A market at one of the profile's accounts. */
export interface TacticsMarket {
  readonly accountId: AccountId;
  readonly symbol: MarketSymbol;
  readonly base: Asset;
  readonly quote: Asset;
}

export interface TradeFacts {
  readonly profile: Pick<Profile, "currency" | "cashAssets" | "positions" | "parked">;
  readonly portfolio: Portfolio;
  readonly markets: readonly TacticsMarket[];
  readonly positions: readonly SignalPosition[];
}

export interface SignalTradeFacts extends TradeFacts, Pick<SizeFacts, "volatility" | "edge"> {
  readonly signal: Signal;
  readonly now: UnixMs;
}

type SignalTrade = { readonly trade: Trade; readonly because: string } | { readonly none: string };

const ALL = "1" as Extract<Trade["size"], { by: "share" }>["amount"];

/** Buys as much as the position rules suggest; sells what was bought from signals, and never what is held by target. */
export function computeSignalTrade(facts: SignalTradeFacts): SignalTrade {
  const { signal, now, positions, profile } = facts;
  const { asset, action, source } = signal;
  if (signal.expiresAt <= now) return { none: "The signal has expired: wait for the next one." };
  if (source === "rebalance" || source === "cashDeployment") {
    return { none: "This signal is a rule's: plan a rebalance, which serves all targets at once." };
  }
  if (asset === null || (action !== "buy" && action !== "sell")) {
    return { none: `The signal says ${action}: there is nothing to trade.` };
  }
  const from: TradeSignal = { id: signal.id, rule: signal.rule, asset, confidence: signal.confidence };
  if (action === "buy") {
    if (profile.parked?.includes(asset) === true) {
      return { none: `A stop sold ${asset} and parked it in cash: re-arm it first.` };
    }
    return computeEntry(facts, asset, from);
  }
  const position = positions.find((one) => one.asset === asset);
  if (position === undefined) {
    return { none: `Nothing of ${asset} was bought from a signal. What is held by target is the rebalancer's.` };
  }
  return sell(facts, position, Decimal.parse(position.quantity), from);
}

/** Sells what is due of a position; `rungs`: how many of its take-profit rungs are sold with it, those before included. */
export function computeExitTrade(
  facts: TradeFacts,
  position: SignalPosition,
  exit: { readonly kind: Exit["kind"] | "risk"; readonly quantity: Decimal; readonly rungs: number },
): SignalTrade {
  const { asset, signalId: id, rule, confidenceAtEntry: confidence } = position;
  const { kind, rungs } = exit;
  return sell(facts, position, exit.quantity, { id, rule, asset, confidence, exit: { kind, rungs } });
}

function computeEntry(facts: SignalTradeFacts, asset: Asset, signal: TradeSignal): SignalTrade {
  const { portfolio, positions, profile } = facts;
  if (portfolio.totalValue === null || portfolio.state !== "live") {
    return { none: "Not every price is known and fresh, so no size can be reckoned." };
  }
  const found = richest(facts, asset, ({ quote }) => quote);
  if (found === null) return { none: `No account of this profile trades ${asset} against one of its kinds of cash.` };
  const free = found.free.mul(priceOf(portfolio, found.market.quote) ?? Decimal.ZERO);
  const size = computePositionSize({
    rules: profile.positions,
    value: Decimal.parse(portfolio.totalValue),
    volatility: facts.volatility,
    edge: facts.edge,
    free,
    // More of what is open opens no further one.
    openPositions: positions.filter((position) => position.asset !== asset).length,
  });
  if ("none" in size) return size;
  const { accountId, symbol } = found.market;
  // The fee of all that is free must come out of it too.
  const how: Trade["size"] = size.amount.lt(free)
    ? { by: "value", amount: size.amount.toString() }
    : { by: "share", amount: ALL };
  return { trade: { symbol, side: "buy", size: how, accountId, signal }, because: size.because };
}

function sell(facts: TradeFacts, position: SignalPosition, wanted: Decimal, signal: TradeSignal): SignalTrade {
  const { asset } = position;
  const found = richest(facts, asset, ({ base }) => base);
  if (found === null) return { none: `No account of this profile trades ${asset} against one of its kinds of cash.` };
  const quantity = Decimal.min(wanted, found.free);
  if (!quantity.isPositive) return { none: `Nothing of ${asset} is free to be sold.` };
  const { accountId, symbol } = found.market;
  const because = quantity.lt(wanted) ? `${quantity} of ${wanted} is free` : `${quantity} of what was bought`;
  return {
    trade: { symbol, side: "sell", size: { by: "quantity", amount: quantity.toString() }, accountId, signal },
    because,
  };
}

/** The market of the asset where most is free to pay with, counted in money; ties go to the first. */
function richest(
  { markets, portfolio, profile }: TradeFacts,
  asset: Asset,
  pays: (market: TacticsMarket) => Asset,
): { readonly market: TacticsMarket; readonly free: Decimal } | null {
  const offers = markets
    .filter(({ base, quote }) => base === asset && profile.cashAssets.includes(quote))
    .map((market) => {
      const paid = pays(market);
      const free = freeAt(portfolio, market.accountId, paid);
      return { market, free, money: free.mul(priceOf(portfolio, paid) ?? Decimal.ZERO) };
    });
  const [first, ...others] = offers;
  return first === undefined ? null : others.reduce((best, one) => (one.money.gt(best.money) ? one : best), first);
}

function freeAt({ positions }: Portfolio, accountId: AccountId, asset: Asset): Decimal {
  const balances = positions.find((position) => position.asset === asset)?.balances ?? [];
  return Decimal.sum(balances.filter((one) => one.accountId === accountId).map(({ free }) => Decimal.parse(free)));
}

function priceOf({ positions, currency }: Portfolio, asset: Asset): Decimal | null {
  if (asset === currency) return Decimal.ONE;
  const price = positions.find((position) => position.asset === asset)?.price ?? null;
  return price === null ? null : Decimal.parse(price);
}
