// Which portfolios are small enough that every legal plan can be tried? Two or three markets, coarse lots, drawn from a seed.
import { ensure } from "#shared/domain/assert.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { type PlannerInput, plannerInputSchema } from "#shared/domain/plan.ts";
import { wholeNumberDrawer } from "./whole-number-drawer.ts";

const text = (value: number, places: number): DecimalString => Decimal.of(BigInt(value), places).toString();

/** 1, 2 or 5 units of the last place: prices stay finite decimals. */
interface Lot {
  readonly units: number;
  readonly places: number;
}

const LOTS: readonly Lot[] = [
  { units: 1, places: 1 },
  { units: 5, places: 2 },
  { units: 2, places: 2 },
  { units: 1, places: 3 },
];
const SHAPES = ["oneVenue", "cross", "split", "stable"] as const;
type Draw = (max: number) => number;

interface Coin {
  readonly asset: string;
  /** Hundred thousandths of the valuation asset. */
  readonly price: number;
  readonly lot: Lot;
}

/** Portfolios of 150 to 300 USD; lots are worth 4 to 20 USD, in one of four 1.5 to 4 USD. Same seed, same input. */
export function tinyPlanInput(seed: number): PlannerInput {
  const draw = wholeNumberDrawer(seed);
  const pick = <T>(list: readonly T[]): T => ensure(list[draw(list.length - 1)], "entry of the list");
  const shape = pick(SHAPES);
  const isFine = draw(3) === 0 && shape === "oneVenue";
  const coins = (shape === "stable" ? ["BTC"] : ["BTC", "ETH"]).map((asset): Coin => {
    const lot = pick(LOTS);
    const cents = isFine ? 150 + draw(250) : 400 + draw(1_600);
    return { asset, price: ((cents * 10 ** lot.places) / lot.units) * 1_000, lot };
  });
  const stable = { asset: "USDC", price: 100_000, lot: { units: 10, places: 0 } };
  const venues = shape === "split" ? ["sim-0", "sim-1"] : ["sim-0"];
  const feeAsset = pick(["quote", "quote", "base", "received", "BNB"]);
  const quotes = shape === "stable" ? ["USD", "USDC"] : ["USD"];
  const instruments = venues.flatMap((venue, index) => [
    // The second venue lacks a coin, so that what is held elsewhere matters.
    ...coins.slice(0, index === 1 ? 1 : 2).map((coin) => market(draw, venue, coin, "USD", coin.price)),
    ...(shape === "cross" ? [crossMarket(draw, venue, coins)] : []),
    ...(shape === "stable"
      ? [
          ...coins.map((coin) => market(draw, venue, coin, "USDC", coin.price)),
          market(draw, venue, stable, "USD", 100_000),
        ]
      : []),
  ]);
  const places = venues.flatMap((venue) => [
    ...coins.map((coin) => ({ venue, coin })),
    ...quotes.map((asset) => ({ venue, asset })),
  ]);
  const shares = places.map(() => (draw(4) === 0 ? 0 : 1 + draw(9)));
  const cents = 15_000 + draw(15_000);
  const whole = Math.max(
    1,
    shares.reduce((sum, share) => sum + share, 0),
  );
  const accounts = venues.map((venue) => ({
    id: `account-${venue}`,
    name: venue,
    kind: "paper",
    venue,
    fees: { maker: "0", taker: text(draw(60), 4), feeAsset },
    balances: [
      ...places.flatMap((place, index) => {
        if (place.venue !== venue) return [];
        const worth = Math.floor((cents * (shares[index] ?? 0)) / whole);
        if ("asset" in place) return [balance(place.asset, text(worth, 2))];
        const { asset, price, lot } = place.coin;
        // Some hold whole lots, some a rest below a lot.
        const units = Math.floor((worth * 1_000 * 10 ** (lot.places + 1)) / price);
        return [balance(asset, text(draw(1) === 0 ? units : units - (units % (lot.units * 10)), lot.places + 1))];
      }),
      ...(feeAsset === "BNB" ? [balance("BNB", draw(1) === 0 ? "1" : "0")] : []),
    ],
  }));
  const assets = [...coins.map(({ asset }) => asset), "USD"];
  const weights = assets.map(() => draw(9));
  const sum = Math.max(
    1,
    weights.reduce((all, weight) => all + weight, 0),
  );
  const targets = weights.slice(1).map((weight) => Math.floor((weight * 1_000) / sum));
  const rest = 1_000 - targets.reduce((all, weight) => all + weight, 0);
  return plannerInputSchema.parse({
    valuationAsset: "USD",
    cashAssets: quotes,
    accounts,
    instruments,
    prices: {
      // The consensus lies a little off the venues' own middle.
      ...Object.fromEntries(coins.map(({ asset, price }) => [asset, text(price + draw(20) - 10, 5)])),
      USD: "1",
      USDC: pick(["1", "1", "0.999", "1.001"]),
      BNB: "250",
    },
    targets: Object.fromEntries(assets.map((asset, index) => [asset, text([rest, ...targets][index] ?? 0, 3)])),
    policy: tinyPolicy(draw, pick, shape),
  });
}

function tinyPolicy(draw: Draw, pick: <T>(list: readonly T[]) => T, shape: (typeof SHAPES)[number]) {
  const goals = ["target", "target", "target", "bandEdge", ...(shape === "cross" ? [] : ["cashFlow"])];
  const goal = pick(goals);
  const policy = {
    goal,
    tolerance: pick(["0.005", "0.01", "0.02", "0.05"]),
    bands: { absolute: pick(["0.02", "0.05"]) },
    minTradeValue: pick(["0", "5", "10", "10", "20"]),
    slippageTolerance: pick(["0.001", "0.002", "0.01"]),
    maxCostFraction: pick(["0.01", "0.01", "0.01", "0.002"]),
    ...(draw(7) === 0 ? { maxOrderFraction: pick(["0.25", "0.15"]) } : {}),
    ...(draw(7) === 0 ? { maxTurnoverFraction: "0.2" } : {}),
    neverSell: draw(11) === 0 ? ["BTC"] : [],
    neverBuy: draw(11) === 0 ? ["BTC"] : [],
    cashReserve: draw(5) === 0 ? { USD: "20" } : {},
    pinned: draw(11) === 0 ? { BTC: "0.05" } : {},
  };
  if (goal !== "cashFlow" || draw(1) === 0) return policy;
  return { ...policy, invest: { asset: "USD", amount: text(20 + draw(60), 0) } };
}

function balance(asset: string, free: string) {
  return { asset, free, inOrders: "0", earn: "0", locked: "0" };
}

/** Prices of two places, sizes in lots and, now and then, a part of one. */
function market(draw: Draw, venue: string, { asset, lot }: Pick<Coin, "asset" | "lot">, quote: string, price: number) {
  const middle = Math.round(price / 1_000) + draw(4) - 2;
  return book(draw, venue, { asset, lot }, quote, { middle, tick: 1, places: 2, lotValue: lotCents(price, lot) });
}

function crossMarket(draw: Draw, venue: string, coins: readonly Coin[]) {
  const [quote, base] = [ensure(coins[0], "first coin"), ensure(coins[1], "second coin")];
  const middle = Math.round((base.price / quote.price) * 10_000) + draw(2) - 1;
  return book(draw, venue, base, quote.asset, { middle, tick: 1, places: 4, lotValue: null });
}

function lotCents(price: number, lot: Lot): number {
  return Math.round((price * lot.units) / 10 ** lot.places / 1_000);
}

interface BookShape {
  readonly middle: number;
  readonly tick: number;
  readonly places: number;
  /** In hundredths of the quote asset; null where a least cost makes no sense. */
  readonly lotValue: number | null;
}

function book(
  draw: Draw,
  venue: string,
  { asset, lot }: Pick<Coin, "asset" | "lot">,
  quote: string,
  { middle, tick, places, lotValue }: BookShape,
) {
  const bid = Math.max(tick, middle - tick * draw(3));
  const ask = bid + tick * draw(4);
  const step = Math.max(tick, Math.floor(middle / 2_000));
  const side = (best: number, sign: number) =>
    Array.from({ length: 1 + draw(2) }, (_, level) => best + sign * step * level)
      .filter((level) => level > 0)
      .map((level) => [
        text(level, places),
        text((1 + draw(7)) * lot.units * 10 + (draw(2) === 0 ? draw(9) : 0), lot.places + 1),
      ]);
  return {
    venue,
    symbol: `${asset}/${quote}`,
    base: asset,
    quote,
    priceStep: text(tick, places),
    amountStep: text(lot.units, lot.places),
    amountMin: draw(1) === 0 ? null : text(lot.units * (1 + draw(2)), lot.places),
    amountMax: draw(9) === 0 ? text(lot.units * (4 + draw(4)), lot.places) : null,
    // Now and then exactly the price of some lots: a minimum on the boundary.
    costMin: lotValue === null || draw(1) === 0 ? null : draw(1) === 0 ? "10" : text(lotValue * (1 + draw(2)), 2),
    costMax: null,
    status: "online",
    bid: text(bid, places),
    ask: text(ask, places),
    book: draw(4) === 0 ? null : { bids: side(bid, -1), asks: side(ask, 1) },
  };
}
