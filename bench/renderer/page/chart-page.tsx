// How long until a long history is on the screen: the program's chart, or the library given all of it?
import { CandlestickSeries, createChart } from "lightweight-charts";
import { createRef } from "react";
import { flushSync } from "react-dom";
import type { Root } from "react-dom/client";
import { toPriceBar } from "#renderer/charts/price-bar.ts";
import { PriceChart, type PriceChartHandle } from "#renderer/charts/price-chart.tsx";
import type { Candle } from "#shared/domain/candle.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import type { ChartFigures } from "./page-api.ts";

const START = 1_700_000_040_000;
const LIVE_MS = 3_000;
const LIVE_PER_FRAME = 20;

/** A walk that needs no chance: sums of sines. */
function candleAt(index: number, wobble = 0): Candle {
  const middle =
    50_000 + 5_000 * Math.sin(index / 9_000) + 400 * Math.sin(index / 130) + 30 * Math.sin(index / 3 + wobble);
  const cents = Math.round(middle * 100);
  const text = (change: number) => Decimal.of(BigInt(cents + change), 2).toString();
  return {
    openTime: unixMs(START + index * MINUTE_MS),
    open: text(0),
    high: text(2_500),
    low: text(-2_500),
    close: text(index % 2 === 0 ? 1_200 : -1_200),
    volume: text(0),
    closed: true,
  };
}

const candlesOf = (count: number) => Array.from({ length: count }, (_, index) => candleAt(index));

/** Resolves just after the next frame was drawn. */
const afterFrame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));

const settled = async () => {
  for (let frame = 0; frame < 20; frame += 1) await afterFrame();
};

async function framesWhile(update: (frame: number) => void): Promise<number> {
  const started = performance.now();
  let frames = 0;
  while (performance.now() - started < LIVE_MS) {
    update(frames);
    await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
    frames += 1;
  }
  return (frames * 1000) / (performance.now() - started);
}

export async function measureProductChart(root: Root, count: number): Promise<ChartFigures> {
  const candles = candlesOf(count);
  const handle = createRef<PriceChartHandle>();
  const show = (held: readonly Candle[]) =>
    flushSync(() =>
      root.render(
        <div style={{ width: 1000, height: 500, display: "flex" }}>
          <PriceChart
            ref={handle}
            seriesKey="bench"
            label="Bench"
            candles={held}
            tick="0.01"
            timeZone="utc"
            emaPeriods={[20, 50]}
          />
        </div>,
      ),
    );
  show([]);
  await settled();
  const started = performance.now();
  show(candles);
  await afterFrame();
  const paintedMs = performance.now() - started;
  await settled();
  const liveFps = await framesWhile((frame) => {
    for (let update = 0; update < LIVE_PER_FRAME; update += 1)
      handle.current?.update(candleAt(count - 1, frame + update));
  });
  return { paintedMs, liveFps };
}

export async function measurePlainChart(count: number): Promise<ChartFigures> {
  const bars = candlesOf(count).map(toPriceBar);
  const box = document.createElement("div");
  box.style.cssText = "width:1000px;height:500px";
  document.body.append(box);
  const series = createChart(box, { autoSize: true }).addSeries(CandlestickSeries);
  await settled();
  const started = performance.now();
  series.setData(bars);
  await afterFrame();
  const paintedMs = performance.now() - started;
  await settled();
  return { paintedMs, liveFps: await framesWhile((frame) => series.update(toPriceBar(candleAt(count - 1, frame)))) };
}

export async function measureNoChart(): Promise<ChartFigures> {
  await settled();
  return { paintedMs: 0, liveFps: await framesWhile(() => undefined) };
}
