// Which small portfolios, written out by hand, do the tests around a plan start from?
import { type PlannerInput, plannerInputSchema } from "#shared/domain/plan.ts";

interface PlainAccount {
  readonly id: string;
  readonly venue: string;
  /** Free amounts by asset. */
  readonly free: Readonly<Record<string, string>>;
  readonly taker?: string;
  readonly feeAsset?: string;
}

interface PlainMarket {
  readonly venue: string;
  readonly symbol: string;
  readonly bid: string;
  readonly ask: string;
  readonly step?: string;
  readonly costMin?: string | null;
  readonly amountMin?: string | null;
  readonly book?: {
    readonly bids: readonly (readonly [string, string])[];
    readonly asks: readonly (readonly [string, string])[];
  };
}

/** Prices in USD; USD and USDC are cash and worth 1. */
export function plainPlanInput(sketch: {
  readonly accounts: readonly PlainAccount[];
  readonly markets: readonly PlainMarket[];
  readonly prices: Readonly<Record<string, string>>;
  readonly targets: Readonly<Record<string, string>>;
  readonly policy?: Readonly<Record<string, unknown>>;
}): PlannerInput {
  return plannerInputSchema.parse({
    valuationAsset: "USD",
    cashAssets: ["USD", "USDC"],
    accounts: sketch.accounts.map(({ id, venue, free, taker = "0.001", feeAsset = "quote" }) => ({
      id,
      name: id,
      kind: "paper",
      venue,
      fees: { maker: "0", taker, feeAsset },
      balances: Object.entries(free).map(([asset, amount]) => ({
        asset,
        free: amount,
        inOrders: "0",
        earn: "0",
        locked: "0",
      })),
    })),
    instruments: sketch.markets.map(
      ({ venue, symbol, bid, ask, step = "0.0001", costMin = "5", amountMin = null, book }) => ({
        venue,
        symbol,
        base: symbol.split("/")[0],
        quote: symbol.split("/")[1],
        priceStep: "0.01",
        amountStep: step,
        amountMin,
        amountMax: null,
        costMin,
        costMax: null,
        status: "online",
        bid,
        ask,
        book: book ?? null,
      }),
    ),
    prices: { USD: "1", USDC: "1", ...sketch.prices },
    targets: sketch.targets,
    policy: sketch.policy ?? {},
  });
}
