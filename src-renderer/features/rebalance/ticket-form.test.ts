import { describe, expect, test } from "vitest";
import { toPreviewInput } from "#renderer/stores/ticket-ask.ts";
import { instrumentSchema } from "#shared/domain/instrument.ts";
import { samplePortfolio, sampleSummary } from "./testing-samples.ts";
import { closableAssets, formOf, freeOf, readTicket, symbolsOf, type TicketFacts } from "./ticket-form.ts";

const { profile } = sampleSummary();
const portfolio = samplePortfolio();
const instrument = (symbol: string, venue = profile.accounts[0]?.venue ?? "") => {
  const [base, quote] = symbol.split("/");
  return instrumentSchema.parse({
    ...{ venue, symbol, base, quote, priceStep: "0.01", amountStep: "0.001", amountMin: null, amountMax: null },
    ...{ costMin: null, costMax: null, status: "online" },
  });
};
const facts: TicketFacts = {
  profile,
  portfolio,
  instruments: [instrument("ADA/USD"), instrument("SOL/BTC"), instrument("SOL/USD"), instrument("XMR/USD", "kraken")],
};

describe("the address of a ticket", () => {
  test.each([
    [[], { kind: "order", symbol: "" }],
    [["close", "SOL"], { kind: "close", asset: "SOL" }],
    [["close", "not an asset!"], { kind: "close", asset: "" }],
    [["cash"], { kind: "cash" }],
    [["order", "SOL/USD", "sell"], { kind: "order", symbol: "SOL/USD", side: "sell" }],
    [["order", "<script>", "sell"], { kind: "order", symbol: "", side: "buy" }],
    [["nonsense", "SOL/USD"], { kind: "order", symbol: "" }],
  ])("%j opens %j", (parameters, expected) => {
    expect(formOf(parameters)).toMatchObject(expected);
  });
});

describe("what is on the ticket", () => {
  const order = { ...formOf(["order", "SOL/USD", "sell"]), amount: "2" };
  test.each([
    [{ ...order, symbol: "" }, "Choose a market."],
    [{ ...order, amount: "0" }, "Say how much."],
    [{ ...order, amount: "-1" }, "Say how much."],
    [{ ...order, unit: "share" as const, amount: "101" }, "A share is at most 100%."],
    [formOf(["close"]), "Choose what to sell."],
  ])("lacks something: %j", (form, lack) => {
    expect(readTicket(form)).toEqual({ ask: null, lack });
  });

  test("a share is typed in percent and asked for exactly", () => {
    const { ask } = readTicket({ ...order, unit: "share", amount: "33.3", account: "core-alpha" });
    expect(ask).toEqual({
      kind: "order",
      trade: { symbol: "SOL/USD", side: "sell", size: { by: "share", amount: "0.333" }, accountId: "core-alpha" },
    });
  });

  test("markets of what is held and paid with cash stand first; other venues' are none of ours", () => {
    expect(symbolsOf(facts)).toEqual(["SOL/USD", "SOL/BTC", "ADA/USD"]);
  });

  test("what is free is told of the asset that pays", () => {
    expect(freeOf(facts, order).asset).toBe("SOL");
    expect(freeOf(facts, { ...order, side: "buy" }).asset).toBe("USD");
    expect(freeOf(facts, { ...order, account: "elsewhere" }).amount).toBe("0");
  });

  test("only what is held and no cash can be closed", () => {
    const closable = closableAssets(facts);
    expect(closable).toContain("SOL");
    for (const { asset } of portfolio.positions.filter(({ isCash }) => isCash)) expect(closable).not.toContain(asset);
  });
});

test("the exit of a position comes by the address, for one asset", () => {
  expect(readTicket(formOf(["exit", "SOL"]))).toEqual({ ask: { kind: "exit", asset: "SOL" }, lack: null });
  expect(readTicket(formOf(["exit", "not an asset"])).ask).toBeNull();
});

describe("what the engine is asked", () => {
  test("a position is closed at every account by the goal of the same meaning", () => {
    const { ask } = readTicket(formOf(["close", "SOL"]));
    expect(ask === null || ask.kind === "exit" ? null : toPreviewInput(ask, profile, portfolio)).toEqual({
      profileId: profile.id,
      policy: { goal: "liquidate", liquidate: "SOL" },
    });
  });

  test("all to cash: everything held or meant at 0, one cash coin at 1, nothing near enough", () => {
    const input = toPreviewInput({ kind: "cash" }, profile, portfolio);
    const targets = input.targets ?? {};
    const held = portfolio.positions.map(({ asset }) => asset as string);
    expect(Object.keys(targets).sort()).toEqual(
      [...new Set([...held, ...Object.keys(profile.targets), ...profile.cashAssets])].sort(),
    );
    expect(Object.entries(targets).filter(([, weight]) => weight !== "0")).toEqual([["USD", "1"]]);
    expect(input.policy).toEqual({ goal: "target", tolerance: "0" });
  });
});
