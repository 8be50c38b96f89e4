import { describe, expect, it } from "vitest";
import { Decimal } from "#shared/domain/decimal.ts";
import { positionRulesSchema } from "#shared/domain/position-rules.ts";
import { type PositionReading, positionReadingSchema, signalPositionSchema } from "#shared/domain/signal-position.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { computePositionReading, type ReadingFacts } from "./compute-position-reading.ts";

const dec = (text: string) => Decimal.parse(text);
const POSITION = signalPositionSchema.parse({
  asset: "BTC",
  signalId: "00000000-0000-4000-8000-000000000001",
  rule: "ensemble, version 1",
  openedAt: 0,
  entryPrice: "100",
  quantity: "3",
  boughtQuantity: "3",
  highest: "100",
  rungsTaken: 0,
  confidenceAtEntry: "0.8",
});
const FACTS: ReadingFacts = {
  rules: positionRulesSchema.parse({}),
  ladder: ["103", "106", "109"].map(dec),
  scale: Decimal.ONE,
  price: dec("100"),
  now: unixMs(HOUR_MS),
  dayLoss: 0,
  dayLossLimit: 0.04,
  drawdown: 0,
  drawdownLimit: 0.12,
  volatility: null,
  confidenceNow: null,
  confidenceThreshold: 0.75,
};
const read = (patch: Partial<ReadingFacts> = {}, position: Partial<PositionReading> = {}) =>
  positionReadingSchema.parse(computePositionReading({ ...POSITION, ...position }, { ...FACTS, ...patch }));

describe("the reading of a position", () => {
  it("tells its levels and that nothing is due", () => {
    expect(read()).toMatchObject({ stop: "97.5", stopKind: "stopLoss", rungs: ["103", "106", "109"], due: null });
  });

  it.each([
    ["97.5", { kind: "stopLoss", quantity: "3", rungs: 0 }],
    ["103", { kind: "takeProfit", quantity: "1", rungs: 1 }],
    ["107", { kind: "takeProfit", quantity: "2", rungs: 2 }],
    // 80 % of the way to the stop.
    ["98", { kind: "risk", quantity: "3", rungs: 0 }],
    // 60 % of it.
    ["98.5", { kind: "risk", quantity: "1.5", rungs: 0 }],
    ["98.6", null],
  ])("at %s: %o", (price, due) => {
    expect(read({ price: dec(price) }).due).toEqual(due);
  });

  it("has nothing due without a price, whatever the rest says", () => {
    const blind = read({ price: null, dayLoss: 1 });
    expect(blind.due).toBeNull();
    expect(blind.risk).toMatchObject({ value: 1, because: "dailyLoss", advice: "exit" });
  });

  it("follows the highest price that is known", () => {
    const rules = positionRulesSchema.parse({ trailing: "0.05" });
    const risen = { highest: "120" as PositionReading["highest"], rungsTaken: 3 };
    expect(read({ rules, price: dec("114") }, risen).due).toMatchObject({ kind: "trailing", quantity: "3" });
    expect(read({ rules, price: dec("115") }, risen)).toMatchObject({ stop: "114", rungs: [], due: null });
  });
});
