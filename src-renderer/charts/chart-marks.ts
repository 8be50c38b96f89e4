// How are own fills and signals marked on the candles? Triangles below (bought) and above (sold), open diamonds for signals.
import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
  UTCTimestamp,
} from "lightweight-charts";
import type { ChartTheme } from "./chart-theme.ts";

export interface ChartMark {
  readonly kind: "buy" | "sell" | "signal";
  /** Start of the bar it belongs to, in chart seconds. */
  readonly time: UTCTimestamp;
  readonly low: number;
  readonly high: number;
}

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];
/** Distance from the wick, and half the size, in pixels. */
const AWAY = 9;
const HALF = 4.5;

export interface ChartMarks extends ISeriesPrimitive<Time> {
  set(marks: readonly ChartMark[], theme: ChartTheme): void;
}

export function createChartMarks(): ChartMarks {
  let host: SeriesAttachedParameter<Time> | undefined;
  let marks: readonly ChartMark[] = [];
  let theme: ChartTheme | undefined;

  const draw = (target: DrawTarget) => {
    const place = host;
    const colors = theme;
    if (place === undefined || colors === undefined) return;
    // biome-ignore lint/correctness/useHookAtTopLevel: a method of the canvas target that happens to be called use…, no hook.
    target.useMediaCoordinateSpace(({ context }) => {
      for (const mark of marks) {
        const x = place.chart.timeScale().timeToCoordinate(mark.time);
        const y = place.series.priceToCoordinate(mark.kind === "buy" ? mark.low : mark.high);
        if (x === null || y === null) continue;
        drawMark(
          context,
          mark.kind,
          x,
          mark.kind === "buy" ? y + AWAY : y - AWAY - (mark.kind === "signal" ? 7 : 0),
          colors,
        );
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
    set: (next, nextTheme) => {
      marks = next;
      theme = nextTheme;
      host?.requestUpdate();
    },
  };
}

function drawMark(
  context: CanvasRenderingContext2D,
  kind: ChartMark["kind"],
  x: number,
  y: number,
  theme: ChartTheme,
): void {
  context.beginPath();
  if (kind === "signal") {
    context.moveTo(x, y - HALF - 1);
    context.lineTo(x + HALF + 0.5, y);
    context.lineTo(x, y + HALF + 1);
    context.lineTo(x - HALF - 0.5, y);
    context.closePath();
    context.fillStyle = theme.surface;
    context.fill();
    context.strokeStyle = theme.you;
    context.lineWidth = 1.5;
    context.stroke();
    return;
  }
  const tip = kind === "buy" ? -HALF : HALF;
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
