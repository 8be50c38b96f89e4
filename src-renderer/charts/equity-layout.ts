// Where on the picture does each point of the equity curve stand?
import { valueStep, valueTicks } from "./compute-ticks.ts";
import { nearestIndex, visiblePoints } from "./compute-visible-points.ts";
import { toChartNumber } from "./to-chart-number.ts";

export interface XY {
  readonly x: number;
  readonly y: number;
}

export interface EquityLayout {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly from: number;
  readonly to: number;
  readonly you: readonly XY[];
  readonly didNothing: readonly XY[];
  readonly benchmark: readonly XY[];
  readonly end: XY;
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  readonly step: number;
  x(time: number): number;
  yOf(amount: string): number;
  yOfNearest(time: number): number;
  timeAt(x: number): number;
}

/** Room for the value labels at the right and the time labels below. */
const AXIS_WIDTH = 48;
const AXIS_HEIGHT = 22;
const TOP = 6;
/** One value line per this many pixels. */
const LINE_EVERY = 27;

/** `undefined` when there is nothing to draw or no room for it. */
export function computeEquityLayout(
  points: readonly { readonly time: number; readonly you: string; readonly didNothing?: string }[],
  width: number,
  height: number,
  benchmark: readonly { readonly time: number; readonly value: string }[] = [],
): EquityLayout | undefined {
  const first = points[0];
  const last = points.at(-1);
  const right = width - AXIS_WIDTH;
  const bottom = height - AXIS_HEIGHT;
  if (first === undefined || last === undefined || right < 40 || bottom - TOP < 24) return undefined;
  const you = points.map((point) => ({ time: point.time, value: toChartNumber(point.you) }));
  const held = points.flatMap((point) =>
    point.didNothing === undefined ? [] : [{ time: point.time, value: toChartNumber(point.didNothing) }],
  );
  const other = benchmark
    .filter(({ time }) => time >= first.time && time <= last.time)
    .map(({ time, value }) => ({ time, value: toChartNumber(value) }));
  const [least, most] = rangeOf([...you, ...held, ...other]);
  const span = Math.max(1, last.time - first.time);
  const x = (time: number) => ((time - first.time) / span) * right;
  const y = (value: number) => bottom - 6 - ((value - least) / (most - least)) * (bottom - 6 - TOP - 4);
  const place = (line: typeof you) =>
    visiblePoints(line, Math.floor(right)).map((point) => ({ x: x(point.time), y: y(point.value) }));
  const lines = Math.max(2, Math.floor((bottom - TOP) / LINE_EVERY));
  const end = you.at(-1) ?? { time: last.time, value: least };
  return {
    left: 0,
    right,
    top: TOP,
    bottom,
    from: first.time,
    to: last.time,
    you: place(you),
    didNothing: place(held),
    benchmark: place(other),
    end: { x: x(end.time), y: y(end.value) },
    ticks: valueTicks(least, most, lines).map((value) => ({ value, y: Math.round(y(value)) + 0.5 })),
    step: valueStep(most - least, lines),
    x,
    yOf: (amount) => y(toChartNumber(amount)),
    yOfNearest: (time) => y(you[nearestIndex(you, time)]?.value ?? least),
    timeAt: (at) => first.time + (at / right) * span,
  };
}

/** A flat line still needs a height: half a percent of its value to either side. */
function rangeOf(points: readonly { readonly value: number }[]): readonly [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { value } of points) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const smallest = Math.max(Math.abs(most) * 0.005, 0.005);
  if (most - least >= smallest) return [least, most];
  const middle = (least + most) / 2;
  return [middle - smallest, middle + smallest];
}

export function linePath(points: readonly XY[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}
