// Which signals are marked on the candles of an asset, where, and which levels of a position stand there?
import { expect, test } from "vitest";
import { type Signal, signalSchema } from "#shared/domain/signal.ts";
import { positionReadingSchema } from "#shared/domain/signal-position.ts";
import { signalsOf, toPositionLevels, toSignalMarks } from "./signal-marks.ts";

const HOUR = 3_600_000;

function signal(number: number, changes: Partial<Record<keyof Signal, unknown>>): Signal {
  return signalSchema.parse({
    ...{ id: `00000000-0000-4000-8000-00000000000${number}`, profileId: "core", ts: 10 * HOUR, asset: "ETH" },
    ...{ action: "buy", quantity: null, price: "100", confidence: "0.8", strength: "0.7", source: "strategy" },
    ...{ summary: "", rationale: [], expiresAt: 34 * HOUR, rule: "mapper (ensemble), version 1" },
    decisionHash: "a".repeat(64),
    ...changes,
  });
}
const rule = (number: number, ts: number, changes = {}) =>
  signal(number, {
    ts,
    expiresAt: ts + HOUR,
    source: "rebalance",
    action: "sell",
    rule: "threshold, version 1",
    ...changes,
  });

test("only signals of the asset; a rule that goes on saying the same is marked once, and again after a silence", () => {
  const all = [
    rule(5, 20 * HOUR),
    rule(4, 12 * HOUR + 60_000),
    rule(3, 11 * HOUR),
    signal(2, { asset: "BTC" }),
    signal(1, {}),
  ];
  expect(signalsOf(all, "ETH").map(({ id }) => id.slice(-1))).toEqual(["5", "3", "1"]);
  const opposite = rule(6, 12 * HOUR, { action: "buy" });
  expect(signalsOf([opposite, rule(3, 11 * HOUR)], "ETH")).toHaveLength(2);
});

test("a strategy's mark stands in the bar that closed with it, a rule's at its moment; only buy and sell take a side", () => {
  const marks = toSignalMarks([signal(1, {}), rule(2, 11 * HOUR), signal(3, { action: "hold" })], "utc");
  expect(marks.map(({ time, side }) => [time, side])).toEqual([
    [10 * HOUR - 1, "buy"],
    [11 * HOUR, "sell"],
    [10 * HOUR - 1, null],
  ]);
  expect(marks[0]?.words).toBe("▲ Buy, Strategy: mapper (ensemble), version 1, 1 Jan 10:00, strength 0.70");
});

test("the levels of a position are its stop and the rungs that are left, numbered as in the whole ladder", () => {
  const reading = positionReadingSchema.parse({
    ...{ asset: "ETH", signalId: "00000000-0000-4000-8000-000000000001", rule: "r", openedAt: 0, entryPrice: "100" },
    ...{ quantity: "2", boughtQuantity: "3", highest: "104", rungsTaken: 1, confidenceAtEntry: "0.8", price: "103" },
    ...{ stop: "98.8", stopKind: "trailing", rungs: ["106", "109"], leaveAt: null, due: null },
    risk: { parts: [], value: 0, because: "dailyLoss", advice: "keep" },
  });
  expect(toPositionLevels(reading).map(({ title, price, tone }) => [title, price, tone])).toEqual([
    ["Trailing stop", "98.8", "stop"],
    ["Take-profit 2", "106", "order"],
    ["Take-profit 3", "109", "order"],
  ]);
});
