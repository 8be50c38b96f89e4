// Is the past of a signal's like that of its own strategy on its own market?
import { expect, test } from "vitest";
import { sampleSignal, sampleStrategies } from "./testing-samples.ts";
import { speakerOf, trackRecordOf } from "./track-record.ts";

const ENSEMBLE = { rule: "mapper (ensemble), version 2", source: "strategy" };
const WHEEL = { rule: "cycleWheel, version 1", source: "cycle" };

test("a rule's name says who speaks", () => {
  expect(speakerOf(sampleSignal(ENSEMBLE))).toBeNull();
  expect(speakerOf(sampleSignal(WHEEL))).toBe("cycleWheel");
  expect(speakerOf(sampleSignal())).toBeUndefined();
});

test("hit rate and result are the speaker's on this market; what was not followed has no result", () => {
  expect(trackRecordOf(sampleSignal(ENSEMBLE), sampleStrategies())).toMatchObject({
    ...{ kind: "counted", symbol: "BTC/USD", bars: 3_200, hitRate: { n: 40, hits: 24 }, paper: { result: "-6" } },
  });
  expect(trackRecordOf(sampleSignal(WHEEL), sampleStrategies())).toMatchObject({
    ...{ kind: "counted", hitRate: { strategy: "cycleWheel", n: 0 }, paper: null },
  });
});

test("what was not read, what is drawn, and what no strategy said are told apart", () => {
  const eth = sampleSignal({ ...ENSEMBLE, asset: "ETH" });
  expect(trackRecordOf(eth, sampleStrategies())).toEqual({ kind: "unread", hadCycle: false, nextCycleAt: 3_660_000 });
  const [market] = sampleStrategies().symbols;
  const pick = sampleStrategies({ symbols: [{ ...market, hitRates: [] }] });
  expect(trackRecordOf(sampleSignal(ENSEMBLE), pick)).toEqual({ kind: "drawn", symbol: "BTC/USD" });
  expect(trackRecordOf(sampleSignal(), sampleStrategies())).toBeNull();
});
