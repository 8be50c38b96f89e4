// What does one candle look like to the chart library, and how do live candles join those already known?
import type { UTCTimestamp } from "lightweight-charts";
import type { Candle } from "#shared/domain/candle.ts";
import { toChartNumber, toChartSeconds } from "./to-chart-number.ts";

export interface PriceBar {
  readonly time: UTCTimestamp;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export function toPriceBar(candle: Candle): PriceBar {
  return {
    // The library brands its seconds; this is the one door to it.
    time: toChartSeconds(candle.openTime) as UTCTimestamp,
    open: toChartNumber(candle.open),
    high: toChartNumber(candle.high),
    low: toChartNumber(candle.low),
    close: toChartNumber(candle.close),
    volume: toChartNumber(candle.volume),
  };
}

/** Known bars followed by the live ones that are newer; a live bar of the same time replaces the known one. Both ascending. */
export function joinBars(known: readonly PriceBar[], live: readonly PriceBar[]): readonly PriceBar[] {
  const first = live[0];
  if (first === undefined) return known;
  let cut = known.length;
  while (cut > 0 && (known[cut - 1]?.time ?? 0) >= first.time) cut -= 1;
  const replaced = new Set(live.map((bar) => bar.time));
  const between = known.slice(cut).filter((bar) => !replaced.has(bar.time));
  return between.length === 0
    ? [...known.slice(0, cut), ...live]
    : [...known.slice(0, cut), ...between, ...live].sort((a, b) => a.time - b.time);
}

/** Puts a bar that is as new as the last one in its place, or behind it. Changes the list: it is called for every frame. */
export function appendBar(bars: PriceBar[], bar: PriceBar): void {
  if (bars.at(-1)?.time === bar.time) bars[bars.length - 1] = bar;
  else bars.push(bar);
}

/** Puts an older bar in the place of the one of its time; true where that was another. A time without a bar is left to the history. */
export function replaceBar(bars: PriceBar[], bar: PriceBar): boolean {
  const at = bars.findLastIndex(({ time }) => time <= bar.time);
  const known = bars[at];
  if (known === undefined || known.time !== bar.time || isSame(known, bar)) return false;
  bars[at] = bar;
  return true;
}

function isSame(one: PriceBar, other: PriceBar): boolean {
  return (
    one.open === other.open &&
    one.high === other.high &&
    one.low === other.low &&
    one.close === other.close &&
    one.volume === other.volume
  );
}
