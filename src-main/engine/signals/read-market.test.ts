import { expect, it } from "vitest";
import type { StrategyRequest } from "#engine/ports/strategy-worker.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema } from "#shared/domain/ids.ts";
import { DAY_MS, HOUR_MS, unixMs } from "#shared/domain/time.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { readMarket } from "./read-market.ts";

/** A thousand bars rank each strategy, a thousand more all of them together. */
const BARS = 2_400;

function requestOf(mode: "ensemble" | "pick"): StrategyRequest {
  const columns = hourlyCandles(BARS);
  const text = (value: number | undefined) => decimalString(String(value));
  const hourly = Array.from(columns.close, (_, index) => ({
    openTime: unixMs(columns.timestampMs[index] ?? 0),
    open: text(columns.open[index]),
    high: text(columns.high[index]),
    low: text(columns.low[index]),
    close: text(columns.close[index]),
    volume: text(columns.volume[index]),
    closed: true,
  })) as Candle[];
  return {
    symbol: marketSymbolSchema.parse("BTC/USD"),
    configuration: {
      staticSeed: "a".repeat(64),
      complexityFactor: 1,
      trajectoryWeight: 0,
      weights: { volumeMomentum: 0.6, evidenceCombiner: 0.4, cycleWheel: 0 },
      mode,
      confidenceThreshold: 0.5,
      signalStrengthThreshold: 0.3,
      entropyThreshold: 0.003,
      driftDeltaRange: [0.0001, 0.05],
    },
    hourly,
    minutes: [],
    portfolio: null,
    pick: mode === "pick" ? { rotatingHash: "b".repeat(64), epoch: 1, without: [] } : null,
    costs: { halfSpread: decimalString("0.0005"), fee: decimalString("0.001"), stake: decimalString("1000") },
  };
}

it("follows each strategy's signals on paper, costs taken off, losses as losses", () => {
  const reading = readMarket(requestOf("ensemble"));
  const entries = reading?.paper ?? [];
  expect(new Set(entries.map(({ group }) => group))).toContain("mapper");
  expect(new Set(entries.map(({ end }) => end))).toContain("expiry");
  for (const { gross, costs, result } of entries) {
    expect(Decimal.parse(gross).sub(Decimal.parse(costs)).toString()).toBe(result);
    // Two half spreads and two fees of about 1,000 each: three to four USD a signal.
    expect(Decimal.parse(costs).gt(Decimal.fromInteger(2))).toBe(true);
  }
});

it("tells what the ledger does not have yet, as if it had been asked at every close", () => {
  const request = requestOf("ensemble");
  const all = readMarket(request)?.paper ?? [];
  const half = { ...request, hourly: request.hourly.slice(0, BARS - 100) };
  const first = readMarket(half)?.paper ?? [];
  const until = unixMs((half.hourly.at(-1)?.openTime ?? 0) + HOUR_MS);
  const running = first.filter(({ end }) => end === null);
  const rest = readMarket({ ...request, followed: { until, running } })?.paper ?? [];
  const keys = (entries: typeof all) => entries.map(({ group, side, at, price }) => `${group} ${side} ${at} ${price}`);
  expect(rest.length).toBeGreaterThan(3);
  expect(running.length).toBeGreaterThan(0);
  expect(keys([...first, ...rest]).sort()).toEqual(keys(all).sort());
});

it("tells what all together said at each hour of the last 30 days, the newest last", () => {
  const reading = readMarket(requestOf("ensemble"));
  const directions = reading?.directions ?? [];
  const newest = reading?.record.closedAt ?? Number.NaN;
  expect(directions.length).toBeGreaterThan(300);
  const times = directions.map(([closedAt]) => closedAt);
  expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThan(newest - 30 * DAY_MS);
  expect(times.at(-1)).toBeLessThanOrEqual(newest);
  for (const [, direction] of directions) expect(Math.abs(direction)).toBeLessThanOrEqual(1);
  const { mapper } = reading?.record.outcome ?? {};
  if (mapper?.state === "read") expect(directions.at(-1)).toEqual([newest, mapper.direction]);
  expect(readMarket(requestOf("pick"))?.directions).toEqual([]);
});

it("has no past of all together where one is drawn anew for the newest bar", () => {
  const request = requestOf("pick");
  const newest = unixMs((request.hourly.at(-1)?.openTime ?? 0) + HOUR_MS);
  const entries = readMarket(request)?.paper ?? [];
  expect(entries.length).toBeGreaterThan(0);
  expect(entries.filter(({ group, at }) => group === "mapper" && at < newest)).toEqual([]);
});
