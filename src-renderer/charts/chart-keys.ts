// Which keys move a chart? Arrows along time, plus and minus nearer and further.
import type { KeyboardEvent } from "react";

const SCROLL_BARS = 5;
const ZOOM = 1.25;

export interface MovableChart {
  scrollBy(bars: number): void;
  zoomBy(factor: number): void;
}

export function pressChartKey(event: KeyboardEvent, chart: MovableChart | undefined): void {
  const act = {
    ArrowLeft: () => chart?.scrollBy(-SCROLL_BARS),
    ArrowRight: () => chart?.scrollBy(SCROLL_BARS),
    "+": () => chart?.zoomBy(1 / ZOOM),
    "-": () => chart?.zoomBy(ZOOM),
  }[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}
