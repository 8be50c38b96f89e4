// Which venues does the simulated market have, and what do their markets ask of an order?
// Two venues that differ in steps, minimums, fees, spreads and depth, so that a plan has something to choose between.
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, marketSymbolSchema, type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import { type FeeTier, feeTierSchema, type Instrument } from "#shared/domain/instrument.ts";

export interface SimulatedVenue {
  readonly venue: VenueId;
  readonly fees: FeeTier;
  /** Share of an asset's average turnover that is traded here. */
  readonly turnoverShare: number;
  /** Factor on the half spread. */
  readonly spread: number;
  /** How far its prices stray from the common middle, in basis points. */
  readonly offsetBp: number;
  readonly markets: readonly SimulatedMarketFacts[];
}

export interface SimulatedMarketFacts {
  readonly base: string;
  readonly quote: string;
  readonly priceStep: string;
  readonly amountStep: string;
  readonly amountMin: string;
  readonly costMin: string;
}

const market = (
  pair: string,
  priceStep: string,
  amountStep: string,
  amountMin: string,
  costMin: string,
): SimulatedMarketFacts => {
  const [base = "", quote = ""] = pair.split("/");
  return { base, quote, priceStep, amountStep, amountMin, costMin };
};

export const SIMULATED_VENUES: readonly SimulatedVenue[] = [
  {
    venue: venueIdSchema.parse("sim-alpha"),
    fees: feeTierSchema.parse({ maker: "0.0016", taker: "0.0026", feeAsset: "quote" }),
    turnoverShare: 1,
    spread: 1,
    offsetBp: 0.6,
    markets: [
      market("BTC/USD", "0.1", "0.00000001", "0.00005", "5"),
      market("ETH/USD", "0.01", "0.00000001", "0.001", "5"),
      market("SOL/USD", "0.01", "0.000001", "0.02", "5"),
      market("XRP/USD", "0.0001", "0.000001", "2", "5"),
      market("ADA/USD", "0.0001", "0.000001", "5", "5"),
      market("AVAX/USD", "0.01", "0.000001", "0.1", "5"),
      market("DOT/USD", "0.001", "0.000001", "0.5", "5"),
      market("LINK/USD", "0.001", "0.000001", "0.2", "5"),
      market("LTC/USD", "0.01", "0.000001", "0.04", "5"),
      market("DOGE/USD", "0.00001", "0.000001", "13", "5"),
      market("USDC/USD", "0.0001", "0.000001", "5", "5"),
      market("ETH/BTC", "0.00001", "0.00000001", "0.001", "0.00005"),
      market("SOL/BTC", "0.0000001", "0.000001", "0.02", "0.00005"),
    ],
  },
  {
    venue: venueIdSchema.parse("sim-beta"),
    fees: feeTierSchema.parse({ maker: "0.001", taker: "0.002", feeAsset: "quote" }),
    turnoverShare: 0.6,
    spread: 1.3,
    offsetBp: 1.4,
    markets: [
      market("BTC/USD", "0.01", "0.00001", "0.00001", "10"),
      market("ETH/USD", "0.01", "0.0001", "0.0001", "10"),
      market("SOL/USD", "0.05", "0.001", "0.001", "10"),
      market("XRP/USD", "0.0005", "0.1", "0.1", "10"),
      market("ADA/USD", "0.0005", "0.1", "0.1", "10"),
      market("AVAX/USD", "0.01", "0.01", "0.01", "10"),
      market("DOT/USD", "0.005", "0.01", "0.01", "10"),
      market("LINK/USD", "0.005", "0.01", "0.01", "10"),
      market("LTC/USD", "0.05", "0.001", "0.001", "10"),
      market("DOGE/USD", "0.00005", "1", "1", "10"),
      market("USDC/USD", "0.0001", "0.01", "1", "1"),
      market("BTC/USDC", "0.01", "0.00001", "0.00001", "10"),
      market("ETH/USDC", "0.01", "0.0001", "0.0001", "10"),
      market("SOL/USDC", "0.05", "0.001", "0.001", "10"),
    ],
  },
];

export function toInstrument(venue: VenueId, facts: SimulatedMarketFacts): Instrument {
  return {
    venue,
    symbol: marketSymbolSchema.parse(`${facts.base}/${facts.quote}`),
    base: assetSchema.parse(facts.base),
    quote: assetSchema.parse(facts.quote),
    priceStep: decimalString(facts.priceStep),
    amountStep: decimalString(facts.amountStep),
    amountMin: decimalString(facts.amountMin),
    amountMax: null,
    costMin: decimalString(facts.costMin),
    costMax: null,
    status: "online",
  };
}
