// How are regimes drawn behind a price? Bars shaded by the likeliest one, and a strip below them with the chances of all three.
import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
  UTCTimestamp,
} from "lightweight-charts";

/** Chances of calm, middle and wild, each 0 to 1. */
export type RegimeChances = readonly [number, number, number];

export interface RegimeBar {
  readonly time: UTCTimestamp;
  /** Null while they are not known. */
  readonly chances: RegimeChances | null;
}

type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

/** The wilder, the darker: told apart without a hue. */
const BAND = [0, 0.055, 0.15] as const;
const STRIP = [0.16, 0.42, 0.9] as const;
const STRIP_HEIGHT = 12;

/** Index of the largest; the calmer where two are as likely. */
export function likeliestRegime(chances: RegimeChances): 0 | 1 | 2 {
  const [calm, middle, wild] = chances;
  if (calm >= middle && calm >= wild) return 0;
  return middle >= wild ? 1 : 2;
}

export interface RegimeBand extends ISeriesPrimitive<Time> {
  set(bars: readonly RegimeBar[], ink: string): void;
}

export function createRegimeBand(): RegimeBand {
  let host: SeriesAttachedParameter<Time> | undefined;
  let bars: readonly RegimeBar[] = [];
  let ink = "";

  const draw = (target: DrawTarget) => {
    const scale = host?.chart.timeScale();
    if (scale === undefined || ink === "") return;
    const width = scale.options().barSpacing;
    // biome-ignore lint/correctness/useHookAtTopLevel: a method of the canvas target that happens to be called use…, no hook.
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.fillStyle = ink;
      const fill = (opacity: number, x: number, y: number, height: number) => {
        context.globalAlpha = opacity;
        context.fillRect(x - width / 2, y, width, height);
      };
      for (const { time, chances } of bars) {
        const x = chances === null ? null : scale.timeToCoordinate(time);
        if (x === null || chances === null || x < -width || x > mediaSize.width + width) continue;
        fill(BAND[likeliestRegime(chances)], x, 0, mediaSize.height - STRIP_HEIGHT);
        let bottom = mediaSize.height;
        for (const [regime, chance] of chances.entries()) {
          const height = chance * STRIP_HEIGHT;
          bottom -= height;
          fill(STRIP[regime] ?? 0, x, bottom, height);
        }
      }
      context.globalAlpha = 1;
    });
  };
  const view: IPrimitivePaneView = { zOrder: () => "bottom", renderer: () => ({ draw }) };
  const views = [view];
  return {
    attached: (parameter) => {
      host = parameter;
    },
    detached: () => {
      host = undefined;
    },
    paneViews: () => views,
    set: (next, nextInk) => {
      bars = next;
      ink = nextInk;
      host?.requestUpdate();
    },
  };
}
