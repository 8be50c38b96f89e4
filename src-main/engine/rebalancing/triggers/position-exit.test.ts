// Does each exit of a position make one suggestion, with the numbers that were compared and a plan for it?
import { describe, expect, it } from "vitest";
import { decimalString } from "#shared/domain/decimal.ts";
import { type PositionReading, positionReadingSchema } from "#shared/domain/signal-position.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { asset } from "#testing/portfolio-fakes.ts";
import { triggerInput } from "#testing/trigger-input.ts";
import { positionExitTrigger } from "./position-exit.ts";

const NOW = unixMs(100 * HOUR_MS);

function reading(patch: Partial<Record<keyof PositionReading, unknown>> = {}): PositionReading {
  return positionReadingSchema.parse({
    ...{ asset: "BTC", signalId: "00000000-0000-4000-8000-000000000001", rule: "mapper (ensemble), version 1" },
    ...{ openedAt: 50 * HOUR_MS, entryPrice: "100", quantity: "2", boughtQuantity: "2", highest: "110" },
    ...{ rungsTaken: 0, confidenceAtEntry: "0.8", price: "97", stop: "97.5", stopKind: "stopLoss" },
    ...{ rungs: ["103", "106"], leaveAt: null, due: null },
    risk: { parts: [], value: 0.9, because: "stopDistance", advice: "exit" },
    ...patch,
  });
}

const due = (kind: string) => ({ kind, quantity: "2", rungs: 0 });
const ask = (...positions: readonly PositionReading[]) =>
  positionExitTrigger.evaluate(
    triggerInput({
      values: { BTC: "50", USD: "50" },
      targets: { BTC: "0.5", USD: "0.5" },
      facts: { now: NOW, positions },
    }),
  );
const numbers = ({ measured, limit }: { measured: object; limit: object }) => [String(measured), String(limit)];

describe("what is due of positions", () => {
  it.each<[string, Partial<Record<keyof PositionReading, unknown>>, string, string, [string, string], string]>([
    ["stopLoss", {}, "Stop-loss of BTC", "critical", ["97", "97.5"], "BTC stands at 97 USD; its stop is 97.5."],
    [
      "trailing",
      { stop: "104.5", price: "104" },
      ...(["Trailing stop of BTC", "critical", ["104", "104.5"]] as const),
      "BTC stands at 104 USD; its stop trails 110 at 104.5.",
    ] as never,
    ["takeProfit", { price: "104" }, "Take profit of BTC", "medium", ["104", "103"], "profit zone of 103"],
    ["timeStop", { leaveAt: 98 * HOUR_MS }, "Time stop of BTC", "high", ["50", "48"], "for 50 hours; 48 are allowed"],
    [
      "risk",
      {},
      "Leave the position of BTC",
      "high",
      ["0.9", "0.8"],
      "Its risk is 0.90 of 1, because of: stopDistance.",
    ],
    [
      "risk",
      { risk: { parts: [], value: 0.65, because: "drawdown", advice: "halve" } },
      ...(["Halve the position of BTC", "medium", ["0.65", "0.6"]] as const),
      "Its risk is 0.65",
    ] as never,
  ])("%s %o", (kind, patch, title, priority, compared, reason) => {
    const { findings } = ask(reading({ due: due(kind), ...patch }));
    expect(findings).toMatchObject([
      {
        type: "positionExit",
        asset: "BTC",
        title,
        priority,
        plan: { policy: {}, exit: "BTC" },
        action: "Sell 2.00 BTC.",
      },
    ]);
    expect(findings[0]?.reason).toContain(reason);
    expect(numbers(findings[0] as never)).toEqual(compared);
  });

  it("says what it looked at where nothing is, and that it cannot tell without a price", () => {
    expect(ask().quiet).toMatchObject({ known: true, reason: "No position from a signal is open." });
    const calm = reading({ asset: asset("ETH"), price: decimalString("99"), risk: { ...reading().risk, value: 0.4 } });
    expect(ask(reading({ price: "99", risk: { ...reading().risk, value: 0.2 } }), calm).quiet).toMatchObject({
      ...{ known: true, asset: "ETH", reason: "Nothing is due; the risk of ETH is the highest, 0.40 of 1." },
    });
    expect(ask(reading({ price: null })).quiet).toMatchObject({
      known: false,
      reason: "No price of BTC is fresh enough.",
    });
  });
});
