// How did a market move? Candles with volume, averages, own marks and levels; live bars join without moving the view.
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "react";
import { scaleOfStep } from "#renderer/lib/format-decimal.ts";
import { formatDayClock, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { pressChartKey } from "./chart-keys.ts";
import { readChartTheme, useThemeName } from "./chart-theme.ts";
import { type ChartMark, type PriceMark, placeMarks } from "./place-marks.ts";
import { type PriceBar, toPriceBar } from "./price-bar.ts";
import { createPriceChartView, type PriceChartView } from "./price-chart-view.ts";
import { toChartNumber } from "./to-chart-number.ts";

export interface PriceMarkLevel {
  readonly id: string;
  readonly price: string;
  readonly title: string;
  readonly tone: "stop" | "order";
}

export interface PriceChartHandle {
  /** A live candle: replaces the last bar or follows it. Cheap: drawn once per frame. */
  update(candle: Candle): void;
}

export interface PriceChartProps {
  /** Changes when another market or timeframe is shown: the view then starts at the newest bars. */
  readonly seriesKey: string;
  /** "ETH/USD, 1 hour candles": name for assistive technology. */
  readonly label: string;
  /** History, ascending. Older pages are put in front; keep the array as it is otherwise. */
  readonly candles: readonly Candle[];
  /** Price tick of the market. */
  readonly tick: string;
  readonly timeZone: TimeZoneChoice;
  /** Periods of exponential averages, two at most. */
  readonly emaPeriods?: readonly number[];
  readonly marks?: readonly PriceMark[];
  readonly levels?: readonly PriceMarkLevel[];
  /** A signal's mark was pressed; its id. */
  readonly onOpenMark?: (id: string) => void;
  /** The newest price may be old or wrong. */
  readonly isDoubted?: boolean;
  /** The view came near the oldest bar: fetch older ones and put them in front. */
  readonly onNeedOlder?: () => void;
  readonly ref?: Ref<PriceChartHandle>;
}

const NO_PERIODS: readonly number[] = [];
const NO_MARKS: readonly PriceMark[] = [];
const NO_LEVELS: readonly PriceMarkLevel[] = [];

export function PriceChart(props: PriceChartProps) {
  const {
    candles,
    seriesKey,
    tick,
    timeZone,
    emaPeriods = NO_PERIODS,
    marks = NO_MARKS,
    levels = NO_LEVELS,
    isDoubted = false,
  } = props;
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<PriceChartView>(undefined);
  const shownKey = useRef<string>(undefined);
  const needOlder = useRef(props.onNeedOlder);
  const openMark = useRef(props.onOpenMark);
  const themeName = useThemeName();
  const [hovered, setHovered] = useState<PriceBar>();
  const [tip, setTip] = useState<MarkTip | null>(null);
  const bars = useMemo(() => candles.map(toPriceBar), [candles]);
  const decimals = scaleOfStep(tick);
  const periodsKey = emaPeriods.join(" ");
  const placed = useMemo(() => placeMarks(marks, bars), [marks, bars]);
  const shownMarks = useRef(placed);
  shownMarks.current = placed;

  useEffect(() => {
    needOlder.current = props.onNeedOlder;
    openMark.current = props.onOpenMark;
  }, [props.onNeedOlder, props.onOpenMark]);

  useLayoutEffect(() => {
    const container = box.current;
    if (container === null) return;
    const periods = periodsKey === "" ? [] : periodsKey.split(" ").map((period) => Number.parseInt(period, 10));
    const created = createPriceChartView(container, periods, {
      onHover: setHovered,
      onNeedOlder: () => needOlder.current?.(),
      onMark: (id, place) => {
        const mark = id === null ? undefined : shownMarks.current.find((one) => one.id === id);
        setTip(mark === undefined ? null : { mark, ...place });
      },
      onOpenMark: (id) => openMark.current?.(id),
    });
    view.current = created;
    shownKey.current = undefined;
    return () => {
      view.current = undefined;
      created.dispose();
    };
  }, [periodsKey]);
  // The effects below run after the one above has (re)created the view, so each lists its key too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's name stands for the colors read from the page.
  useLayoutEffect(() => view.current?.setTheme(readChartTheme()), [themeName, periodsKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view needs to be told again.
  useLayoutEffect(() => view.current?.setDoubted(isDoubted), [isDoubted, periodsKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view needs its zone again.
  useLayoutEffect(() => view.current?.setZone(timeZone), [timeZone, periodsKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view needs its number format again.
  useLayoutEffect(() => view.current?.setDecimals(decimals), [decimals, periodsKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view needs its bars again.
  useLayoutEffect(() => {
    view.current?.setHistory(bars, shownKey.current !== seriesKey);
    // An empty first answer does not count as shown: the view still has to find its place.
    shownKey.current = bars.length === 0 ? undefined : seriesKey;
  }, [bars, seriesKey, periodsKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view needs its marks again.
  useLayoutEffect(() => view.current?.setMarks(placed), [placed, periodsKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view needs its levels again.
  useLayoutEffect(
    () => view.current?.setLevels(levels.map((level) => ({ ...level, price: toChartNumber(level.price) }))),
    [levels, periodsKey],
  );
  useImperativeHandle(props.ref, () => ({ update: (candle) => view.current?.update(toPriceBar(candle)) }), []);

  const read = hovered ?? bars.at(-1);
  return (
    <div className="col grow" style={{ minHeight: 0 }}>
      <PriceLegend bar={read} decimals={decimals} timeZone={timeZone} emaPeriods={emaPeriods} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; this is a picture that can be moved. */}
      <div
        ref={box}
        className="chart grow"
        role="group"
        aria-label={`${props.label}. Arrow keys move, plus and minus zoom.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by arrow keys, so it must take the focus.
        tabIndex={0}
        onKeyDown={(event) => pressChartKey(event, view.current)}
      >
        {tip === null ? null : <MarkWords tip={tip} />}
      </div>
    </div>
  );
}

/** The signal's mark under the pointer, and where in the chart it is pointed at. */
interface MarkTip {
  readonly mark: ChartMark;
  readonly x: number;
  readonly y: number;
  /** The chart's width: near its right edge the words stand at the left. */
  readonly width: number;
}

const TIP_WIDTH = 250;
const MOST_WORDS = 5;

function MarkWords({ tip: { mark, x, y, width } }: { readonly tip: MarkTip }) {
  const left = x + TIP_WIDTH + 16 > width ? x - TIP_WIDTH - 12 : x + 12;
  const more = mark.words.length - MOST_WORDS;
  return (
    <div className="chart-tip pop mark-tip" style={{ transform: `translate(${Math.max(0, left)}px, ${y + 10}px)` }}>
      {mark.words.slice(0, MOST_WORDS).map((words) => (
        <div key={words}>{words}</div>
      ))}
      {more > 0 ? <div className="t3">and {more} more</div> : null}
      <div className="t3">Press to open the signal</div>
    </div>
  );
}

interface PriceLegendProps {
  readonly bar: PriceBar | undefined;
  readonly decimals: number;
  readonly timeZone: TimeZoneChoice;
  readonly emaPeriods: readonly number[];
}

/** The bar under the crosshair, or the newest, in figures. */
function PriceLegend({ bar, decimals, timeZone, emaPeriods }: PriceLegendProps) {
  const write = (price: number) =>
    price.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return (
    <div className="price-legend">
      {bar === undefined ? null : (
        <>
          <span>{formatDayClock(bar.time * 1_000, timeZone)}</span>
          {(["open", "high", "low", "close"] as const).map((part) => (
            <span key={part}>
              <span title={part}>{part.slice(0, 1).toUpperCase()}</span> <b>{write(bar[part])}</b>
            </span>
          ))}
        </>
      )}
      <span className="grow" />
      {emaPeriods.map((period, index) => (
        <span key={period} className="row" style={{ gap: 5 }}>
          <i className="key-line" style={{ background: `var(--chart-ma-${index === 0 ? 1 : 2})` }} />
          EMA {period}
        </span>
      ))}
    </div>
  );
}
