import { describe, expect, it } from "vitest";
import { type Candle, TIMEFRAME_MS, type Timeframe, timeframeSchema } from "#shared/domain/candle.ts";
import { mergeCandles, rollUpCandles } from "#shared/domain/compute-candles.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { scriptedMinute } from "#testing/scripted-feed.ts";
import { CandleSeries } from "./candle-series.ts";

const START = 1_767_571_200_000;
const LONGER = timeframeSchema.options.filter((timeframe) => timeframe !== "1m");

const minuteAt = (index: number, price = 1_000 + ((index * 7_919) % 131)): Candle =>
  scriptedMinute(START + index * MINUTE_MS, price);
const minutesAt = (from: number, until: number): readonly Candle[] =>
  Array.from({ length: until - from }, (_, index) => minuteAt(from + index));

function setUp() {
  const state: { open: Candle | null } = { open: null };
  const series = new CandleSeries(() => state.open);
  const told = new Map<Timeframe, Candle[]>(timeframeSchema.options.map((timeframe) => [timeframe, []]));
  const take = (closed: ReturnType<CandleSeries["addMinute"]>) => {
    for (const { timeframe, candle } of closed) told.get(timeframe)?.push(candle);
    return closed.map(({ timeframe, candle }) => `${timeframe} ${(candle.openTime - START) / MINUTE_MS}`);
  };
  return { state, series, told, take };
}

describe("closed candles", () => {
  it("are told whole, each once, over three days; the first of each length is not", () => {
    const { series, told, take } = setUp();
    const minutes = minutesAt(-30, 3 * 24 * 60);
    for (const minute of minutes) take(series.addMinute(minute));
    expect(told.get("1m")).toEqual(minutes.slice(1));
    for (const timeframe of LONGER) {
      const whole = rollUpCandles(minutes, timeframe, START + 3 * DAY_MS).filter(
        ({ openTime }) => openTime > (minutes[0]?.openTime ?? 0),
      );
      expect(told.get(timeframe)).toEqual(whole);
    }
  });

  it("are told with the next minute where none came at their own end", () => {
    const { series, take } = setUp();
    take(series.addMinute(minuteAt(-1)));
    expect(take(series.addMinute(minuteAt(0)))).toEqual(["1m 0"]);
    expect(take(series.addMinute(minuteAt(2)))).toEqual(["1m 2"]);
    expect(take(series.addMinute(minuteAt(17)))).toEqual(["5m 0", "15m 0", "1m 17"]);
    expect(take(series.addMinute(minuteAt(24 * 60 + 3)))).toEqual([
      "5m 15",
      "15m 15",
      "1h 0",
      "4h 0",
      "1d 0",
      "1m 1443",
    ]);
  });

  it("lack no part: after an interruption they begin anew", () => {
    const { series, state, take } = setUp();
    for (const minute of minutesAt(-1, 3)) take(series.addMinute(minute));
    state.open = minuteAt(3);
    series.interrupt(minuteAt(3).openTime);
    expect(take(series.addMinute(minuteAt(3)))).toEqual([]);
    // Whether minute 3 was continued before this one is not known: the connection may have come back only now.
    expect(take(series.addMinute(minuteAt(4)))).toEqual([]);
    expect(take(series.addMinute(minuteAt(5)))).toEqual(["1m 5"]);
    for (const minute of minutesAt(6, 9)) take(series.addMinute(minute));
    expect(take(series.addMinute(minuteAt(9)))).toEqual(["1m 9", "5m 5"]);
  });
});

describe("the venue's own candles", () => {
  it("take the place of ours: the minute is told once more, and with it the longer ones that are over", () => {
    const { series, take } = setUp();
    for (const minute of minutesAt(-1, 61)) take(series.addMinute(minute));
    const corrected = { ...minuteAt(59), high: decimalString("9999"), volume: decimalString("7") };
    const changed = series.replace("1m", corrected);
    expect(take(changed)).toEqual(["1m 59", "5m 55", "15m 45", "1h 0"]);
    const minutes = [...minutesAt(0, 59), corrected];
    for (const { timeframe, candle } of changed.slice(1)) {
      expect(candle).toEqual(rollUpCandles(minutes, timeframe, START + HOUR_MS).at(-1));
    }
    // What is still open changes silently, and closes with the corrected minute.
    expect(series.open("4h")).toMatchObject({ high: "9999" });
    expect(take(series.replace("1m", { ...minuteAt(60), high: decimalString("5") }))).toEqual(["1m 60"]);
    for (const minute of minutesAt(61, 239)) take(series.addMinute(minute));
    const four = series.addMinute(minuteAt(239)).find(({ timeframe }) => timeframe === "4h");
    expect(four?.candle.high).toBe("9999");
  });

  it("may come before ours: the minute is told once", () => {
    const { series, take } = setUp();
    for (const minute of minutesAt(-1, 4)) take(series.addMinute(minute));
    expect(take(series.replace("1m", minuteAt(4, 5_000)))).toEqual(["1m 4", "5m 0"]);
    expect(take(series.addMinute(minuteAt(4)))).toEqual([]);
    expect(series.open("15m")).toMatchObject({ high: "5001" });
  });

  it("are whole, also the first of them", () => {
    const { series, take } = setUp();
    expect(take(series.replace("1m", minuteAt(0)))).toEqual(["1m 0"]);
    for (const minute of minutesAt(1, 4)) take(series.replace("1m", minute));
    expect(take(series.addMinute(minuteAt(4)))).toEqual(["1m 4", "5m 0"]);
  });

  it("may be longer than a minute: they replace the minutes within", () => {
    const { series, take, state } = setUp();
    for (const minute of minutesAt(-1, 9)) take(series.addMinute(minute));
    const five: Candle = { ...minuteAt(5), high: decimalString("7777"), volume: decimalString("100") };
    state.open = minuteAt(9);
    expect(take(series.replace("5m", five))).toEqual(["5m 5"]);
    // The last of its minutes is ours to tell, and counts no second time.
    expect(series.open("15m")?.volume).toBe("110");
    expect(take(series.addMinute(minuteAt(9)))).toEqual(["1m 9"]);
    state.open = null;
    for (const minute of minutesAt(10, 14)) take(series.addMinute(minute));
    const closed = series.addMinute(minuteAt(14));
    expect(take(closed)).toEqual(["1m 14", "5m 10", "15m 0"]);
    expect(closed.at(-1)?.candle).toMatchObject({ high: "7777", volume: "120" });
    expect(take(series.replace("5m", { ...five, high: decimalString("8888") }))).toEqual(["5m 5", "15m 0"]);
    // A minute within it has less to say.
    expect(take(series.replace("1m", minuteAt(6, 99_999)))).toEqual(["1m 6"]);
    expect(series.open("1h")?.high).toBe("8888");
  });

  it("that fill a minute without trades do not make a longer one's prices", () => {
    const { series, take } = setUp();
    const filler = { ...scriptedMinute(START, 50), volume: decimalString("0") };
    take(series.replace("1m", filler));
    for (const minute of minutesAt(1, 4)) take(series.replace("1m", minute));
    const closed = series.replace("1m", minuteAt(4));
    expect(closed.at(-1)?.candle).toEqual(mergeCandles(minutesAt(1, 5), unixMs(START), true));
    // Where nothing was traded at all, the filler is what there is.
    for (let index = 5; index < 10; index += 1) {
      take(series.replace("1m", { ...filler, openTime: minuteAt(index).openTime }));
    }
    expect(series.open("15m")?.low).toBe(series.open("1h")?.low);
  });

  it("of long ago change nothing that is open", () => {
    const { series, take } = setUp();
    for (const minute of minutesAt(-1, 26 * 60)) take(series.addMinute(minute));
    expect(take(series.replace("1m", minuteAt(3, 99_999)))).toEqual(["1m 3"]);
    expect(series.open("1d")?.high).not.toBe("100000");
  });
});

describe("what the venue told of the past", () => {
  it("gives the open candles their beginning, and whole ones from then on", () => {
    const { series, state, take } = setUp();
    state.open = minuteAt(100);
    const now = unixMs(minuteAt(100).openTime + 30_000);
    expect(LONGER.map((timeframe) => series.lacksStart(timeframe, now))).toEqual(LONGER.map(() => true));
    series.learn({ from: unixMs(START), until: minuteAt(100).openTime }, minutesAt(0, 100));
    expect(LONGER.map((timeframe) => series.lacksStart(timeframe, now))).toEqual(LONGER.map(() => false));
    expect(series.open("1d")).toEqual(mergeCandles(minutesAt(0, 101), unixMs(START), false));
    expect(take(series.addMinute(minuteAt(100)))).toEqual([]);
    state.open = null;
    // Minute 100 was not seen whole, so no candle with it is told until the venue has told it too.
    for (const minute of minutesAt(101, 104)) take(series.addMinute(minute));
    expect(take(series.addMinute(minuteAt(104)))).toEqual(["1m 104"]);
    series.learn({ from: minuteAt(75).openTime, until: minuteAt(104).openTime }, minutesAt(75, 104));
    for (const minute of minutesAt(105, 119)) take(series.addMinute(minute));
    const closed = series.addMinute(minuteAt(119));
    expect(take(closed)).toEqual(["1m 119", "5m 115", "15m 105", "1h 60"]);
    expect(closed.at(-1)?.candle).toEqual(mergeCandles(minutesAt(60, 120), minuteAt(60).openTime, true));
  });

  it("fills the hole of an interruption, with the venue's own gaps", () => {
    const { series, take } = setUp();
    for (const minute of minutesAt(-1, 10)) take(series.addMinute(minute));
    series.interrupt(-1);
    for (const minute of minutesAt(20, 24)) take(series.addMinute(minute));
    // The venue had no candles of minutes 12 to 17: a halt. Ours of minute 8 is not there either.
    const halted = minutesAt(5, 24).filter(({ openTime }) => {
      const index = (openTime - START) / MINUTE_MS;
      return index !== 8 && (index < 12 || index > 17);
    });
    series.learn({ from: minuteAt(5).openTime, until: minuteAt(24).openTime }, halted);
    for (const minute of minutesAt(24, 59)) take(series.addMinute(minute));
    const hour = series.addMinute(minuteAt(59)).at(-1);
    expect(hour).toEqual({
      timeframe: "1h",
      candle: mergeCandles([...minutesAt(0, 5), ...halted, ...minutesAt(24, 60)], unixMs(START), true),
    });
  });

  it("holds for hours whose minutes are long gone", () => {
    const { series, take } = setUp();
    for (const minute of minutesAt(-1, 100)) take(series.addMinute(minute));
    series.interrupt(-1);
    for (const minute of minutesAt(700, 703)) take(series.addMinute(minute));
    const all = minutesAt(0, 703).map((minute, index) => (index === 30 ? minuteAt(30, 50_000) : minute));
    series.learn({ from: unixMs(START), until: minuteAt(703).openTime }, all);
    for (const minute of minutesAt(703, 1_439)) take(series.addMinute(minute));
    const day = series.addMinute(minuteAt(1_439)).at(-1);
    expect(day?.timeframe).toBe("1d");
    expect(day?.candle).toEqual(mergeCandles([...all, ...minutesAt(703, 1_440)], unixMs(START), true));
  });
});

it("shows what is open at any moment, and nothing where all is over", () => {
  const { series, state, take } = setUp();
  expect(timeframeSchema.options.map((timeframe) => series.open(timeframe))).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  for (const minute of minutesAt(-1, 7)) take(series.addMinute(minute));
  state.open = minuteAt(7);
  for (const timeframe of LONGER) {
    const from = timeframe === "5m" ? 5 : 0;
    expect(series.open(timeframe)).toEqual(mergeCandles(minutesAt(from, 8), minuteAt(from).openTime, false));
  }
  state.open = null;
  expect(series.open("5m")).toEqual(mergeCandles(minutesAt(5, 7), minuteAt(5).openTime, false));
  for (const minute of minutesAt(7, 10)) take(series.addMinute(minute));
  expect(series.open("5m")).toBeNull();
  expect(series.open("15m")?.openTime).toBe(START);
  series.reset();
  expect([series.open("1d"), series.lacksStart("1d", unixMs(START + TIMEFRAME_MS["1d"]))]).toEqual([null, true]);
});
