// Which rules does the simulated exchange keep, read once?
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { AccountId, Asset, MarketSymbol, VenueId } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import { type AssetScales, scaleOf } from "./asset-units.ts";

/** What happens to a client id that was used before. `openOnly`: refused while an order with it is open; `returnsExisting`: the first order is returned. */
export type ClientIdRule = "openOnly" | "returnsExisting";

export interface MarketRule {
  readonly symbol: MarketSymbol;
  readonly base: Asset;
  readonly quote: Asset;
  readonly status: Instrument["status"];
  readonly priceStep: Decimal;
  readonly amountStep: Decimal;
  readonly amountMin: Decimal | null;
  readonly amountMax: Decimal | null;
  readonly costMin: Decimal | null;
  readonly costMax: Decimal | null;
}

export interface ExchangeRules {
  readonly venue: VenueId;
  readonly accountId: AccountId;
  readonly maker: Decimal;
  readonly taker: Decimal;
  readonly feeAsset: FeeTier["feeAsset"];
  readonly clientIds: ClientIdRule;
  readonly markets: ReadonlyMap<MarketSymbol, MarketRule>;
}

/** Reads the rules. Throws `RangeError` for a market whose fills could not be booked to the last unit. */
export function createExchangeRules(options: {
  readonly venue: VenueId;
  readonly accountId: AccountId;
  readonly fees: FeeTier;
  readonly clientIds: ClientIdRule;
  readonly instruments: readonly Instrument[];
  readonly scales: AssetScales;
}): ExchangeRules {
  const markets = new Map<MarketSymbol, MarketRule>();
  for (const instrument of options.instruments) {
    if (instrument.venue !== options.venue) continue;
    markets.set(instrument.symbol, readMarket(instrument, options.scales));
  }
  return {
    venue: options.venue,
    accountId: options.accountId,
    maker: decimal(options.fees.maker),
    taker: decimal(options.fees.taker),
    feeAsset: options.fees.feeAsset,
    clientIds: options.clientIds,
    markets,
  };
}

function readMarket(instrument: Instrument, scales: AssetScales): MarketRule {
  const priceStep = decimal(instrument.priceStep);
  const amountStep = decimal(instrument.amountStep);
  if (!priceStep.isPositive || !amountStep.isPositive)
    throw new RangeError(`${instrument.symbol}: price and amount step must be greater than zero`);
  const finest = Decimal.of(1n, scaleOf(scales, instrument.quote));
  if (!priceStep.mul(amountStep).isMultipleOf(finest))
    throw new RangeError(`${instrument.symbol}: price step x amount step is finer than a unit of ${instrument.quote}`);
  if (!amountStep.isMultipleOf(Decimal.of(1n, scaleOf(scales, instrument.base))))
    throw new RangeError(`${instrument.symbol}: the amount step is finer than a unit of ${instrument.base}`);
  const optional = (text: Instrument["costMin"]) => (text === null ? null : decimal(text));
  return {
    symbol: instrument.symbol,
    base: instrument.base,
    quote: instrument.quote,
    status: instrument.status,
    priceStep,
    amountStep,
    amountMin: optional(instrument.amountMin),
    amountMax: optional(instrument.amountMax),
    costMin: optional(instrument.costMin),
    costMax: optional(instrument.costMax),
  };
}
