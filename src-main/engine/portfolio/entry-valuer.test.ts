import { describe, expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { asset, FakePrices, testTransaction } from "#testing/portfolio-fakes.ts";
import { recordingLogger } from "#testing/silent-logger.ts";
import { EntryValuer } from "./entry-valuer.ts";

const START = 1_767_571_200_000;
const PAST = START - 5 * HOUR_MS;
const SIGNAL = new AbortController().signal;

function setUp() {
  const prices = new FakePrices();
  prices.set({ BTC: "100", USDC: "1.01", BNB: "7" });
  const asked: string[] = [];
  const logger = recordingLogger();
  const valuer = new EntryValuer({
    currency: () => asset("USD"),
    cashAssets: () => [asset("USD"), asset("USDC")],
    prices,
    history: {
      priceAt: async (code, _currency, at) => {
        asked.push(`${code} ${at}`);
        return code === "BTC" || code === "BNB" ? decimalString("50") : null;
      },
    },
    clock: new ManualClock(START),
    logger,
    fillPriceMs: MINUTE_MS,
  });
  return { valuer, asked, logger };
}

const reward = (ts: number, code = "BTC") =>
  testTransaction({ id: `r${ts}${code}`, ts, type: "reward", asset: code, quantity: "2" });
const trade = (ts: number, changes: Partial<Parameters<typeof testTransaction>[0]> = {}) =>
  testTransaction({
    id: `t${ts}`,
    ts,
    type: "trade",
    side: "buy",
    asset: "ETH",
    quantity: "1",
    quote: "USDC",
    price: "10",
    ...changes,
  });

describe("EntryValuer", () => {
  it("values what came in at the price of its minute, which it asks for once", async () => {
    const { valuer, asked } = setUp();
    const valued = await valuer.valued([reward(PAST), reward(PAST + 1), reward(PAST + MINUTE_MS)], SIGNAL);
    expect(valued.map(({ price, quote, quoteValue }) => [price, quote, quoteValue])).toEqual(
      Array.from({ length: 3 }, () => ["50", "USD", "1"]),
    );
    expect(asked).toEqual([`BTC ${PAST}`, `BTC ${PAST + MINUTE_MS}`]);
  });

  it("takes the present price for what just happened, and one for the currency itself", async () => {
    const { valuer, asked } = setUp();
    const [now, cash] = await valuer.valued([reward(START - MINUTE_MS), reward(PAST, "USD")], SIGNAL);
    expect(now).toMatchObject({ price: "100" });
    expect(cash).toEqual(reward(PAST, "USD"));
    expect(valuer.price(asset("USD"))).toBe("1");
    expect(asked).toEqual([]);
  });

  it("leaves what the past does not tell without value; only a fill just missed takes a cash coin's present one, and says so", async () => {
    const { valuer, logger } = setUp();
    expect(await valuer.valued([trade(PAST), reward(PAST, "DOGE")], SIGNAL)).toEqual([
      trade(PAST),
      reward(PAST, "DOGE"),
    ]);
    expect(logger.lines).toEqual([]);
    expect(await valuer.valued([trade(PAST)], SIGNAL, "recent")).toMatchObject([{ quoteValue: "1.01" }]);
    expect(await valuer.valued([reward(PAST, "DOGE")], SIGNAL, "recent")).toEqual([reward(PAST, "DOGE")]);
    expect(logger.lines).toMatchObject([{ level: "warn" }]);
  });

  it("values a fee in a third coin, and touches nothing that is known", async () => {
    const { valuer, asked } = setUp();
    const [third, own] = await valuer.valued(
      [
        trade(PAST, { quote: "USD", fee: ["BNB", "0.1"] }),
        trade(PAST, { quote: "USD", fee: ["ETH", "0.1"], quoteValue: "1" }),
      ],
      SIGNAL,
    );
    expect(third).toMatchObject({ quoteValue: "1", feeValue: "50" });
    expect(own).toEqual(trade(PAST, { quote: "USD", fee: ["ETH", "0.1"], quoteValue: "1" }));
    expect(asked).toEqual([`BNB ${PAST}`]);
    // Half a trade, and a side of a transfer: what they are worth is not for prices to say.
    const half = { ...trade(PAST), price: null, quote: null };
    const side = { ...reward(PAST), type: "transfer", side: "sell" } as const;
    expect(await valuer.valued([half, side], SIGNAL)).toEqual([half, side]);
  });
});
