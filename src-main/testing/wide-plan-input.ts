// Which portfolio of many assets do the planner's tests plan? Drawn from a seed with whole numbers only: the same everywhere.
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { type PlannerInput, plannerInputSchema } from "#shared/domain/plan.ts";
import { wholeNumberDrawer } from "./whole-number-drawer.ts";

interface WideOptions {
  readonly seed: number;
  readonly venues: number;
  readonly coins: number;
  /** Price levels on each side of a book. */
  readonly levels: number;
  readonly policy?: Record<string, unknown>;
}

const text = (value: number, places: number): DecimalString => Decimal.of(BigInt(value), places).toString();

/** Every venue trades every coin against USD, each tenth one against USDC as well; the first venue has two accounts. */
export function widePlanInput({ seed, venues, coins, levels, policy = {} }: WideOptions): PlannerInput {
  const draw = wholeNumberDrawer(seed);
  const names = Array.from({ length: coins }, (_, index) => `C${String(index).padStart(5, "0")}`);
  const cents = new Map(names.map((name) => [name, 100 + draw(6_000_000)]));
  const priceOf = (name: string) => cents.get(name) ?? 1;
  const venueNames = Array.from({ length: venues }, (_, index) => `sim-${index}`);
  const accounts = ["sim-0", ...venueNames].map((venue, index) => ({
    id: `account-${index}`,
    name: `account ${index}`,
    kind: "paper",
    venue,
    fees: { maker: "0.001", taker: text(10 + draw(30), 4), feeAsset: index === 1 ? "base" : "quote" },
    balances: [
      ...names.map((asset) => ({
        asset,
        free: text(Math.floor((draw(2_000_000) * 100_000) / priceOf(asset)), 5),
        inOrders: "0",
        earn: text(draw(9) === 0 ? draw(1_000) : 0, 5),
        locked: "0",
      })),
      ...["USD", "USDC"].map((asset) => ({
        asset,
        free: text(draw(2_000_000), 2),
        inOrders: "0",
        earn: "0",
        locked: "0",
      })),
    ],
  }));
  const market = (venue: string, base: string, quote: string) => {
    const mid = priceOf(base) * 100 + draw(10) * 100;
    const tick = Math.max(1, Math.floor(mid / 10_000));
    const bid = mid - (mid % tick) - tick;
    const ask = bid + tick * (1 + draw(3));
    const side = (best: number, step: number) =>
      Array.from({ length: levels }, (_, level) => [
        text(best + step * level, 4),
        text(Math.floor(((10_000 + draw(5_000_000)) * 1_000) / priceOf(base)) + 1, 4),
      ]);
    return {
      venue,
      symbol: `${base}/${quote}`,
      base,
      quote,
      priceStep: text(tick, 4),
      amountStep: "0.0001",
      amountMin: draw(3) === 0 ? "0.001" : null,
      amountMax: draw(19) === 0 ? "2" : null,
      costMin: "5",
      costMax: null,
      status: "online",
      bid: text(bid, 4),
      ask: text(ask, 4),
      book: draw(19) === 0 ? null : { bids: side(bid, -tick), asks: side(ask, tick) },
    };
  };
  const instruments = venueNames.flatMap((venue) =>
    names.flatMap((base, index) => [
      market(venue, base, "USD"),
      ...(index % 10 === 0 ? [market(venue, base, "USDC")] : []),
    ]),
  );
  const shares = names.map(() => 1 + draw(99));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const weights = shares.map((share) => Math.floor((share * 900_000) / total));
  const cash = 1_000_000 - weights.reduce((sum, weight) => sum + weight, 0);
  return plannerInputSchema.parse({
    valuationAsset: "USD",
    cashAssets: ["USD", "USDC"],
    accounts,
    instruments,
    prices: { ...Object.fromEntries(names.map((name) => [name, text(priceOf(name), 2)])), USD: "1", USDC: "1" },
    targets: {
      ...Object.fromEntries(names.map((name, index) => [name, text(weights[index] ?? 0, 6)])),
      USD: text(cash, 6),
    },
    policy: { tolerance: "0.001", slippageTolerance: "0.002", ...policy },
  });
}
