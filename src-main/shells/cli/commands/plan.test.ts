import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { planCommand, registerPlan } from "./plan.ts";

/** The page's example, as it stands there. */
const EXAMPLE = {
  valuationAsset: "USD",
  accounts: [
    {
      id: "a1",
      venue: "kraken",
      fees: { maker: "0.0025", taker: "0.004" },
      balances: { BTC: { free: "1.5", locked: "0" }, USD: { free: "1000", locked: "0" } },
    },
  ],
  instruments: [
    {
      venue: "kraken",
      symbol: "BTC/USD",
      base: "BTC",
      quote: "USD",
      priceStep: "0.1",
      amountStep: "0.00000001",
      amountMin: "0.0001",
      amountMax: null,
      costMin: "5",
      costMax: null,
      bid: "60000",
      ask: "60010",
      book: { bids: [["60000", "1.2"]], asks: [["60010", "0.8"]] },
    },
  ],
  targets: { BTC: "0.6", USD: "0.4" },
  policy: {
    goal: "target",
    tolerance: "0.01",
    minTradeValue: "10",
    maxCostFraction: "0.01",
    slippageTolerance: "0.001",
    cashReserve: {},
    neverSell: [],
    neverBuy: [],
    pinned: {},
    includeUntargeted: false,
  },
};
const run = async (value: unknown) => JSON.parse(await planCommand(JSON.stringify(value))) as Record<string, unknown>;
const failure = async (text: string) => {
  const error: unknown = await planCommand(text).catch((reason: unknown) => reason);
  if (!(error instanceof EngineError)) throw new Error(`expected an EngineError, got ${String(error)}`);
  return `${error.code} ${String(error.data.path)} | ${error.message}`;
};

describe("schwabot plan", () => {
  it("prints the page's example in the page's form", async () => {
    const { planHash, ...output } = await run(EXAMPLE);
    expect(planHash).toMatch(/^[0-9a-f]{64}$/);
    expect(output).toEqual({
      solver: "proven",
      gap: "0",
      legs: [
        {
          accountId: "a1",
          venue: "kraken",
          symbol: "BTC/USD",
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
    });
  });

  it("gives the same bytes for the same input, whatever the order of its lists", async () => {
    const more = {
      ...EXAMPLE,
      accounts: [...EXAMPLE.accounts, { ...EXAMPLE.accounts[0], id: "a2" }],
      instruments: [...EXAMPLE.instruments, { ...EXAMPLE.instruments[0], venue: "binance" }],
    };
    const turned = { ...more, accounts: [...more.accounts].reverse(), instruments: [...more.instruments].reverse() };
    expect(await planCommand(JSON.stringify(turned))).toBe(await planCommand(JSON.stringify(more)));
    expect((await run(more)).planHash).not.toBe((await run(EXAMPLE)).planHash);
  });

  it("has a default for every policy key, and takes locked coins as held but not for sale", async () => {
    const { policy: _policy, ...bare } = EXAMPLE;
    expect((await run(bare)).legs).toEqual((await run(EXAMPLE)).legs);
    const locked = { ...EXAMPLE.accounts[0], balances: { BTC: { free: "0.1", locked: "1.4" }, USD: { free: "1000" } } };
    const output = await run({ ...EXAMPLE, accounts: [locked] });
    expect(output).toMatchObject({
      legs: [{ quantity: "0.1" }],
      residuals: [{ asset: "BTC", reason: "venueBalance" }, {}],
    });
  });

  it("prices by the median of the venues' mids", async () => {
    const priced = (venue: string, bid: string, ask: string) => ({
      ...EXAMPLE.instruments[0],
      venue,
      bid,
      ask,
      book: null,
    });
    const output = await run({
      ...EXAMPLE,
      accounts: [{ ...EXAMPLE.accounts[0], balances: { BTC: { free: "1" }, USD: { free: "50000" } } }],
      instruments: [
        priced("kraken", "49990", "50010"),
        priced("binance", "50000", "50020"),
        priced("coinbase", "90000", "90010"),
      ],
      targets: { BTC: "0.5", USD: "0.5" },
    });
    // The median mid is 50,010, so the two halves are nearly equal: nothing to do.
    expect(output.warnings).toEqual([expect.stringContaining("BTC/USD at kraken: the best quote")]);
    expect(output).toMatchObject({ legs: [], before: { BTC: "0.500049995", USD: "0.499950005" } });
  });

  it("says which prices it assumes at par", async () => {
    const account = { ...EXAMPLE.accounts[0], balances: { BTC: { free: "1.5" }, USDC: { free: "1000" } } };
    expect((await run({ ...EXAMPLE, accounts: [account] })).warnings).toEqual([
      "USDC: no market links it to USD, its price is assumed at par.",
    ]);
  });

  it("takes the fee asset of an account and names it where it is not the quote", async () => {
    const account = { ...EXAMPLE.accounts[0], feeAsset: "base" };
    expect(await run({ ...EXAMPLE, accounts: [account] })).toMatchObject({ legs: [{ feeAsset: "BTC" }] });
  });

  it.each<[string, unknown, string]>([
    ["a missing field", { ...EXAMPLE, targets: undefined }, "INPUT_INVALID targets |"],
    ["a number for money", { ...EXAMPLE, targets: { BTC: 0.6, USD: "0.4" } }, "INPUT_INVALID targets.BTC |"],
    ["weights of 0.9", { ...EXAMPLE, targets: { BTC: "0.5", USD: "0.4" } }, "INPUT_INVALID targets |"],
    ["an unknown policy key", { ...EXAMPLE, policy: { speed: "1" } }, "INPUT_INVALID policy |"],
    ["an unknown goal", { ...EXAMPLE, policy: { goal: "moon" } }, "INPUT_INVALID policy.goal |"],
    ["a tilt that breaks the sum", { ...EXAMPLE, policy: { tilts: { BTC: "0.1" } } }, "INPUT_INVALID targets |"],
    [
      "a tilt below zero",
      { ...EXAMPLE, policy: { tilts: { BTC: "-0.7", USD: "0.7" } } },
      "INPUT_INVALID policy.tilts.BTC |",
    ],
    [
      "a group beside cash",
      { ...EXAMPLE, policy: { groups: { memes: ["DOGE"] } } },
      "INPUT_INVALID policy.groups.memes |",
    ],
    [
      "a crossed market",
      { ...EXAMPLE, instruments: [{ ...EXAMPLE.instruments[0], bid: "70000" }] },
      "INPUT_INVALID instruments[0].bid |",
    ],
  ])("names the place of %s", async (_name, value, expected) => {
    expect((await failure(JSON.stringify(value))).startsWith(expected)).toBe(true);
  });

  it("refuses what is no JSON, and keys that reach a prototype", async () => {
    expect(await failure("{")).toMatch(/^INPUT_INVALID {2}\| not JSON: /);
    expect(await failure('{"targets":{"__proto__":"1"}}')).toBe(
      "INPUT_INVALID targets.__proto__ | targets.__proto__: this key is not allowed",
    );
    expect(await failure("[]")).toMatch(/^INPUT_INVALID {2}\|/);
  });
});

describe("the command", () => {
  it("reads a file and prints one line, and says which file it cannot read", async () => {
    const folder = await mkdtemp(join(tmpdir(), "schwabot-plan-"));
    try {
      const file = join(folder, "plan.json");
      await writeFile(file, JSON.stringify(EXAMPLE));
      const lines: string[] = [];
      const program = new Command().exitOverride();
      registerPlan(program, (line) => lines.push(line));
      await program.parseAsync(["plan", "--input", file], { from: "user" });
      expect(lines).toEqual([await planCommand(JSON.stringify(EXAMPLE))]);
      await expect(
        program.parseAsync(["plan", "--input", join(folder, "none.json")], { from: "user" }),
      ).rejects.toMatchObject({ code: "INPUT_INVALID", message: expect.stringContaining("none.json: cannot be read") });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
