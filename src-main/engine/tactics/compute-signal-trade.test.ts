import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { accountIdSchema, marketSymbolSchema } from "#shared/domain/ids.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Signal } from "#shared/domain/signal.ts";
import type { SignalPosition } from "#shared/domain/signal-position.ts";
import { unixMs } from "#shared/domain/time.ts";
import { asset, testProfile } from "#testing/portfolio-fakes.ts";
import { computeExitTrade, computeSignalTrade, type SignalTradeFacts } from "./compute-signal-trade.ts";

const market = (account: string, base: string, quote: string) => ({
  accountId: accountIdSchema.parse(account),
  symbol: marketSymbolSchema.parse(`${base}/${quote}`),
  base: asset(base),
  quote: asset(quote),
});
const held = (code: string, price: string, ...frees: readonly (readonly [account: string, free: string])[]) => ({
  asset: code,
  price,
  balances: frees.map(([accountId, free]) => ({ accountId, free })),
});
const PORTFOLIO = {
  currency: "USD",
  totalValue: "10000",
  state: "live",
  positions: [
    held("BTC", "100", ["a", "2"], ["b", "0.5"]),
    held("USD", "1", ["a", "300"], ["b", "2000"]),
    held("USDC", "1", ["a", "900"]),
  ],
} as unknown as Portfolio;
const SIGNAL = {
  id: "s1",
  asset: "BTC",
  action: "buy",
  source: "strategy",
  rule: "ensemble, version 1",
  confidence: "0.8",
  expiresAt: 2_000,
} as unknown as Signal;
const POSITION = {
  asset: "BTC",
  signalId: "s0",
  rule: "ensemble, version 1",
  quantity: "1.5",
  confidenceAtEntry: "0.9",
} as SignalPosition;

const rules = (patch: Record<string, unknown> = {}) => ({ riskAdjustmentFactor: "1", ...patch });
const ask = (patch: Partial<SignalTradeFacts> = {}, signal: Partial<Record<keyof Signal, unknown>> = {}) =>
  computeSignalTrade({
    profile: testProfile({ positions: rules() }),
    portfolio: PORTFOLIO,
    markets: [market("a", "BTC", "USD"), market("a", "BTC", "USDC"), market("b", "BTC", "USD")],
    positions: [],
    volatility: null,
    edge: null,
    now: unixMs(1_000),
    ...patch,
    signal: { ...SIGNAL, ...signal } as Signal,
  });
const none = (found: ReturnType<typeof ask>) => ("none" in found ? found.none : found.trade);

describe("a trade from a signal", () => {
  it("buys what the rules suggest, where most is free to pay with, and names the signal", () => {
    expect(ask()).toMatchObject({
      trade: {
        symbol: "BTC/USD",
        accountId: "b",
        side: "buy",
        size: { by: "value", amount: "500" },
        signal: { id: "s1", rule: "ensemble, version 1", asset: "BTC", confidence: "0.8" },
      },
    });
  });

  it("buys with all that is free where the rules suggest more, fees out of it", () => {
    const profile = testProfile({ positions: rules({ fraction: "0.25" }) });
    expect(ask({ profile })).toMatchObject({ trade: { accountId: "b", size: { by: "share", amount: "1" } } });
  });

  it("sells what was bought from signals, at most what is free, and nothing held by target", () => {
    expect(ask({ positions: [POSITION] }, { action: "sell" })).toMatchObject({
      trade: { side: "sell", accountId: "a", size: { by: "quantity", amount: "1.5" } },
    });
    expect(ask({ positions: [{ ...POSITION, quantity: "7" } as SignalPosition] }, { action: "sell" })).toMatchObject({
      trade: { size: { amount: "2" } },
    });
    expect(none(ask({}, { action: "sell" }))).toContain("Nothing of BTC was bought from a signal");
  });

  it("does not count more of an open position as a further one", () => {
    const profile = testProfile({ positions: rules({ maxOpenPositions: 1 }) });
    expect(ask({ profile, positions: [POSITION] })).toHaveProperty("trade");
    const other = { ...POSITION, asset: asset("ETH") };
    expect(none(ask({ profile, positions: [other] }))).toBe("1 positions from signals are open; 1 are allowed.");
  });

  it.each([
    ["expired", {}, { expiresAt: 1_000 }, "has expired"],
    ["of a rule", {}, { source: "rebalance" }, "plan a rebalance"],
    ["to hold", {}, { action: "hold" }, "says hold"],
    ["of no asset", {}, { asset: null }, "nothing to trade"],
    ["of a parked asset", { profile: testProfile({ parked: ["BTC"] }) }, {}, "re-arm it first"],
    ["without a market", { markets: [market("a", "BTC", "ETH")] }, {}, "No account of this profile trades BTC"],
    ["on stale prices", { portfolio: { ...PORTFOLIO, state: "stale" as const } }, {}, "fresh"],
  ])("is none with words for a signal %s", (_what, patch, signal, words) => {
    expect(none(ask(patch, signal))).toContain(words);
  });

  it("of an exit names the signal that opened the position, and why", () => {
    const facts = { profile: testProfile(), portfolio: PORTFOLIO, markets: [market("a", "BTC", "USD")], positions: [] };
    const exit = { kind: "stopLoss", quantity: Decimal.parse("1.5"), rungs: 1 } as const;
    expect(computeExitTrade(facts, POSITION, exit)).toMatchObject({
      trade: {
        side: "sell",
        size: { by: "quantity", amount: "1.5" },
        signal: { id: "s0", exit: { kind: "stopLoss", rungs: 1 } },
      },
    });
  });
});
