// How does an account come by the coin that a buy there is paid in, when it holds another?
import { Decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { marketsFor } from "./compute-plan-routes.ts";
import { type FillOutcome, fillAsset } from "./plan-fill-asset.ts";
import type { PlanLedger } from "./plan-ledger.ts";
import type { Conversion, PlanMarket, PlanModel } from "./plan-model.ts";

/** Amount of a coin that an account needs for its buys, by account position and coin. */
export type FundingWants = Map<string, { readonly accountIndex: number; readonly coin: Asset; amount: Decimal }>;

const PLACES = 24;

/** Notes what a buy that fell short would need on accounts that could convert it. Returns whether anything was added. */
export function wantFunds(
  model: PlanModel,
  ledger: PlanLedger,
  wants: FundingWants,
  asset: Asset,
  change: Decimal,
  outcome: FillOutcome,
): boolean {
  const price = model.prices.get(asset) ?? Decimal.ZERO;
  const missing = change.sub(outcome.units.mul(price));
  if (outcome.reason !== "venueBalance" && outcome.reason !== "minNotional") return false;
  for (const market of marketsFor(model, asset, "buy")) {
    const ways = conversions(model, market.accountIndex, market.quote);
    const spare = ways.some(
      ({ market: way, side }) => ledger.available(way.accountIndex, side === "buy" ? way.quote : way.base).isPositive,
    );
    const key = `${market.accountIndex} ${market.quote}`;
    if (!spare || wants.has(key) || !market.quotePrice.isPositive) continue;
    const perValue = model.slipped.buy.mul(Decimal.ONE.add(market.feeRate));
    const short = missing.mul(perValue).div(market.quotePrice, PLACES, "up");
    const amount = spentOn(ledger, market.accountIndex, market.quote).add(short);
    wants.set(key, { accountIndex: market.accountIndex, coin: market.quote, amount });
    return true;
  }
  return false;
}

/** Books the conversions that are wanted, from what the account has of other cash coins. */
export function fundAccounts(model: PlanModel, ledger: PlanLedger, wants: FundingWants): void {
  const used = new Set<Asset>();
  for (const { accountIndex, coin, amount } of wants.values()) {
    let missing = amount.sub(ledger.available(accountIndex, coin));
    for (const { market, side } of conversions(model, accountIndex, coin)) {
      if (!missing.isPositive) break;
      const from = side === "buy" ? market.quote : market.base;
      // A coin that was just bought is not sold again.
      if (used.has(from)) continue;
      const units =
        side === "buy" ? missing : missing.div(market.best.sell.mul(worstShare(model, market)), PLACES, "up");
      const { units: done } = fillAsset(ledger, { side, units, mostUnits: units.add(units), markets: [market] });
      if (!done.isPositive) continue;
      used.add(coin);
      missing = amount.sub(ledger.available(accountIndex, coin));
    }
  }
}

function worstShare(model: PlanModel, market: PlanMarket): Decimal {
  const slipped = model.slipped.sell.mul(model.slipped.sell);
  return slipped.mul(Decimal.ONE.sub(market.feeRate));
}

/** Markets of one account that turn another cash coin into `coin`. */
function conversions(model: PlanModel, accountIndex: number, coin: Asset): readonly Conversion[] {
  return model.conversions[accountIndex]?.get(coin) ?? [];
}

function spentOn(ledger: PlanLedger, accountIndex: number, coin: Asset): Decimal {
  return Decimal.sum(
    ledger.legs
      .filter((leg) => leg.side === "buy" && leg.market.accountIndex === accountIndex && leg.market.quote === coin)
      .map((leg) => leg.quantity.mul(leg.limit).mul(Decimal.ONE.add(leg.market.feeRate))),
  );
}
