// How did the value go, against doing nothing? An area line for you, a dashed line for holding, marks where money came or went.
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from "react";
import { HIDDEN_AMOUNT } from "#renderer/lib/format-decimal.ts";
import { formatAmount, formatMoney } from "#renderer/lib/format-money.ts";
import { formatDate, formatDayClock, type TimeZoneChoice } from "#renderer/lib/format-time.ts";
import { nearestIndex } from "./compute-visible-points.ts";
import { EquityAxes } from "./equity-axes.tsx";
import { computeEquityLayout, linePath } from "./equity-layout.ts";
import { useSize } from "./use-size.ts";

export interface EquityPoint {
  /** UTC milliseconds, ascending. */
  readonly time: number;
  readonly you: string;
  /** What the same money would be worth without any trade. */
  readonly didNothing?: string;
}

export interface EquityFlow {
  readonly time: number;
  /** Positive came in, negative went out. */
  readonly amount: string;
}

/** Another line to compare with, at times of its own. */
export interface EquityBenchmark {
  /** "100 % BTC". */
  readonly name: string;
  readonly points: readonly { readonly time: number; readonly value: string }[];
}

export interface EquityChartProps {
  readonly points: readonly EquityPoint[];
  readonly flows?: readonly EquityFlow[];
  readonly benchmark?: EquityBenchmark | undefined;
  readonly currency?: string;
  readonly timeZone: TimeZoneChoice;
  /** Privacy mode: the shape stays, the amounts go. */
  readonly hidden?: boolean;
  /** Why the last value may be wrong; null or absent while nothing is against it. */
  readonly endDoubt?: string | null;
  /** "Value over 90 days, against doing nothing". */
  readonly label: string;
}

/** Over the last stretch of the line. */
const DOUBTED_LINE = { fill: "none", stroke: "var(--text-3)", strokeWidth: "2", strokeLinecap: "round" } as const;
const TIP_WIDTH = 150;
const DAY_MS = 86_400_000;

export function EquityChart(props: EquityChartProps) {
  const { points, flows = [], benchmark, currency = "USD", timeZone, hidden = false, endDoubt = null, label } = props;
  const box = useRef<HTMLDivElement>(null);
  const gradient = useId();
  const { width, height } = useSize(box);
  const [at, setAt] = useState<number>();
  const layout = useMemo(
    () => computeEquityLayout(points, width, height, benchmark?.points),
    [points, width, height, benchmark],
  );

  const index = at === undefined || points.length === 0 ? undefined : Math.min(at, points.length - 1);
  const point = index === undefined ? undefined : points[index];
  const follow = (event: PointerEvent) => {
    if (layout === undefined) return;
    const left = event.currentTarget.getBoundingClientRect().left;
    setAt(nearestIndex(points, layout.timeAt(event.clientX - left)));
  };
  const press = (event: KeyboardEvent) => {
    const last = points.length - 1;
    const from = index ?? last;
    const step = event.shiftKey ? Math.max(1, Math.round(points.length / 20)) : 1;
    const next = { ArrowLeft: from - step, ArrowRight: from + step, Home: 0, End: last }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setAt(Math.min(last, Math.max(0, next)));
    } else if (event.key === "Escape" && at !== undefined) {
      event.stopPropagation();
      setAt(undefined);
    }
  };

  const spansDays = (points.at(-1)?.time ?? 0) - (points[0]?.time ?? 0) > 8 * DAY_MS;
  const when = point === undefined ? "" : (spansDays ? formatDate : formatDayClock)(point.time, timeZone);
  const money = (amount: string) => (hidden ? HIDDEN_AMOUNT : formatAmount(amount, { scale: 0 }));
  const isDoubted = endDoubt !== null && index === points.length - 1;
  const beside =
    point === undefined || benchmark === undefined
      ? undefined
      : benchmark.points[nearestIndex(benchmark.points, point.time)];
  const spoken =
    point === undefined
      ? ""
      : `${when}: you ${money(point.you)}${point.didNothing === undefined ? "" : `, did nothing ${money(point.didNothing)}`}${beside === undefined ? "" : `, ${benchmark?.name} ${money(beside.value)}`}${isDoubted ? `. ${endDoubt}` : ""}`;

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; this groups a picture and its reading.
    <div
      ref={box}
      className="chart grow"
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows read the curve point by point, so it must take the focus.
      tabIndex={0}
      onPointerMove={follow}
      onPointerLeave={() => setAt(undefined)}
      onBlur={() => setAt(undefined)}
      onKeyDown={press}
    >
      <span className="sr" role="status">
        {spoken}
      </span>
      {layout === undefined ? null : (
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <linearGradient id={gradient} x1="0" x2="0" y1="0" y2="1">
              <stop offset="0" stopColor="var(--chart-you)" stopOpacity="0.2" />
              <stop offset="1" stopColor="var(--chart-you)" stopOpacity="0" />
            </linearGradient>
          </defs>
          <EquityAxes layout={layout} width={width} height={height} timeZone={timeZone} hidden={hidden} />
          <path d={`${linePath(layout.you)}V${layout.bottom}H${layout.you[0]?.x ?? 0}Z`} fill={`url(#${gradient})`} />
          <path
            d={linePath(layout.didNothing)}
            fill="none"
            stroke="var(--chart-hold)"
            strokeWidth="1.25"
            strokeDasharray="4 3"
          />
          <path
            d={linePath(layout.benchmark)}
            fill="none"
            stroke="var(--chart-ma-2)"
            strokeWidth="1.25"
            strokeDasharray="1 3"
            strokeLinecap="round"
          />
          <path
            d={linePath(layout.you)}
            fill="none"
            stroke="var(--chart-you)"
            strokeWidth="1.75"
            strokeLinejoin="round"
          />
          {flows.map((flow) => (
            <FlowMark
              key={`${flow.time} ${flow.amount}`}
              x={layout.x(flow.time)}
              top={layout.yOfNearest(flow.time)}
              bottom={layout.bottom}
              right={layout.right}
              incoming={!flow.amount.startsWith("-")}
              text={formatMoney(flow.amount, { currency, scale: 0, sign: "always", hidden })}
            />
          ))}
          {point === undefined ? null : (
            <>
              <line
                x1={layout.x(point.time)}
                x2={layout.x(point.time)}
                y1="4"
                y2={layout.bottom}
                stroke="var(--chart-cross)"
                strokeDasharray="1 2"
              />
              <Dot x={layout.x(point.time)} y={layout.yOf(point.you)} color="var(--chart-you)" radius={3.5} />
              {point.didNothing === undefined ? null : (
                <Dot x={layout.x(point.time)} y={layout.yOf(point.didNothing)} color="var(--chart-hold)" radius={3} />
              )}
            </>
          )}
          {endDoubt === null ? null : <path d={linePath(layout.you.slice(-2))} {...DOUBTED_LINE} />}
          <circle
            className={endDoubt === null ? undefined : "doubted-end"}
            cx={layout.end.x}
            cy={layout.end.y}
            r="3"
            fill={endDoubt === null ? "var(--chart-you)" : "var(--text-3)"}
          />
        </svg>
      )}
      {point === undefined || layout === undefined ? null : (
        <div
          className="pop chart-tip"
          style={{
            transform: `translate(${tipX(layout.x(point.time), layout.right)}px, ${tipY(layout.yOf(point.you), height)}px)`,
          }}
          aria-hidden="true"
        >
          <div className="t3">{when}</div>
          <div className="row">
            <i className="key-line" style={{ background: "var(--chart-you)" }} />
            You<span className={isDoubted ? "end num t3" : "end num semi"}>{money(point.you)}</span>
          </div>
          {point.didNothing === undefined ? null : (
            <div className="row">
              <i className="key-line dashed" style={{ color: "var(--chart-hold)" }} />
              <span className="t2">Did nothing</span>
              <span className="end num t2">{money(point.didNothing)}</span>
            </div>
          )}
          {beside === undefined ? null : (
            <div className="row">
              <i className="key-line dotted" style={{ color: "var(--chart-ma-2)" }} />
              <span className="t2">{benchmark?.name}</span>
              <span className="end num t2">{money(beside.value)}</span>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

function tipX(x: number, right: number): number {
  return x + 12 + TIP_WIDTH > right ? Math.max(0, x - 12 - TIP_WIDTH) : x + 12;
}

function tipY(y: number, height: number): number {
  return Math.min(Math.max(0, y + 20), Math.max(0, height - 96));
}

interface DotProps {
  readonly x: number;
  readonly y: number;
  readonly color: string;
  readonly radius: number;
}

function Dot({ x, y, color, radius }: DotProps) {
  return <circle cx={x} cy={y} r={radius} fill={color} stroke="var(--surface-1)" strokeWidth="2" />;
}

interface FlowMarkProps {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly right: number;
  readonly incoming: boolean;
  readonly text: string;
}

/** Triangle at the foot of the curve, pointing up for money in and down for money out. */
function FlowMark({ x, top, bottom, right, incoming, text }: FlowMarkProps) {
  const words = `${text} ${incoming ? "in" : "out"}`;
  const toTheLeft = x + 90 > right;
  return (
    <>
      <line x1={x} x2={x} y1={top} y2={bottom} stroke="var(--line-2)" strokeDasharray="2 2" />
      <path d={incoming ? `M${x - 4} ${bottom}h8l-4 -6z` : `M${x - 4} ${bottom - 6}h8l-4 6z`} fill="var(--text-2)" />
      <text className="ax" x={toTheLeft ? x - 8 : x + 8} y={bottom - 2} textAnchor={toTheLeft ? "end" : "start"}>
        {words}
      </text>
    </>
  );
}
