// Is the slippage that a plan predicts the one that a walk of a real order book gives, to the last digit?
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { account, balance, handMadeInput } from "#testing/hand-made-plan.ts";
import { expectBookWalk, expectInvariants } from "#testing/plan-invariants.ts";
import { exact, instrumentOf, sumOf } from "#testing/plan-measure.ts";
import { loadHighsFactory } from "#workers/solver/highs-program.ts";
import { computeGreedyPlan } from "./compute-greedy-plan.ts";
import { computeOptimalPlan } from "./optimal/compute-optimal-plan.ts";
import type { LinearProgramFactory } from "./optimal/plan-linear-program.ts";
import { validatePlannerInput } from "./validate-planner-input.ts";

const FOLDER = path.join(process.env.SCHWABOT_REFERENCE_DATA ?? "../shared/data", "market", "orderbook");
const WHY_NOT = `no recorded order books in ${FOLDER} (SCHWABOT_REFERENCE_DATA names another folder)`;
/** Each with its market, tick and lot as they were then. */
const BOOKS = [
  {
    file: "binance_usdm_BTCUSDT_2020-09-01_snapshot25.csv",
    symbol: "BTC/USDT",
    priceStep: "0.01",
    amountStep: "0.001",
  },
  { file: "coinbase_BTC-USD_2022-01_snapshot.csv", symbol: "BTC/USD", priceStep: "0.01", amountStep: "0.00000001" },
  { file: "bitstamp_BTCUSD_2013-09-10_full.csv", symbol: "BTC/USD", priceStep: "0.01", amountStep: "0.00000001" },
  { file: "bybit_linear_XRPUSDT_2024-12-01_snapshot.csv", symbol: "XRP/USDT", priceStep: "0.0001", amountStep: "1" },
  {
    file: "bybit_linear_XRPUSDT_2024-12-01_final_after_deltas.csv",
    symbol: "XRP/USDT",
    priceStep: "0.0001",
    amountStep: "1",
  },
] as const;
/** Portfolio values: an order of a level or less, of many levels, and one that the book cannot carry. */
const WORTHS = ["1000", "100000", "5000000", "200000000"] as const;

let factory: LinearProgramFactory;
beforeAll(async () => {
  factory = await loadHighsFactory();
});

function readBook(file: string) {
  const rows = readFileSync(path.join(FOLDER, file), "utf8").trim().split("\n").slice(1);
  const side = (name: string) =>
    rows
      .map((row) => row.trim().split(","))
      .filter(([own]) => own === name)
      .map(([, , price = "", size = ""]): [string, string] => [price, size]);
  return { bids: side("bid"), asks: side("ask") };
}

/** All in the coin, or all in cash; half of it is wanted in the other. */
function inputOf(book: (typeof BOOKS)[number], worth: string, holds: "coin" | "cash") {
  const { file, symbol, ...steps } = book;
  const levels = readBook(file);
  const [base = "", quote = ""] = symbol.split("/");
  const [bid = "", ask = ""] = [levels.bids[0]?.[0], levels.asks[0]?.[0]];
  const middle = exact(bid).plus(ask).div(2).toString();
  const coins = Decimal.parse(worth).div(Decimal.parse(middle), 8, "down").toString();
  return validatePlannerInput(
    handMadeInput({
      valuationAsset: quote,
      cashAssets: [quote],
      accounts: [
        account("a1", [holds === "coin" ? balance(base, coins) : balance(quote, worth)], {
          fees: { maker: "0.001", taker: "0.0026", feeAsset: "quote" },
        }),
      ],
      instruments: [
        {
          venue: "kraken",
          symbol,
          base,
          quote,
          ...steps,
          amountMin: null,
          amountMax: null,
          costMin: "5",
          costMax: null,
          status: "online",
          bid,
          ask,
          book: levels,
        },
      ],
      prices: { [base]: middle, [quote]: "1" },
      targets: { [base]: "0.5", [quote]: "0.5" },
      policy: { tolerance: "0.01", slippageTolerance: "0.02", maxCostFraction: "0.1" },
    }),
  );
}

describe.each(["greedy", "optimal"])("real order books and the %s planner", (planner) => {
  it.for(BOOKS)("$file: predicted slippage is the walk's", (book, { skip }) => {
    skip(!existsSync(FOLDER), WHY_NOT);
    let deepest = 0;
    for (const worth of WORTHS)
      for (const holds of ["coin", "cash"] as const) {
        const input = inputOf(book, worth, holds);
        const result = planner === "greedy" ? computeGreedyPlan(input) : computeOptimalPlan(input, factory);
        expectInvariants(input, result);
        expectBookWalk(input, result.legs);
        expect(result.legs.length, `${worth} in ${holds}`).toBeGreaterThan(0);
        const [leg] = result.legs;
        if (leg === undefined) continue;
        const { book: levels, bid, ask } = instrumentOf(input, leg);
        const best = exact(leg.side === "buy" ? ask : bid);
        // What each level is worse than the best one, times what the orders take of it, one after the other.
        let left = sumOf(result.legs.map(({ quantity }) => exact(quantity)));
        const worse = ((leg.side === "buy" ? levels?.asks : levels?.bids) ?? []).map(([price, size]) => {
          const part = left.lt(size) ? left : exact(size);
          left = left.minus(part);
          return part.times(exact(price).minus(best).abs());
        });
        deepest = Math.max(deepest, worse.filter((value) => value.gt(0)).length);
        expect(result.cost.slippage).toBe(sumOf(worse).toString());
      }
    expect(deepest, "levels that an order reached").toBeGreaterThan(5);
  });
});
