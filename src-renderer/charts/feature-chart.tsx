// How did closes move, and what did features and regimes say meanwhile? The bar under the crosshair, or the newest, in figures.
import type { UTCTimestamp } from "lightweight-charts";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { formatDayClock, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import { pressChartKey } from "./chart-keys.ts";
import { readChartTheme, useThemeName } from "./chart-theme.ts";
import { createFeatureChartView, type FeatureChartView, type FeatureLine } from "./feature-chart-view.ts";
import type { RegimeChances } from "./regime-band.ts";
import { toChartNumber, toChartSeconds } from "./to-chart-number.ts";

export interface NamedLine extends FeatureLine {
  readonly label: string;
  /** A value as it is written. */
  readonly write: (value: number | null) => string;
}

export interface FeatureChartProps {
  /** Changes when another market is shown. */
  readonly seriesKey: string;
  /** Name for assistive technology. */
  readonly label: string;
  /** Open times of the bars in UTC milliseconds, ascending; all columns are as long. */
  readonly openTimes: readonly number[];
  readonly closes: readonly string[];
  readonly writePrice: (close: string) => string;
  /** Digits after the point on the price's axis. */
  readonly decimals: number;
  /** Null where they are not known, or not wanted. */
  readonly regimes: readonly (RegimeChances | null)[];
  readonly over: readonly NamedLine[];
  readonly under: NamedLine | null;
  readonly timeZone: TimeZoneChoice;
}

const KEY_COLORS = { first: "var(--chart-ma-1)", second: "var(--chart-ma-2)", edge: "var(--chart-cross)" } as const;

export function FeatureChart(props: FeatureChartProps) {
  const { seriesKey, openTimes, closes, regimes, over, under, decimals, timeZone } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<FeatureChartView>(undefined);
  const shownKey = useRef<string>(undefined);
  const themeName = useThemeName();
  const [hovered, setHovered] = useState<number>();
  const bars = useMemo(() => {
    // The library brands its seconds; this is the one door to it.
    const times = openTimes.map((time) => toChartSeconds(time) as UTCTimestamp);
    return {
      times,
      closes: closes.map(toChartNumber),
      regimes: regimes.map((chances, bar) => ({ time: times[bar] as UTCTimestamp, chances })),
    };
  }, [openTimes, closes, regimes]);

  useLayoutEffect(() => {
    if (box.current === null) return;
    const created = createFeatureChartView(box.current, setHovered);
    view.current = created;
    shownKey.current = undefined;
    return () => {
      view.current = undefined;
      created.dispose();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's name stands for the colors read from the page.
  useLayoutEffect(() => view.current?.setTheme(readChartTheme()), [themeName]);
  useLayoutEffect(() => view.current?.setZone(timeZone), [timeZone]);
  useLayoutEffect(() => view.current?.setDecimals(decimals), [decimals]);
  useLayoutEffect(() => view.current?.setLines(over, under), [over, under]);
  useLayoutEffect(() => {
    view.current?.setBars(bars, shownKey.current !== seriesKey);
    shownKey.current = bars.times.length === 0 ? undefined : seriesKey;
  }, [bars, seriesKey]);
  // The bars under the crosshair are others now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is only ever compared.
  useEffect(() => setHovered(undefined), [seriesKey]);

  const bar = hovered !== undefined && hovered < openTimes.length ? hovered : openTimes.length - 1;
  const time = openTimes[bar];
  const close = closes[bar];
  return (
    <div className="col grow" style={{ minHeight: 0 }}>
      <div className="price-legend">
        {time === undefined || close === undefined ? null : (
          <>
            <span>{formatDayClock(time, timeZone)}</span>
            <span>
              Close <b>{props.writePrice(close)}</b>
            </span>
          </>
        )}
        {[...over, ...(under === null ? [] : [under])].map(({ id, label, look, values, write }) => (
          <span key={id} className="row" style={{ gap: 5 }}>
            <i
              className={look === "edge" ? "key-line dashed" : "key-line"}
              style={look === "edge" ? { color: KEY_COLORS.edge } : { background: KEY_COLORS[look] }}
            />
            {label} <b>{write(values[bar] ?? null)}</b>
          </span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; this is a picture that can be moved. */}
      <div
        ref={box}
        className="chart grow"
        role="group"
        aria-label={`${props.label}. Arrow keys move, plus and minus zoom.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by arrow keys, so it must take the focus.
        tabIndex={0}
        onKeyDown={(event) => pressChartKey(event, view.current)}
      />
    </div>
  );
}
