// How are own fills and signals marked on the candles? Filled triangles for fills, arrows for signals: bought and buy below, sold and sell above.
import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  PrimitiveHoveredItem,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";
import type { ChartTheme } from "./chart-theme.ts";
import type { ChartMark } from "./place-marks.ts";

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];
/** Distance from the wick, and half the size, in pixels. */
const AWAY = 9;
const HALF = 4.5;
/** A signal stands outside of a fill on the same bar. */
const SIGNAL_AWAY = 24;
/** So near counts as on the mark. */
const REACH = 9;

interface Drawn {
  readonly mark: ChartMark;
  readonly x: number;
  readonly y: number;
}

export interface ChartMarks extends ISeriesPrimitive<Time> {
  set(marks: readonly ChartMark[], theme: ChartTheme): void;
}

export function createChartMarks(): ChartMarks {
  let host: SeriesAttachedParameter<Time> | undefined;
  let marks: readonly ChartMark[] = [];
  let theme: ChartTheme | undefined;
  /** Signals as they were drawn last: what a pointer may meet. */
  let drawn: readonly Drawn[] = [];

  const placeOf = (mark: ChartMark, at: SeriesAttachedParameter<Time>): Drawn | null => {
    const isBelow = mark.side === "buy";
    const x = at.chart.timeScale().timeToCoordinate(mark.time);
    const y = at.series.priceToCoordinate(isBelow ? mark.low : mark.high);
    const away = mark.kind === "signal" ? SIGNAL_AWAY : AWAY;
    return x === null || y === null ? null : { mark, x, y: isBelow ? y + away : y - away };
  };
  const draw = (target: DrawTarget) => {
    const place = host;
    const colors = theme;
    if (place === undefined || colors === undefined) return;
    const all = marks.map((mark) => placeOf(mark, place)).filter((one) => one !== null);
    drawn = all.filter(({ mark }) => mark.kind === "signal");
    // biome-ignore lint/correctness/useHookAtTopLevel: a method of the canvas target that happens to be called use…, no hook.
    target.useMediaCoordinateSpace(({ context }) => {
      for (const one of all) {
        if (one.mark.kind === "signal") drawSignal(context, one, colors);
        else drawFill(context, one, colors);
      }
    });
  };
  const view: IPrimitivePaneView = { zOrder: () => "top", renderer: () => ({ draw }) };
  const views = [view];
  return {
    attached: (parameter) => {
      host = parameter;
    },
    detached: () => {
      host = undefined;
    },
    paneViews: () => views,
    hitTest: (x, y): PrimitiveHoveredItem | null => {
      const near = drawn.find((one) => Math.abs(one.x - x) <= REACH && Math.abs(one.y - y) <= REACH);
      return near === undefined ? null : { externalId: near.mark.id, cursorStyle: "pointer", zOrder: "top" };
    },
    set: (next, nextTheme) => {
      marks = next;
      theme = nextTheme;
      host?.requestUpdate();
    },
  };
}

/** An arrow up (buy) or down (sell) in the market's colors; a diamond where it takes no side. */
function drawSignal(context: CanvasRenderingContext2D, { mark, x, y }: Drawn, theme: ChartTheme): void {
  context.beginPath();
  if (mark.side === null) {
    context.moveTo(x, y - HALF - 1);
    context.lineTo(x + HALF + 0.5, y);
    context.lineTo(x, y + HALF + 1);
    context.lineTo(x - HALF - 0.5, y);
    context.closePath();
  } else {
    const tip = mark.side === "buy" ? -1 : 1;
    context.moveTo(x, y - tip * 7);
    context.lineTo(x, y + tip * 6);
    context.moveTo(x - 5, y + tip * 1);
    context.lineTo(x, y + tip * 6.5);
    context.lineTo(x + 5, y + tip * 1);
  }
  context.lineJoin = "round";
  context.lineCap = "round";
  // A wide stroke in the panel's own color keeps it apart from the candles.
  context.strokeStyle = theme.surface;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = mark.side === null ? theme.you : mark.side === "buy" ? theme.up : theme.down;
  context.lineWidth = 2;
  context.stroke();
}

function drawFill(context: CanvasRenderingContext2D, { mark, x, y }: Drawn, theme: ChartTheme): void {
  const tip = mark.kind === "buy" ? -HALF : HALF;
  context.beginPath();
  context.moveTo(x, y + tip);
  context.lineTo(x - HALF, y - tip * 0.8);
  context.lineTo(x + HALF, y - tip * 0.8);
  context.closePath();
  context.fillStyle = theme.text1;
  // A ring of the panel's own color keeps the mark apart from the candles.
  context.strokeStyle = theme.surface;
  context.lineWidth = 2;
  context.stroke();
  context.fill();
}
