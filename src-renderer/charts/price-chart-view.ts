// How is the chart library driven: created, fed once per frame, themed, paged, and taken down again?
import {
  CandlestickSeries,
  createChart,
  HistogramSeries,
  type IPriceLine,
  LineSeries,
  LineStyle,
  type LogicalRange,
  type MouseEventParams,
  type UTCTimestamp,
} from "lightweight-charts";
import type { TimeZoneChoice } from "#renderer/lib/format-time.ts";
import { BASE_OPTIONS, priceFormatter, themeOptions, zoneOptions } from "./chart-look.ts";
import { createChartMarks } from "./chart-marks.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { computeEma } from "./compute-ema.ts";
import { type BarWindow, newestWindow, shiftedByOlder, windowForView } from "./compute-window.ts";
import type { ChartMark } from "./place-marks.ts";
import { appendBar, joinBars, type PriceBar, replaceBar } from "./price-bar.ts";

export interface PriceLevel {
  readonly id: string;
  readonly price: number;
  readonly title: string;
  readonly tone: "stop" | "order";
}

export interface PriceChartEvents {
  /** Bar under the crosshair, or `undefined` when it left. */
  readonly onHover: (bar: PriceBar | undefined) => void;
  readonly onNeedOlder: () => void;
  /** Id of the signal's mark under the pointer and where in the chart, in pixels; null when it left. */
  readonly onMark: (
    id: string | null,
    place: { readonly x: number; readonly y: number; readonly width: number },
  ) => void;
  readonly onOpenMark: (id: string) => void;
}

export interface PriceChartView {
  setHistory(bars: readonly PriceBar[], fresh: boolean): void;
  /** Shown with the next frame, however many come before it. */
  update(bar: PriceBar): void;
  setMarks(marks: readonly ChartMark[]): void;
  setLevels(levels: readonly PriceLevel[]): void;
  setTheme(theme: ChartTheme): void;
  /** The newest price may be old or wrong: its line and label are grey. */
  setDoubted(doubted: boolean): void;
  setZone(zone: TimeZoneChoice): void;
  setDecimals(decimals: number): void;
  scrollBy(bars: number): void;
  zoomBy(factor: number): void;
  dispose(): void;
}

const BARS_AT_FIRST = 96;

export function createPriceChartView(
  container: HTMLElement,
  emaPeriods: readonly number[],
  events: PriceChartEvents,
): PriceChartView {
  const chart = createChart(container, {
    ...BASE_OPTIONS,
    rightPriceScale: { borderVisible: false, entireTextOnly: true, scaleMargins: { top: 0.05, bottom: 0.22 } },
    timeScale: { borderVisible: false, rightOffset: 3, timeVisible: true, minBarSpacing: 1 },
  });
  const candles = chart.addSeries(CandlestickSeries, { borderVisible: false });
  const volume = chart.addSeries(HistogramSeries, {
    priceScaleId: "volume",
    priceLineVisible: false,
    lastValueVisible: false,
    priceFormat: { type: "volume" },
  });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.88, bottom: 0 } });
  const averages = emaPeriods.map((period) => ({
    period,
    series: chart.addSeries(LineSeries, {
      lineWidth: 1,
      priceLineVisible: false,
      lastValueVisible: false,
      crosshairMarkerVisible: false,
    }),
  }));
  const marksLayer = createChartMarks();
  candles.attachPrimitive(marksLayer);

  let theme: ChartTheme | undefined;
  let doubted = false;
  let all: PriceBar[] = [];
  let live: PriceBar[] = [];
  let window: BarWindow = { start: 0, end: 0 };
  let marks: readonly ChartMark[] = [];
  let levels: readonly PriceLevel[] = [];
  let drawnLevels: IPriceLine[] = [];
  let frame: number | undefined;
  let askedOlder = false;
  let redrawing = false;
  let dragging = false;
  let hoveredMark: string | null = null;
  const pending = new Map<UTCTimestamp, PriceBar>();

  const volumeColor = (bar: PriceBar) => (bar.close >= bar.open ? theme?.volumeUp : theme?.volumeDown) ?? "transparent";
  const volumePoint = (bar: PriceBar) => ({ time: bar.time, value: bar.volume, color: volumeColor(bar) });
  const drawAverages = () => {
    const held = all.slice(window.start, window.end);
    for (const { period, series } of averages) {
      const values = computeEma(
        held.map((bar) => bar.close),
        period,
      );
      series.setData(
        held.flatMap((bar, index) => {
          const value = values[index];
          return value === undefined ? [] : [{ time: bar.time, value }];
        }),
      );
    }
  };
  const drawWindow = () => {
    const held = all.slice(window.start, window.end);
    candles.setData([...held]);
    volume.setData(held.map(volumePoint));
    drawAverages();
  };
  /** The same moments stay where they are on screen while other bars come and go around them. */
  const keepView = (change: () => number) => {
    const before = chart.timeScale().getVisibleLogicalRange();
    // The library reports a new view after each series it is given; those in between belong to no whole picture.
    redrawing = true;
    const moved = change();
    drawWindow();
    redrawing = false;
    if (before !== null) chart.timeScale().setVisibleLogicalRange({ from: before.from + moved, to: before.to + moved });
  };
  const onView = (range: LogicalRange | null) => {
    if (range === null || all.length === 0 || redrawing || dragging) return;
    const answer = windowForView(window, all.length, range.from, range.to);
    if (answer.window !== window) {
      keepView(() => {
        const moved = window.start - answer.window.start;
        window = answer.window;
        return moved;
      });
    }
    if (answer.needsOlder && !askedOlder) events.onNeedOlder();
    askedOlder = answer.needsOlder;
  };
  chart.timeScale().subscribeVisibleLogicalRangeChange(onView);
  // The library remembers where a drag began, so the bars may only be exchanged when the finger is off again.
  const dragStarts = () => {
    dragging = true;
  };
  const dragEnds = () => {
    if (!dragging) return;
    dragging = false;
    onView(chart.timeScale().getVisibleLogicalRange());
  };
  container.addEventListener("pointerdown", dragStarts);
  document.addEventListener("pointerup", dragEnds);
  document.addEventListener("pointercancel", dragEnds);
  chart.subscribeCrosshairMove((move) => {
    const time = move.time;
    events.onHover(time === undefined ? undefined : all.find((bar) => bar.time === time));
    const id = markOf(move);
    if (id === hoveredMark) return;
    hoveredMark = id;
    events.onMark(id, { x: move.point?.x ?? 0, y: move.point?.y ?? 0, width: container.clientWidth });
  });
  chart.subscribeClick((press) => {
    const id = markOf(press);
    if (id !== null) events.onOpenMark(id);
  });

  /** A bar that is over was told otherwise: the venue's own word takes the place of ours. */
  const correct = (bars: readonly PriceBar[]) => {
    const changed = bars.filter((bar) => replaceBar(all, bar));
    for (const bar of changed) replaceBar(live, bar);
    const first = all[window.start]?.time ?? Number.POSITIVE_INFINITY;
    const last = all[window.end - 1]?.time ?? 0;
    const drawn = changed.filter(({ time }) => time >= first && time <= last);
    if (drawn.length === 0) return;
    for (const bar of drawn) {
      candles.update(bar, true);
      volume.update(volumePoint(bar), true);
    }
    drawAverages();
  };
  const flush = () => {
    frame = undefined;
    const showsNewest = window.end === all.length;
    const bars = [...pending.values()].sort((a, b) => a.time - b.time);
    pending.clear();
    const lastTime = all.at(-1)?.time ?? 0;
    correct(bars.filter((bar) => bar.time < lastTime));
    const usable = bars.filter((bar) => bar.time >= lastTime);
    if (usable.length === 0) return;
    for (const bar of usable) {
      appendBar(live, bar);
      appendBar(all, bar);
    }
    if (!showsNewest) return;
    window = { start: window.start, end: all.length };
    for (const bar of usable) {
      candles.update(bar);
      volume.update(volumePoint(bar));
    }
    drawLastAverage(averages, all.slice(window.start, window.end));
  };
  const drawLevels = () => {
    for (const line of drawnLevels) candles.removePriceLine(line);
    const colors = theme;
    if (colors === undefined) return;
    drawnLevels = levels.map((level) =>
      candles.createPriceLine({
        price: level.price,
        title: level.title,
        color: level.tone === "stop" ? colors.loss : colors.text2,
        axisLabelColor: level.tone === "stop" ? colors.lossTint : colors.labelSurface,
        axisLabelTextColor: level.tone === "stop" ? colors.loss : colors.text1,
        lineStyle: LineStyle.Dashed,
        lineWidth: 1,
        axisLabelVisible: true,
      }),
    );
  };

  /** The library takes no color for its own, which is that of the last bar. */
  const drawPriceLine = () => candles.applyOptions({ priceLineColor: doubted ? (theme?.line2 ?? "") : "" });

  return {
    setHistory: (bars, fresh) => {
      askedOlder = false;
      if (fresh) {
        live = [];
        pending.clear();
        all = [...bars];
        window = newestWindow(all.length);
        redrawing = true;
        drawWindow();
        redrawing = false;
        chart.timeScale().setVisibleLogicalRange({
          from: Math.max(0, window.end - window.start - BARS_AT_FIRST),
          to: window.end - window.start + 3,
        });
        return;
      }
      const firstTime = all[0]?.time;
      const joined = joinBars(bars, live);
      const added =
        firstTime === undefined
          ? 0
          : Math.max(
              0,
              joined.findIndex((bar) => bar.time === firstTime),
            );
      all = [...joined];
      keepView(() => {
        const shifted = shiftedByOlder(window, added);
        window = { start: shifted.start, end: Math.min(all.length, Math.max(shifted.end, shifted.start)) };
        return 0;
      });
    },
    update: (bar) => {
      pending.set(bar.time, bar);
      frame ??= requestAnimationFrame(flush);
    },
    setMarks: (next) => {
      marks = next;
      if (theme !== undefined) marksLayer.set(marks, theme);
    },
    setLevels: (next) => {
      levels = next;
      drawLevels();
    },
    setTheme: (next) => {
      theme = next;
      chart.applyOptions(themeOptions(next));
      candles.applyOptions({
        upColor: next.up,
        downColor: next.down,
        wickUpColor: next.up,
        wickDownColor: next.down,
        priceLineStyle: LineStyle.Dotted,
        priceLineWidth: 1,
      });
      averages.forEach(({ series }, index) => {
        series.applyOptions({ color: index === 0 ? next.average1 : next.average2 });
      });
      volume.setData(all.slice(window.start, window.end).map(volumePoint));
      marksLayer.set(marks, next);
      drawLevels();
      drawPriceLine();
    },
    setDoubted: (next) => {
      doubted = next;
      drawPriceLine();
    },
    setZone: (zone) => chart.applyOptions(zoneOptions(zone)),
    setDecimals: (decimals) => {
      const priceFormat = { type: "custom", formatter: priceFormatter(decimals), minMove: 10 ** -decimals } as const;
      candles.applyOptions({ priceFormat });
      for (const { series } of averages) series.applyOptions({ priceFormat });
    },
    scrollBy: (bars) => chart.timeScale().scrollToPosition(chart.timeScale().scrollPosition() + bars, false),
    zoomBy: (factor) => {
      const range = chart.timeScale().getVisibleLogicalRange();
      if (range === null) return;
      chart.timeScale().setVisibleLogicalRange({ from: range.to - (range.to - range.from) * factor, to: range.to });
    },
    dispose: () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      container.removeEventListener("pointerdown", dragStarts);
      document.removeEventListener("pointerup", dragEnds);
      document.removeEventListener("pointercancel", dragEnds);
      chart.timeScale().unsubscribeVisibleLogicalRangeChange(onView);
      chart.remove();
    },
  };
}

/** Only marks have an id of their own; whatever else is under the pointer has none. */
function markOf({ hoveredInfo }: MouseEventParams): string | null {
  const id = hoveredInfo?.objectId;
  return typeof id === "string" ? id : null;
}

/** Only the last point of an average moves with a live bar. */
function drawLastAverage(
  averages: readonly {
    readonly period: number;
    readonly series: { update(point: { time: UTCTimestamp; value: number }): void };
  }[],
  held: readonly PriceBar[],
): void {
  const last = held.at(-1);
  if (last === undefined) return;
  for (const { period, series } of averages) {
    // Older bars weigh next to nothing after ten periods.
    const value = computeEma(
      held.slice(-10 * period).map((bar) => bar.close),
      period,
    ).at(-1);
    if (value !== undefined) series.update({ time: last.time, value });
  }
}
