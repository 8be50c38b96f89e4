// Where on the picture do the cost of acting and the loss of waiting stand, and where do they meet? Pixels only.
import { valueStep, valueTicks } from "./compute-ticks.ts";

export interface WaitFigures {
  readonly cost: number;
  /** At the end of the days. It grows evenly with them. */
  readonly loss: number;
  readonly days: number;
  readonly width: number;
  readonly height: number;
}

export interface WaitLayout {
  readonly right: number;
  readonly bottom: number;
  readonly costY: number;
  readonly lossY: number;
  /** Where waiting begins to cost more than acting; null when it never does within the days. */
  readonly crossing: number | null;
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  readonly step: number;
  readonly days: readonly { readonly day: number; readonly x: number }[];
}

const AXIS_WIDTH = 44;
const AXIS_HEIGHT = 18;
const TOP = 8;
const LINE_EVERY = 36;
/** More would say nothing that these do not. */
const MOST_LINES = 4;
/** Parts of the horizon that are named below. */
const PARTS = [0, 1 / 3, 2 / 3, 1] as const;

/** `undefined` when there is no room. Costs below zero (a book better than the mid) stand on the ground line. */
export function computeWaitLayout({ cost, loss, days, width, height }: WaitFigures): WaitLayout | undefined {
  const right = width - AXIS_WIDTH;
  const bottom = height - AXIS_HEIGHT;
  if (right < 60 || bottom - TOP < 24) return undefined;
  const most = Math.max(cost, loss, 0.01) * 1.08;
  const y = (value: number) => bottom - (Math.max(0, value) / most) * (bottom - TOP);
  const lines = Math.min(MOST_LINES, Math.max(1, Math.floor((bottom - TOP) / LINE_EVERY)));
  const meets = cost >= 0 && loss > cost;
  return {
    right,
    bottom,
    costY: y(cost),
    lossY: y(loss),
    crossing: meets ? (cost / loss) * right : null,
    ticks: valueTicks(most * 0.05, most, lines).map((value) => ({ value, y: Math.round(y(value)) + 0.5 })),
    step: valueStep(most, lines),
    days: [...new Set(PARTS.map((part) => Math.round(days * part)))].map((day) => ({ day, x: (day / days) * right })),
  };
}
