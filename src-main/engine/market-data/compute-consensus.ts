// What is one unit of an asset worth in a currency, over all venues?
// Median of mids against cash coins, each converted; else the fewest markets of the price graph. Nothing is made up.
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema, type MarketSymbol } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { type ConsensusPrice, PRICE_AGE_MS, type QuoteState } from "#shared/domain/quote.ts";
import { worseState } from "./compute-staleness.ts";

/** One market's price as the consensus needs it. */
export interface PricedMarket extends Pick<Instrument, "venue" | "symbol" | "base" | "quote"> {
  readonly mid: Decimal;
  /** Half the spread as a share of the mid. */
  readonly halfSpread: number;
  readonly state: QuoteState;
  readonly ageMs: number;
}

export type Consensus =
  | { readonly kind: "price"; readonly price: Omit<ConsensusPrice, "price24hAgo">; readonly value: Decimal }
  | { readonly kind: "unresolved"; readonly reason: string };

/** Taken at par with each other where no market links them; every price built on that is flagged. */
export const DOLLARS: ReadonlySet<string> = new Set(["USD", "USDC", "USDT"]);
/** Coins and currencies whose markets count as markets against cash. */
const CASH: ReadonlySet<string> = new Set([...DOLLARS, "EUR", "GBP", "CHF", "JPY", "AUD", "CAD", "DAI", "EURC"]);
/** The same as assets, for those who list them. */
export const CASH_ASSETS: readonly Asset[] = [...CASH].map((code) => assetSchema.parse(code));
/** Whether markets against this asset count as markets against cash. */
export function isCash(asset: Asset): boolean {
  return CASH.has(asset);
}

/** Whether an open market joins the asset with cash, or with something that has a price. */
export function leadsToCash(
  markets: readonly (Instrument | null)[],
  asset: Asset,
  hasPrice: (other: Asset) => boolean,
): boolean {
  return markets.some((market) => {
    if (market === null || market.status === "offline") return false;
    if (market.base !== asset && market.quote !== asset) return false;
    const other = market.base === asset ? market.quote : market.base;
    return CASH.has(other) || hasPrice(other);
  });
}

const MAX_MARKETS = 3;
/** Places of a quotient: far more than any price has. */
const QUOTIENT_SCALE = 18;
const HALF = decimal("0.5");

interface Rate {
  readonly value: Decimal;
  readonly path: readonly MarketSymbol[];
  readonly used: readonly PricedMarket[];
  readonly assumedPar: boolean;
}

const SAME: Rate = { value: Decimal.ONE, path: [], used: [], assumedPar: false };

export function computeConsensus(markets: readonly PricedMarket[], asset: Asset, currency: Asset): Consensus {
  const rate =
    asset === currency
      ? SAME
      : ((CASH.has(asset) ? cashRate(markets, asset, currency) : againstCash(markets, asset, currency)) ??
        direct(markets, asset, currency) ??
        overGraph(markets, asset, currency));
  if (rate === null) return { kind: "unresolved", reason: whyNot(markets, asset, currency) };
  let state: QuoteState = "live";
  let ageMs = 0;
  for (const market of rate.used) {
    state = worseState(state, market.state);
    ageMs = Math.max(ageMs, market.ageMs);
  }
  return {
    kind: "price",
    value: rate.value,
    price: {
      asset,
      currency,
      price: rate.value.toString(),
      state,
      ageMs: Math.round(ageMs),
      path: [...rate.path],
      sources: rate.used.map((market) => ({
        venue: market.venue,
        symbol: market.symbol,
        mid: market.mid.toString(),
        ageMs: Math.round(market.ageMs),
        state: market.state,
      })),
      assumedPar: rate.assumedPar,
    },
  };
}

/** Live ones; where there is none, those young enough for valuation. A suspect never counts. */
function usable(markets: readonly PricedMarket[]): readonly PricedMarket[] {
  const live = markets.filter(({ state }) => state === "live");
  if (live.length > 0) return live;
  return markets.filter(({ state, ageMs }) => state !== "suspect" && ageMs <= PRICE_AGE_MS.valuationTtl);
}

/** Median over the markets that link the two directly, in either direction. */
function direct(markets: readonly PricedMarket[], from: Asset, to: Asset): Rate | null {
  const linking = usable(
    markets.filter(({ base, quote }) => (base === from && quote === to) || (base === to && quote === from)),
  );
  if (linking.length === 0) return null;
  const values = linking.map(({ base, mid }) =>
    base === from ? mid : Decimal.ONE.div(mid, QUOTIENT_SCALE, "halfEven"),
  );
  const path = linking.map(({ symbol }) => symbol).sort()[0];
  return { value: median(values), path: path === undefined ? [] : [path], used: linking, assumedPar: false };
}

function cashRate(markets: readonly PricedMarket[], cash: Asset, currency: Asset): Rate | null {
  if (cash === currency) return SAME;
  const linked = direct(markets, cash, currency);
  if (linked !== null) return linked;
  if (DOLLARS.has(cash) && DOLLARS.has(currency)) return { ...SAME, assumedPar: true };
  return null;
}

function againstCash(markets: readonly PricedMarket[], asset: Asset, currency: Asset): Rate | null {
  const rates = new Map<Asset, Rate | null>();
  const rateOf = (cash: Asset): Rate | null => {
    const known = rates.get(cash);
    if (known !== undefined) return known;
    const rate = cashRate(markets, cash, currency);
    rates.set(cash, rate);
    return rate;
  };
  const quoted = usable(
    markets.filter(({ base, quote }) => base === asset && CASH.has(quote) && rateOf(quote) !== null),
  );
  const prices = quoted.flatMap((market) => {
    const rate = rateOf(market.quote);
    return rate === null ? [] : [{ market, rate, value: market.mid.mul(rate.value) }];
  });
  const shown = [...prices].sort(
    (one, two) => one.rate.path.length - two.rate.path.length || compareText(one.market.symbol, two.market.symbol),
  )[0];
  if (shown === undefined) return null;
  return {
    value: median(prices.map(({ value }) => value)),
    path: [shown.market.symbol, ...shown.rate.path],
    used: unique(prices.flatMap(({ market, rate }) => [market, ...rate.used])),
    assumedPar: prices.some(({ rate }) => rate.assumedPar),
  };
}

/** Fewest markets, then the smaller summed half spread, then the name. */
function overGraph(markets: readonly PricedMarket[], asset: Asset, currency: Asset): Rate | null {
  let best: { readonly rate: Rate; readonly cost: number; readonly name: string } | null = null;
  const walk = (at: Asset, seen: readonly Asset[], rate: Rate, cost: number): void => {
    const end = cashRate(markets, at, currency);
    if (seen.length > 1 && end !== null && rate.path.length + end.path.length <= MAX_MARKETS) {
      const whole = join(rate, end);
      const name = whole.path.join(" ");
      const isBetter =
        best === null ||
        whole.path.length < best.rate.path.length ||
        (whole.path.length === best.rate.path.length && (cost < best.cost || (cost === best.cost && name < best.name)));
      if (isBetter) best = { rate: whole, cost, name };
      return;
    }
    if (rate.path.length >= MAX_MARKETS) return;
    for (const next of neighbors(markets, at)) {
      if (seen.includes(next)) continue;
      const step = direct(markets, at, next);
      if (step === null) continue;
      const spread = Math.min(...step.used.map(({ halfSpread }) => halfSpread));
      walk(next, [...seen, next], join(rate, step), cost + spread);
    }
  };
  walk(asset, [asset], SAME, 0);
  // The assignment happens inside the closure, where the compiler does not follow it.
  return (best as { readonly rate: Rate } | null)?.rate ?? null;
}

function neighbors(markets: readonly PricedMarket[], asset: Asset): ReadonlySet<Asset> {
  const found = new Set<Asset>();
  for (const { base, quote } of markets) {
    if (base === asset) found.add(quote);
    else if (quote === asset) found.add(base);
  }
  return found;
}

function join(one: Rate, two: Rate): Rate {
  return {
    value: one.value.mul(two.value),
    path: [...one.path, ...two.path],
    used: unique([...one.used, ...two.used]),
    assumedPar: one.assumedPar || two.assumedPar,
  };
}

function unique(markets: readonly PricedMarket[]): readonly PricedMarket[] {
  return [...new Set(markets)];
}

/** Middle value, or the mean of the middle two: exact, since half of a decimal is one. */
function median(values: readonly Decimal[]): Decimal {
  const sorted = [...values].sort((one, two) => one.cmp(two));
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Decimal.ZERO;
  return sorted.length % 2 === 1 ? upper : upper.add(sorted[middle - 1] ?? Decimal.ZERO).mul(HALF);
}

function compareText(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0;
}

function whyNot(markets: readonly PricedMarket[], asset: Asset, currency: Asset): string {
  const own = markets.filter(({ base, quote }) => base === asset || quote === asset);
  if (own.length === 0) return `No venue in use has a market of ${asset}.`;
  const isUsable = usable(own).length > 0;
  if (!isUsable && own.some(({ state, ageMs }) => state === "suspect" && ageMs <= PRICE_AGE_MS.valuationTtl)) {
    return `The newest price of ${asset} is far from the last ones and not confirmed yet.`;
  }
  if (!isUsable) return `No price of ${asset} is younger than ${PRICE_AGE_MS.valuationTtl / 1_000} s.`;
  return `No path of at most ${MAX_MARKETS} live markets leads from ${asset} to ${currency}.`;
}
