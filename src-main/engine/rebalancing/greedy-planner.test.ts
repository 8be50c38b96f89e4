import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { PlannerResult } from "#shared/domain/plan.ts";
import { account, balance, handMadeInput as input, type Json, market } from "#testing/hand-made-plan.ts";
import { computeInputsHash, computePlanHash } from "./compute-plan-hash.ts";
import { GREEDY_PLANNER_VERSION, GreedyPlanner } from "./greedy-planner.ts";
import { validatePlannerInput } from "./validate-planner-input.ts";

const planner = new GreedyPlanner();
// The planner checks its input itself, so that a test may hand it anything.
const plan = (value: Json) => planner.plan(value as never);
const legs = (result: PlannerResult) =>
  result.legs.map((leg) => `${leg.accountId} ${leg.side} ${leg.quantity} ${leg.symbol} @${leg.limitPrice}`);
const after = (result: PlannerResult, asset: string) =>
  Number(new Map<string, string>(Object.entries(result.after)).get(asset));
const left = (result: PlannerResult) =>
  result.residuals.map(({ asset, weight, reason }) => `${asset} ${weight} ${reason}`);

describe("the example of the command line's page", () => {
  it("is reproduced digit for digit", async () => {
    const result = await plan({
      ...input(),
      accounts: [
        account("a1", [balance("BTC", "1.5"), balance("USD", "1000")], {
          fees: { maker: "0.0025", taker: "0.004", feeAsset: "quote" },
        }),
      ],
      instruments: [
        market("BTC/USD", "60000", "60010", {
          priceStep: "0.1",
          amountStep: "0.00000001",
          amountMin: "0.0001",
          book: { bids: [["60000", "1.2"]], asks: [["60010", "0.8"]] },
        }),
      ],
      prices: { BTC: "60005", USD: "1" },
      targets: { BTC: "0.6", USD: "0.4" },
      policy: { tolerance: "0.01" },
    });
    expect(result).toMatchObject({
      legs: [
        {
          side: "sell",
          quantity: "0.57626946",
          limitPrice: "59940.0",
          expectedPrice: "60000",
          notional: "34576.1676",
          fee: "138.3046704",
          spreadCost: "2.8813473",
          slippageCost: "0",
        },
      ],
      before: { BTC: "0.9890118946", USD: "0.0109881054" },
      after: { BTC: "0.6099999948", USD: "0.3900000052" },
      residuals: [{ asset: "BTC", weight: "0.0099999948", reason: "tolerance" }],
      cost: { fees: "138.3046704", spread: "2.8813473", slippage: "0", total: "141.1860177" },
      warnings: [],
      solver: "greedy",
      gap: null,
    });
  });
});

describe("goals", () => {
  it("target: sells and buys exactly to the target where nothing costs anything", async () => {
    const result = await plan(input());
    expect(legs(result)).toEqual(["a1 sell 0.16 BTC/USD @9990.00", "a1 sell 1.6 ETH/USD @999.00"]);
    expect(result.after).toEqual({ BTC: "0.4", ETH: "0.4", USD: "0.2" });
    expect(result.residuals).toEqual([]);
    expect(result.warnings).toEqual([
      "No order book of BTC/USD at kraken, ETH/USD at kraken: the best quote is taken as infinitely deep.",
    ]);
  });

  it("does nothing inside the tolerance, on its very edge too", async () => {
    const edge = input({ policy: { tolerance: "0.1" }, targets: { BTC: "0.4", ETH: "0.4", USD: "0.2" } });
    const result = await plan({
      ...edge,
      accounts: [account("a1", [balance("BTC", "1"), balance("ETH", "8"), balance("USD", "2000")])],
    });
    expect(result.before).toEqual({ BTC: "0.5", ETH: "0.4", USD: "0.1" });
    expect(result.legs).toEqual([]);
    expect(left(result)).toEqual(["BTC 0.1 tolerance"]);
  });

  it("bandEdge: goes back to the edge of the band only", async () => {
    const result = await plan(input({ policy: { goal: "bandEdge", bands: { absolute: "0.05" } } }));
    // 47.62 % each: only cash (4.76 %) is out of its band, so 10.24 points are missing; the two give in equal parts.
    expect(result.after).toEqual({ BTC: "0.425", ETH: "0.425", USD: "0.15" });
  });

  it("cashFlow: only buys, even inside the tolerance, raising the lowest first", async () => {
    const result = await plan(
      input({
        accounts: [account("a1", [balance("BTC", "1"), balance("ETH", "7"), balance("USD", "8000")])],
        policy: { goal: "cashFlow", tolerance: "0.5" },
      }),
    );
    // 25,000 in all: cash gives 3,000; BTC is at its target, so ETH takes it all.
    expect(legs(result)).toEqual(["a1 buy 3 ETH/USD @1001.00"]);
    expect(result.after).toEqual({ BTC: "0.4", ETH: "0.4", USD: "0.2" });
  });

  it("raiseCash: raises at least what was asked, net of fees, from what is most overweight", async () => {
    const result = await plan(
      input({
        accounts: [
          account("a1", [balance("BTC", "1.5"), balance("ETH", "4"), balance("USD", "1000")], {
            fees: { maker: "0", taker: "0.01", feeAsset: "quote" },
          }),
        ],
        policy: { goal: "raiseCash", raise: { asset: "USD", amount: "990" }, maxCostFraction: "1" },
      }),
    );
    expect(legs(result)).toEqual(["a1 sell 0.1 BTC/USD @9990.00"]);
    const nothing = await plan(input({ policy: { goal: "raiseCash", raise: { asset: "USD", amount: "0" } } }));
    expect(nothing.legs).toEqual([]);
    const tooMuch = await plan(input({ policy: { goal: "raiseCash", raise: { asset: "USD", amount: "50000" } } }));
    expect(tooMuch.warnings.at(-1)).toBe("Of 50000 USD asked for, 30000 cannot be raised.");
  });

  it("liquidate: sells all of one asset on every account, untargeted or not, and touches nothing else", async () => {
    const result = await plan(
      input({
        accounts: [
          account("a1", [balance("BTC", "1"), balance("DOGE", "500.00005"), balance("USD", "1000")]),
          account("a2", [balance("DOGE", "100"), balance("ETH", "1")]),
        ],
        instruments: [market("BTC/USD", "10000", "10000"), market("DOGE/USD", "1", "1")],
        prices: { BTC: "10000", ETH: "1000", DOGE: "1", USD: "1" },
        policy: { goal: "liquidate", liquidate: "DOGE" },
      }),
    );
    expect(legs(result)).toEqual(["a1 sell 500 DOGE/USD @1.00", "a2 sell 100 DOGE/USD @1.00"]);
  });
});

describe("what stands in the way is said", () => {
  it.each<[string, Json, string[], string[]]>([
    ["neverSell", { policy: { tolerance: "0", neverSell: ["BTC"] } }, ["a1 sell 1.6 ETH/USD @999.00"], ["neverSell"]],
    [
      "pinned",
      { policy: { tolerance: "0", pinned: { BTC: "0.9" } } },
      ["a1 sell 0.1 BTC/USD @9990.00", "a1 sell 1.6 ETH/USD @999.00"],
      ["pinned"],
    ],
    [
      "neverBuy",
      { targets: { BTC: "0.1", ETH: "0.8", USD: "0.1" }, policy: { tolerance: "0", neverBuy: ["ETH"] } },
      ["a1 sell 0.11 BTC/USD @9990.00"],
      ["neverBuy"],
    ],
    [
      "noMarket",
      { instruments: [market("BTC/USD", "10000", "10000")] },
      ["a1 sell 0.16 BTC/USD @9990.00"],
      ["noMarket"],
    ],
    [
      "offline",
      { instruments: [market("BTC/USD", "10000", "10000"), market("ETH/USD", "1000", "1000", { status: "offline" })] },
      ["a1 sell 0.16 BTC/USD @9990.00"],
      ["noMarket"],
    ],
    [
      "bookDepth",
      {
        instruments: [
          market("BTC/USD", "10000", "10000", {
            book: {
              bids: [
                ["10000", "0.05"],
                ["9980", "5"],
              ],
              asks: [],
            },
          }),
          market("ETH/USD", "1000", "1000"),
        ],
      },
      ["a1 sell 1.6 ETH/USD @999.00", "a1 sell 0.05 BTC/USD @9990.00"],
      ["bookDepth"],
    ],
    [
      "orderCap (the venue's largest order is below its smallest)",
      {
        instruments: [
          market("BTC/USD", "10000", "10000", { costMin: "900", costMax: "800" }),
          market("ETH/USD", "1000", "1000"),
        ],
      },
      ["a1 sell 1.6 ETH/USD @999.00"],
      ["orderCap"],
    ],
  ])("%s", async (_name, more, expected, reasons) => {
    const result = await plan(input(more));
    expect(legs(result).sort()).toEqual([...expected].sort());
    expect(result.residuals.map((residual) => residual.reason)).toEqual(expect.arrayContaining(reasons));
  });

  it("drops changes below the minimum trade, and lifts those that still end inside the band", async () => {
    const holding = (btc: string) =>
      input({
        accounts: [account("a1", [balance("BTC", btc), balance("USD", "500")])],
        instruments: [market("BTC/USD", "10000", "10000", { amountStep: "0.000001" })],
        targets: { BTC: "0.5", USD: "0.5" },
        policy: { tolerance: "0.01", minTradeValue: "20" },
      });
    // 540 of 1,040: 20 over the target, 9.6 outside the band.
    const lifted = await plan(holding("0.054"));
    expect(legs(lifted)).toEqual([]);
    expect(left(lifted)).toEqual(["BTC 0.0192307692 minNotional", "USD -0.0192307692 minNotional"]);
    // 550 of 1,050: 25 over, 14.5 outside the band; the smallest sale of 20 ends inside it.
    const worth = await plan(holding("0.055"));
    expect(legs(worth)).toEqual(["a1 sell 0.002 BTC/USD @9990.00"]);
  });

  it("leaves untargeted assets alone unless they are ticked", async () => {
    const accounts = [account("a1", [balance("BTC", "1"), balance("DOGE", "5000"), balance("USD", "10000")])];
    const more = {
      accounts,
      instruments: [market("BTC/USD", "10000", "10000"), market("DOGE/USD", "1", "1")],
      prices: { BTC: "10000", DOGE: "1", USD: "1" },
      targets: { BTC: "0.5", USD: "0.5" },
    };
    const untouched = await plan(input(more));
    expect(untouched.legs).toEqual([]);
    expect(untouched.before).toEqual({ BTC: "0.5", USD: "0.5" });
    expect(untouched.warnings[0]).toContain("DOGE: held but not among the targets");
    const ticked = await plan(input({ ...more, policy: { tolerance: "0", includeUntargeted: true } }));
    expect(legs(ticked)).toContain("a1 sell 5000 DOGE/USD @1.00");
  });

  it("does not plan on an asset without a price, and keeps the others where they are", async () => {
    const result = await plan(input({ prices: { ETH: "1000", USD: "1" }, policy: { tolerance: "0.05" } }));
    expect(result.legs.every((leg) => leg.base !== "BTC")).toBe(true);
    expect(left(result)).toContain("BTC 0 noPrice");
    expect(result.warnings.join()).toContain("BTC: held, but no price is known");
  });
});

describe("budgets and caps", () => {
  it("splits a leg above the order cap into equal parts", async () => {
    const result = await plan(
      input({
        accounts: [account("a1", [balance("BTC", "1")])],
        instruments: [market("BTC/USD", "10000", "10000")],
        targets: { BTC: "0.5", USD: "0.5" },
        policy: { tolerance: "0", maxOrderFraction: "0.2" },
      }),
    );
    expect(result.legs.map((leg) => leg.quantity)).toEqual(["0.1667", "0.1667", "0.1666"]);
  });

  it("scales the plan down to the cost and turnover budgets and says so", async () => {
    const dear = { fees: { maker: "0.05", taker: "0.05", feeAsset: "quote" } };
    const accounts = [account("a1", [balance("BTC", "1")], dear)];
    const base = { accounts, instruments: [market("BTC/USD", "10000", "10000")], targets: { BTC: "0.5", USD: "0.5" } };
    const cost = await plan(input({ ...base, policy: { maxCostFraction: "0.01" } }));
    expect(Number(cost.cost.total)).toBeLessThanOrEqual(100);
    expect(Number(cost.cost.total)).toBeGreaterThan(95);
    expect(cost.residuals[0]?.reason).toBe("costBudget");
    const turnover = await plan(input({ ...base, policy: { maxTurnoverFraction: "0.1" } }));
    expect(Number(turnover.turnover)).toBeLessThanOrEqual(1_000);
    expect(Number(turnover.turnover)).toBeGreaterThan(950);
    expect(turnover.warnings).toContain("The turnover limit cut the plan short.");
  });

  it("keeps the cash reserve", async () => {
    const result = await plan(
      input({
        accounts: [account("a1", [balance("BTC", "0.5"), balance("USD", "5000")])],
        targets: { BTC: "0.9", USD: "0.1" },
        instruments: [market("BTC/USD", "10000", "10000")],
        policy: { tolerance: "0", cashReserve: { USD: "4000" } },
      }),
    );
    expect(legs(result)).toEqual(["a1 buy 0.0999 BTC/USD @10010.00"]);
    expect(after(result, "USD") * 10_000).toBeGreaterThanOrEqual(4_000);
  });
});

describe("venues and coins", () => {
  it("sells where the price after fees is best, and moves no coin between venues", async () => {
    const result = await plan(
      input({
        accounts: [
          account("a1", [balance("BTC", "1")], { fees: { maker: "0", taker: "0.004", feeAsset: "quote" } }),
          account("b1", [balance("BTC", "0.3"), balance("USD", "100")], { venue: "binance" }),
        ],
        instruments: [market("BTC/USD", "10010", "10020"), market("BTC/USD", "10000", "10010", { venue: "binance" })],
        targets: { BTC: "0.5", USD: "0.5" },
      }),
    );
    expect(result.legs.map((leg) => `${leg.venue} ${leg.quantity}`)).toEqual(["binance 0.3", "kraken 0.3455"]);
  });

  it("counts USD and USDC as one cash target, and converts where a buy needs the other coin", async () => {
    const result = await plan(
      input({
        accounts: [account("a1", [balance("USD", "1000")])],
        instruments: [
          market("BTC/USDC", "10000", "10000"),
          market("USDC/USD", "1", "1", { amountStep: "1", costMin: "1" }),
        ],
        targets: { BTC: "0.5", USD: "0.5" },
        policy: { tolerance: "0.01" },
      }),
    );
    expect(legs(result)[0]).toMatch(/^a1 buy 49\d USDC\/USD/);
    expect(legs(result)[1]).toMatch(/^a1 buy 0.049 BTC\/USDC/);
    expect(after(result, "BTC")).toBeGreaterThanOrEqual(0.49);
  });

  it("reaches an asset over another target where it has no market against cash", async () => {
    const result = await plan(
      input({
        accounts: [account("a1", [balance("ADA", "5000"), balance("BTC", "0.5")])],
        instruments: [
          market("ADA/BTC", "0.0001", "0.0001", { priceStep: "0.00000001", amountStep: "1", costMin: "0.0001" }),
          market("BTC/USD", "10000", "10000"),
        ],
        prices: { ADA: "1", BTC: "10000", USD: "1" },
        targets: { ADA: "0.2", BTC: "0.4", USD: "0.4" },
        policy: { tolerance: "0.01" },
      }),
    );
    expect(result.legs.map((leg) => `${leg.side} ${leg.symbol}`)).toEqual(["sell ADA/BTC", "sell BTC/USD"]);
    expect(left(result).every((line) => line.endsWith("tolerance"))).toBe(true);
  });

  it("takes fees in base or a coin out of what is there", async () => {
    const base = await plan(
      input({
        accounts: [account("a1", [balance("BTC", "1")], { fees: { maker: "0", taker: "0.01", feeAsset: "base" } })],
        instruments: [market("BTC/USD", "10000", "10000")],
        targets: { BTC: "0", USD: "1" },
        policy: { maxCostFraction: "1", tolerance: "0" },
      }),
    );
    expect(base.legs[0]).toMatchObject({ quantity: "0.99", fee: "0.0099", feeAsset: "BTC" });
    const coin = await plan(
      input({
        accounts: [
          account("a1", [balance("BTC", "1"), balance("BNB", "10")], {
            fees: { maker: "0", taker: "0.01", feeAsset: "BNB" },
          }),
        ],
        instruments: [market("BTC/USD", "10000", "10000")],
        prices: { BTC: "10000", BNB: "100", USD: "1" },
        targets: { BTC: "0.5", USD: "0.5" },
      }),
    );
    expect(coin.legs[0]).toMatchObject({ quantity: "0.5", fee: "0.5", feeAsset: "BNB" });
  });

  it("does not use the depth of one venue for two accounts", async () => {
    const result = await plan(
      input({
        accounts: [account("a1", [balance("BTC", "1")]), account("a2", [balance("BTC", "1")])],
        instruments: [
          market("BTC/USD", "10000", "10000", {
            book: {
              bids: [
                ["10000", "0.4"],
                ["9999", "0.1"],
              ],
              asks: [["10001", "1"]],
            },
          }),
        ],
        targets: { BTC: "0.5", USD: "0.5" },
      }),
    );
    expect(result.legs.reduce((sum, leg) => sum + Number(leg.quantity), 0)).toBeCloseTo(0.5, 12);
    expect(result.residuals[0]?.reason).toBe("bookDepth");
  });
});

describe("bad input", () => {
  const path = (value: unknown) => {
    try {
      validatePlannerInput(value);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return `${error.code} ${String(error.data.path)}`;
    }
    return "taken";
  };
  const withMarket = (more: Json) => input({ instruments: [market("BTC/USD", "10000", "10000", more)] });
  it.each<[string, unknown, string]>([
    ["weights that do not sum to 1", input({ targets: { BTC: "0.5", USD: "0.499999998" } }), "targets"],
    ["no targets", input({ targets: {} }), "targets"],
    ["an unknown asset", input({ targets: { BTC: "0.5", XYZ: "0.5" } }), "targets.XYZ"],
    ["a negative weight", input({ targets: { BTC: "-0.5", USD: "1.5" } }), "targets.BTC"],
    ["a weight as a number", input({ targets: { BTC: 0.5, USD: "0.5" } }), "targets.BTC"],
    ["a crossed market", withMarket({ bid: "10001" }), "instruments[0].bid"],
    ["a zero price", withMarket({ bid: "0" }), "instruments[0].bid"],
    ["a zero step", withMarket({ amountStep: "0" }), "instruments[0].amountStep"],
    ["an empty book", withMarket({ book: { bids: [], asks: [] } }), "instruments[0].book"],
    [
      "a crossed book",
      withMarket({ book: { bids: [["2", "1"]], asks: [["1", "1"]] } }),
      "instruments[0].book.bids[0][0]",
    ],
    [
      "an unsorted book",
      withMarket({
        book: {
          bids: [
            ["1", "1"],
            ["2", "1"],
          ],
          asks: [],
        },
      }),
      "instruments[0].book.bids[1][0]",
    ],
    ["an empty level", withMarket({ book: { bids: [["1", "0"]], asks: [] } }), "instruments[0].book.bids[0][1]"],
    ["another symbol than its assets", withMarket({ base: "ETH" }), "instruments[0].symbol"],
    [
      "the same market twice",
      input({ instruments: [market("BTC/USD", "1", "1"), market("BTC/USD", "1", "1")] }),
      "instruments[1].symbol",
    ],
    ["the same account twice", input({ accounts: [account("a1", []), account("a1", [])] }), "accounts[1].id"],
    [
      "the same balance twice",
      input({ accounts: [account("a1", [balance("BTC", "1"), balance("BTC", "1")])] }),
      "accounts[0].balances[1].asset",
    ],
    [
      "a negative balance",
      input({ accounts: [account("a1", [balance("BTC", "-1")])] }),
      "accounts[0].balances[0].free",
    ],
    [
      "a negative fee",
      input({ accounts: [account("a1", [], { fees: { maker: "0", taker: "-0.1" } })] }),
      "accounts[0].fees.taker",
    ],
    [
      "a fee of all",
      input({ accounts: [account("a1", [], { fees: { maker: "0", taker: "1" } })] }),
      "accounts[0].fees.taker",
    ],
    ["a zero consensus price", input({ prices: { BTC: "0", USD: "1" } }), "prices.BTC"],
    ["an unknown key", input({ policy: { tolerence: "0.01" } }), "policy"],
    ["raiseCash without an amount", input({ policy: { goal: "raiseCash" } }), "policy.raise"],
    [
      "raiseCash in a coin",
      input({ policy: { goal: "raiseCash", raise: { asset: "BTC", amount: "1" } } }),
      "policy.raise.asset",
    ],
    ["liquidate without an asset", input({ policy: { goal: "liquidate" } }), "policy.liquidate"],
    ["liquidate what nobody has", input({ policy: { goal: "liquidate", liquidate: "DOGE" } }), "policy.liquidate"],
    ["a share above 1", input({ policy: { tolerance: "1.5" } }), "policy.tolerance"],
    ["a prototype key", JSON.parse('{"targets":{"__proto__":"1"}}'), "targets.__proto__"],
    ["a constructor key", { ...input(), prices: { constructor: "1" } }, "prices.constructor"],
    ["no object at all", "plan", ""],
    ["null", null, ""],
  ])("names %s", (_name, value, where) => expect(path(value)).toBe(`INPUT_INVALID ${where}`));

  it("plans with 10,000 instruments", async () => {
    const instruments = Array.from({ length: 10_000 }, (_, index) => market(`C${index}/USD`, "10", "10"));
    const prices = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`C${index}`, "10"]));
    const result = await plan(
      input({
        accounts: [account("a1", [balance("USD", "1000")])],
        instruments,
        prices: { ...prices, USD: "1" },
        targets: { C7: "0.5", USD: "0.5" },
        policy: { tolerance: "0.01" },
      }),
    );
    expect(result.legs).toHaveLength(1);
  });

  it("has nothing to plan where nothing has a value", async () => {
    const result = await plan(input({ accounts: [account("a1", [])] }));
    expect(result).toMatchObject({ legs: [], totalValue: "0", after: { BTC: "0", ETH: "0", USD: "0" } });
  });

  it("stops when it was aborted", async () => {
    const valid = validatePlannerInput(input());
    await expect(planner.plan(valid, { signal: AbortSignal.abort(new Error("no more")) })).rejects.toThrow("no more");
  });
});

describe("hashes", () => {
  it("address what was planned and what is approved", async () => {
    expect(planner.version).toBe(GREEDY_PLANNER_VERSION);
    const valid = validatePlannerInput(input());
    const turned = { ...valid, instruments: [...valid.instruments].reverse(), prices: { ...valid.prices } };
    expect(computeInputsHash(turned)).toBe(computeInputsHash(valid));
    expect(computeInputsHash({ ...valid, valuationAsset: valid.cashAssets[1]! })).not.toBe(computeInputsHash(valid));
    const approved = { ...(await planner.plan(valid)), startDelayMs: 5 } as never;
    const hash = computePlanHash(approved);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(computePlanHash({ ...(approved as object), planHash: hash } as never)).toBe(hash);
    expect(computePlanHash({ ...(approved as object), startDelayMs: 6 } as never)).not.toBe(hash);
  });
});
