// Which portfolios does the bench of the optimal planner plan? Such as a person has: coins spread unevenly over venues, some
// without a market there, books of a few levels, two cash coins, now and then a pair of two coins. Made from a seed.
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { type PlannerInput, plannerInputSchema } from "#shared/domain/plan.ts";

const LEVELS = 6;
const LOT_PLACES = 5;
/** Share of the coins that a venue lists; the first one lists all. */
const LISTED = 0.85;
/** Least value of a book's level, and how many times as much the largest hold. */
const LEVEL_WORTH = 1_000;
const LEVEL_RANGE = 40;
/** Coins that have a market against the second cash coin, or against the first coin. */
const SECOND_QUOTE = 0.25;
const CROSS = 0.15;
/** Half of a band, in average weights: tight enough that cost alone does not decide. */
const BAND = 0.1;

interface Coin {
  readonly asset: string;
  readonly price: number;
  readonly weight: number;
}

/** Portfolios of 5,000 to 500,000 USD; one account at each venue. */
export function personInput(seed: number, venueCount: number, assetCount: number): PlannerInput {
  const rng = SeededRng.of(seed);
  const worth = 5_000 * 100 ** rng.next();
  const draws = Array.from({ length: assetCount }, () => 0.25 + rng.next());
  const sum = draws.reduce((total, draw) => total + draw, 0);
  const coins = draws.map((draw, index): Coin => {
    const price = Number((10 ** (4 * rng.next() - 1)).toPrecision(6));
    return { asset: `C${index}`, price, weight: Math.floor((draw / sum) * 0.92e6) };
  });
  const venues = Array.from({ length: venueCount }, (_, index) => `venue-${index}`);
  const cash = 1e6 - coins.reduce((total, { weight }) => total + weight, 0);
  return plannerInputSchema.parse({
    valuationAsset: "USD",
    cashAssets: ["USD", "USDC"],
    accounts: accountsOf(rng, venues, coins, worth),
    instruments: venues.flatMap((venue) => [
      market(rng, venue, "USDC", "USD", 1, 4, LEVEL_WORTH),
      ...coins.flatMap((coin, index) => marketsOf(rng, venue, coin, index === 0 ? null : coins[0])),
    ]),
    prices: { ...Object.fromEntries(coins.map(({ asset, price }) => [asset, String(price)])), USD: "1", USDC: "1" },
    targets: {
      ...Object.fromEntries(coins.map(({ asset, weight }) => [asset, (weight / 1e6).toFixed(6)])),
      USD: (cash / 1e6).toFixed(6),
    },
    policy: {
      tolerance: (BAND / assetCount).toFixed(6),
      slippageTolerance: "0.005",
      maxCostFraction: "0.05",
    },
  });
}

function accountsOf(rng: SeededRng, venues: readonly string[], coins: readonly Coin[], worth: number) {
  const holdings = coins.map(({ asset, price, weight }) => {
    const held = (weight * 1e-6 * worth * (0.6 + 0.8 * rng.next())) / price;
    return { asset, amounts: spread(rng, held, venues.length), places: LOT_PLACES };
  });
  const cash = ["USD", "USDC"].map((asset) => ({
    asset,
    amounts: spread(rng, 0.06 * worth * rng.next(), venues.length),
    places: 2,
  }));
  return venues.map((venue, index) => ({
    id: `account-${venue}`,
    name: venue,
    kind: "paper",
    venue,
    fees: { maker: "0.0008", taker: (0.001 + 0.003 * rng.next()).toFixed(4), feeAsset: "quote" },
    balances: [...holdings, ...cash].map(({ asset, amounts, places }) => ({
      asset,
      free: (amounts[index] ?? 0).toFixed(places),
      inOrders: "0",
      earn: "0",
      locked: "0",
    })),
  }));
}

/** An amount in uneven parts. */
function spread(rng: SeededRng, amount: number, parts: number): readonly number[] {
  const draws = Array.from({ length: parts }, () => rng.next() ** 2);
  const sum = draws.reduce((total, draw) => total + draw, 0);
  return draws.map((draw) => (amount * draw) / sum);
}

function marketsOf(rng: SeededRng, venue: string, coin: Coin, first: Coin | null | undefined) {
  // Drawn whether used or not, so that every coin of a seed is the same whatever the others draw.
  const [listed, second, cross] = [rng.next() < LISTED, rng.next() < SECOND_QUOTE, rng.next() < CROSS];
  if (!listed && venue !== "venue-0") return [];
  const places = Math.max(2, 5 - Math.floor(Math.log10(coin.price)));
  return [
    market(rng, venue, coin.asset, "USD", coin.price, places, LEVEL_WORTH),
    ...(second ? [market(rng, venue, coin.asset, "USDC", coin.price, places, LEVEL_WORTH)] : []),
    ...(cross && first
      ? [market(rng, venue, coin.asset, first.asset, coin.price / first.price, 9, LEVEL_WORTH / first.price)]
      : []),
  ];
}

/** `levelWorth`: least size of a level in the quote asset. */
function market(
  rng: SeededRng,
  venue: string,
  base: string,
  quote: string,
  price: number,
  places: number,
  levelWorth: number,
) {
  const tick = 10 ** -places;
  const middle = price * (1 + 0.0008 * (rng.next() - 0.5));
  const half = Math.max(1, Math.round((middle * (0.00005 + 0.0006 * rng.next())) / tick));
  const step = Math.max(1, Math.round((middle * (0.0001 + 0.0006 * rng.next())) / tick));
  const ticks = Math.round(middle / tick);
  const side = (sign: 1 | -1) =>
    Array.from({ length: LEVELS }, (_, level) => ticks + sign * (half + step * level))
      .filter((at) => at > 0)
      .map((at) => [
        (at * tick).toFixed(places),
        Math.max(10 ** -LOT_PLACES, (levelWorth * LEVEL_RANGE ** rng.next()) / price).toFixed(LOT_PLACES),
      ]);
  const book = { bids: side(-1), asks: side(1) };
  return {
    venue,
    symbol: `${base}/${quote}`,
    base,
    quote,
    priceStep: tick.toFixed(places),
    amountStep: (10 ** -LOT_PLACES).toFixed(LOT_PLACES),
    amountMin: null,
    amountMax: null,
    costMin: quote === "USD" || quote === "USDC" ? "5" : null,
    costMax: null,
    status: "online",
    bid: book.bids[0]?.[0],
    ask: book.asks[0]?.[0],
    book,
  };
}
