// How is the chart library driven for closes with features over and under them?
import { createChart, type ISeriesApi, LineSeries, LineStyle, type UTCTimestamp } from "lightweight-charts";
import { formatStatistic } from "#renderer/lib/format-statistic.ts";
import type { TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { MovableChart } from "./chart-keys.ts";
import { BASE_OPTIONS, priceFormatter, themeOptions, zoneOptions } from "./chart-look.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { createRegimeBand, type RegimeBar } from "./regime-band.ts";

export interface FeatureLine {
  readonly id: string;
  readonly values: readonly (number | null)[];
  readonly look: keyof typeof LOOKS;
}

export interface FeatureBars {
  readonly times: readonly UTCTimestamp[];
  readonly closes: readonly number[];
  /** As long as the times; empty: no regimes are drawn. */
  readonly regimes: readonly RegimeBar[];
}

export interface FeatureChartView extends MovableChart {
  /** `fresh`: another market; the view then starts at the newest bars. */
  setBars(bars: FeatureBars, fresh: boolean): void;
  /** Lines on the price's scale, and one below on its own. */
  setLines(over: readonly FeatureLine[], under: FeatureLine | null): void;
  setTheme(theme: ChartTheme): void;
  setZone(zone: TimeZoneChoice): void;
  setDecimals(decimals: number): void;
  dispose(): void;
}

const LOOKS = {
  first: { color: "average1", lineStyle: LineStyle.Solid },
  second: { color: "average2", lineStyle: LineStyle.Solid },
  edge: { color: "cross", lineStyle: LineStyle.Dashed },
} as const satisfies Record<string, { color: keyof ChartTheme; lineStyle: LineStyle }>;

const BARS_AT_FIRST = 240;
/** Of the pane below, where the price's has 1. */
const UNDER_SHARE = 0.42;

interface DrawnLine {
  readonly line: FeatureLine;
  readonly series: ISeriesApi<"Line">;
}

/** `onHover`: which bar the crosshair is on, `undefined` when it left. */
export function createFeatureChartView(
  container: HTMLElement,
  onHover: (bar: number | undefined) => void,
): FeatureChartView {
  const chart = createChart(container, {
    ...BASE_OPTIONS,
    rightPriceScale: { borderVisible: false, entireTextOnly: true, scaleMargins: { top: 0.06, bottom: 0.12 } },
    timeScale: { borderVisible: false, rightOffset: 2, timeVisible: true, minBarSpacing: 1 },
  });
  const quiet = {
    lineWidth: 1,
    priceLineVisible: false,
    lastValueVisible: false,
    crosshairMarkerVisible: false,
  } as const;
  const closes = chart.addSeries(LineSeries, { lineWidth: 2, priceLineVisible: false });
  const band = createRegimeBand();
  closes.attachPrimitive(band);
  let theme: ChartTheme | undefined;
  let bars: FeatureBars = { times: [], closes: [], regimes: [] };
  let drawn: DrawnLine[] = [];
  let decimals = 2;

  const paint = ({ line, series }: DrawnLine) => {
    const { color, lineStyle } = LOOKS[line.look];
    series.applyOptions({ lineStyle, ...(theme === undefined ? {} : { color: theme[color] }) });
  };
  const fill = ({ line, series }: DrawnLine) =>
    series.setData(
      bars.times.map((time, bar) => {
        const value = line.values[bar] ?? null;
        return value === null ? { time } : { time, value };
      }),
    );
  const priceFormat = () =>
    ({ type: "custom", formatter: priceFormatter(decimals), minMove: 10 ** -decimals }) as const;
  const drawRegimes = () => band.set(bars.regimes, theme?.text2 ?? "");

  chart.subscribeCrosshairMove(({ time }) => {
    const bar = time === undefined ? -1 : bars.times.indexOf(time as UTCTimestamp);
    onHover(bar < 0 ? undefined : bar);
  });

  return {
    setBars: (next, fresh) => {
      bars = next;
      closes.setData(bars.times.map((time, bar) => ({ time, value: bars.closes[bar] ?? 0 })));
      for (const own of drawn) fill(own);
      drawRegimes();
      if (!fresh) return;
      const length = bars.times.length;
      chart.timeScale().setVisibleLogicalRange({ from: Math.max(0, length - BARS_AT_FIRST), to: length + 2 });
    },
    setLines: (over, under) => {
      for (const { series } of drawn) chart.removeSeries(series);
      drawn = over.map((line) => ({
        line,
        series: chart.addSeries(LineSeries, { ...quiet, priceFormat: priceFormat() }),
      }));
      if (under !== null) {
        const priceFormat = {
          type: "custom",
          formatter: (value: number) => formatStatistic(value),
          minMove: 1e-6,
        } as const;
        const series = chart.addSeries(LineSeries, { ...quiet, priceFormat, lastValueVisible: true }, 1);
        drawn.push({ line: under, series });
        chart.panes()[1]?.setStretchFactor(UNDER_SHARE);
        chart.panes()[0]?.setStretchFactor(1);
      }
      for (const own of drawn) {
        paint(own);
        fill(own);
      }
    },
    setTheme: (next) => {
      theme = next;
      chart.applyOptions(themeOptions(next));
      chart.applyOptions({ layout: { panes: { separatorColor: next.line2, enableResize: false } } });
      closes.applyOptions({ color: next.text1 });
      for (const own of drawn) paint(own);
      drawRegimes();
    },
    setZone: (zone) => chart.applyOptions(zoneOptions(zone)),
    setDecimals: (next) => {
      decimals = next;
      closes.applyOptions({ priceFormat: priceFormat() });
    },
    scrollBy: (by) => chart.timeScale().scrollToPosition(chart.timeScale().scrollPosition() + by, false),
    zoomBy: (factor) => {
      const range = chart.timeScale().getVisibleLogicalRange();
      if (range === null) return;
      chart.timeScale().setVisibleLogicalRange({ from: range.to - (range.to - range.from) * factor, to: range.to });
    },
    dispose: () => chart.remove(),
  };
}
