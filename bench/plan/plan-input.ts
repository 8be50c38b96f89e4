// Which portfolios does the plan bench plan? Made from a seed: coins a profile holds too much or too little of, spread over venues.
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { type PlannerInput, plannerInputSchema } from "#shared/domain/plan.ts";

const LEVELS = 5;
const LOT_PLACES = 8;
const PRICE_PLACES = 4;

/** One profile: an account at each venue, every coin traded against USD at every venue. */
export function planInput(seed: number, venueCount: number, assetCount: number): PlannerInput {
  const rng = SeededRng.of(seed);
  const venues = Array.from({ length: venueCount }, (_, index) => `venue-${index}`);
  const coins = Array.from({ length: assetCount }, (_, index) => {
    const price = round(10 ** (4 * rng.next() - 1), PRICE_PLACES);
    return { asset: `C${index}`, price, share: 0.5 + rng.next() };
  });
  const shares = coins.reduce((sum, { share }) => sum + share, 0);
  // Five percent stay in cash; the rest of the rounding goes there too.
  const weights = coins.map(({ share }) => Math.floor((share / shares) * 0.95 * 1e6));
  const cash = 1e6 - weights.reduce((sum, weight) => sum + weight, 0);
  const worth = 1_000_000;
  return plannerInputSchema.parse({
    valuationAsset: "USD",
    cashAssets: ["USD"],
    accounts: venues.map((venue) => ({
      id: `account-${venue}`,
      name: venue,
      kind: "paper",
      venue,
      fees: { maker: "0.0008", taker: "0.001", feeAsset: "quote" },
      balances: [
        ...coins.map(({ asset, price }, index) => {
          const drift = 0.6 + 0.8 * rng.next();
          const held = ((weights[index] ?? 0) * 1e-6 * worth * drift) / (price * venueCount);
          return balance(asset, held.toFixed(LOT_PLACES));
        }),
        balance("USD", ((0.1 * worth) / venueCount).toFixed(2)),
      ],
    })),
    instruments: venues.flatMap((venue) =>
      coins.map(({ asset, price }) => {
        const tick = 10 ** -PRICE_PLACES;
        const half = Math.max(tick, round(price * 0.0002 * (1 + rng.next()), PRICE_PLACES));
        const side = (sign: 1 | -1) =>
          Array.from({ length: LEVELS }, (_, level) => [
            (price + sign * half * (1 + level)).toFixed(PRICE_PLACES),
            ((400 * (1 + 9 * rng.next())) / price).toFixed(LOT_PLACES),
          ]);
        const book = { bids: side(-1), asks: side(1) };
        return {
          venue,
          symbol: `${asset}/USD`,
          base: asset,
          quote: "USD",
          priceStep: tick.toFixed(PRICE_PLACES),
          amountStep: "0.00000001",
          amountMin: null,
          amountMax: null,
          costMin: "5",
          costMax: null,
          status: "online",
          bid: book.bids[0]?.[0],
          ask: book.asks[0]?.[0],
          book,
        };
      }),
    ),
    prices: { ...Object.fromEntries(coins.map(({ asset, price }) => [asset, price.toFixed(PRICE_PLACES)])), USD: "1" },
    targets: {
      ...Object.fromEntries(coins.map(({ asset }, index) => [asset, ((weights[index] ?? 0) / 1e6).toFixed(6)])),
      USD: (cash / 1e6).toFixed(6),
    },
    policy: { tolerance: "0.0005", slippageTolerance: "0.01", maxCostFraction: "0.05" },
  });
}

function balance(asset: string, free: string) {
  return { asset, free, inOrders: "0", earn: "0", locked: "0" };
}

function round(value: number, places: number): number {
  return Math.round(value * 10 ** places) / 10 ** places;
}
