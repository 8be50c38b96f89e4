// Which portfolios do the planner's tests plan?
import fc from "fast-check";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import { type PlannerInput, plannerInputSchema } from "#shared/domain/plan.ts";

const text = (value: bigint | number, places: number): DecimalString => Decimal.of(BigInt(value), places).toString();

const COINS = ["ADA", "BTC", "ETH", "SOL", "XRP"] as const;
const PRICES: Readonly<Record<string, number>> = { ADA: 45, BTC: 6_000_000, ETH: 310_000, SOL: 15_000, XRP: 52 };
const AMOUNT_PLACES: Readonly<Record<string, number>> = { ADA: 1, BTC: 6, ETH: 5, SOL: 3, XRP: 1 };

/** Random portfolios over one to three venues and two to five coins; prices in cents, books of a few levels. */
export const plannerInputs: fc.Arbitrary<PlannerInput> = fc
  .record({
    coins: fc.subarray([...COINS], { minLength: 1 }),
    venues: fc.integer({ min: 1, max: 3 }),
    seed: fc.array(fc.nat(1_000_000), { minLength: 160, maxLength: 160 }),
    stable: fc.boolean(),
    policy: fc.record({
      goal: fc.constantFrom("target", "target", "target", "bandEdge", "cashFlow", "raiseCash", "liquidate"),
      tolerance: fc.constantFrom("0.005", "0.01", "0.02"),
      slippageTolerance: fc.constantFrom("0.001", "0.002", "0.01"),
      maxCostFraction: fc.constantFrom("0.01", "0.01", "0.002"),
      maxOrderFraction: fc.constantFrom(undefined, undefined, "0.08", "0.25"),
      maxTurnoverFraction: fc.constantFrom(undefined, undefined, undefined, "0.2"),
      neverSell: fc.subarray(["BTC"], { minLength: 0 }),
      neverBuy: fc.subarray(["ETH"], { minLength: 0 }),
      reserve: fc.constantFrom(0, 0, 100, 1_000),
      includeUntargeted: fc.boolean(),
    }),
    feeAsset: fc.constantFrom("quote", "quote", "base", "BNB"),
  })
  .map(({ coins, venues, seed, stable, policy, feeAsset }) => {
    let at = 0;
    const draw = (max: number) => (seed[at++ % seed.length] ?? 0) % (max + 1);
    const names = Array.from({ length: venues }, (_, index) => `sim-${index}`);
    const quotes = stable ? ["USD", "USDC"] : ["USD"];
    const accounts = names.map((venue) => ({
      id: `account-${venue}`,
      name: venue,
      kind: "paper",
      venue,
      fees: { maker: text(draw(20), 4), taker: text(draw(60), 4), feeAsset },
      balances: [
        ...coins.map((coin) => ({
          asset: coin,
          free: text(Math.floor((draw(2_000_000) * 1_000) / (PRICES[coin] ?? 1)), 3),
          inOrders: "0",
          earn: text(draw(3) === 0 ? 1 : 0, 3),
          locked: "0",
        })),
        ...[...quotes, ...(feeAsset === "BNB" ? ["BNB"] : [])].map((asset) => ({
          asset,
          free: text(asset === "BNB" ? draw(300) : draw(1_000_000), 2),
          inOrders: "0",
          earn: "0",
          locked: "0",
        })),
      ],
    }));
    const instruments = names.flatMap((venue) =>
      [...coins, ...(stable ? ["USDC"] : [])].flatMap((base) =>
        quotes
          .filter((quote) => quote !== base && (base !== "USDC" || quote === "USD") && draw(9) > 0)
          .map((quote) => {
            const mid = base === "USDC" ? 10_000 : (PRICES[base] ?? 1) * 100 + draw(10) * (PRICES[base] ?? 1);
            const tick = Math.max(1, Math.floor(mid / 10_000));
            const bid = mid - (mid % tick) - tick * (1 + draw(3));
            const ask = bid + tick * (1 + draw(6));
            const places = AMOUNT_PLACES[base] ?? 2;
            const side = (best: number, step: number) =>
              Array.from({ length: 1 + draw(4) }, (_, level) => [
                text(best + step * level, 4),
                text(Math.floor(((10_000 + draw(5_000_000)) * 10 ** places) / (PRICES[base] ?? 100)) + 1, places),
              ]);
            return {
              venue,
              symbol: `${base}/${quote}`,
              base,
              quote,
              priceStep: text(tick, 4),
              amountStep: text(1, places),
              amountMin: draw(1) === 0 ? null : text(2, places),
              amountMax: null,
              costMin: draw(1) === 0 ? null : text(500, 2),
              costMax: null,
              status: "online",
              bid: text(bid, 4),
              ask: text(ask, 4),
              book: draw(5) === 0 ? null : { bids: side(bid, -tick), asks: side(ask, tick) },
            };
          }),
      ),
    );
    const shares = [...coins, "USD"].map(() => 1 + draw(99));
    const total = shares.reduce((sum, share) => sum + share, 0);
    let rest = 1_000;
    const targets = Object.fromEntries(
      [...coins, "USD"].map((asset, index, all) => {
        const share = index === all.length - 1 ? rest : Math.floor(((shares[index] ?? 0) * 1_000) / total);
        rest -= share;
        return [asset, text(share, 3)];
      }),
    );
    const prices = Object.fromEntries(
      [...coins, "USDC", "BNB"].map((asset) => [
        asset,
        text(asset === "USDC" ? 100 : asset === "BNB" ? 60_000 : (PRICES[asset] ?? 1), 2),
      ]),
    );
    const { reserve, ...rules } = policy;
    return plannerInputSchema.parse({
      valuationAsset: "USD",
      cashAssets: ["USD", "USDC"],
      accounts,
      instruments,
      prices: { ...prices, USD: "1" },
      targets,
      policy: Object.fromEntries(
        Object.entries({
          ...rules,
          // What is to be sold is not what is never sold.
          neverSell: rules.neverSell.filter((coin) => rules.goal !== "liquidate" || coin !== coins[0]),
          cashReserve: reserve === 0 ? {} : { USD: text(reserve, 0) },
          raise: rules.goal === "raiseCash" ? { asset: "USD", amount: text(draw(5_000), 0) } : undefined,
          liquidate: rules.goal === "liquidate" ? coins[0] : undefined,
        }).filter(([, value]) => value !== undefined),
      ),
    });
  });

/** The same, a quarter of them at venues that take the fee from what is received. Apart, so that the seeds of the plans on file draw what they drew. */
export const plannerInputsOfAnyFee: fc.Arbitrary<PlannerInput> = fc
  .tuple(plannerInputs, fc.constantFrom(true, false, false, false))
  .map(([input, received]) =>
    received
      ? {
          ...input,
          accounts: input.accounts.map((account) => ({ ...account, fees: { ...account.fees, feeAsset: "received" } })),
        }
      : input,
  );

/** The same input with its lists in another order. */
export function shuffled(input: PlannerInput): PlannerInput {
  const turn = <T>(list: readonly T[]): T[] => [...list].reverse();
  const record = <T extends object>(value: T): T => Object.fromEntries(turn(Object.entries(value))) as T; // the same keys
  return {
    ...input,
    cashAssets: turn(input.cashAssets),
    accounts: turn(input.accounts).map((account) => ({ ...account, balances: turn(account.balances) })),
    instruments: turn(input.instruments),
    prices: record(input.prices),
    targets: record(input.targets),
  };
}
