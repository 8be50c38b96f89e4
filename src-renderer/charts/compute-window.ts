// Which stretch of a long history does the chart hold? Its cost grows with the bars held, so never more than 5,000.

export const MOST_BARS = 5_000;
/** An edge is near when fewer bars than this are left before it: about one screen, so that a drag does not reach it. */
const NEAR = 750;
/** Smaller moves than this are not worth giving the chart its bars again. */
const LEAST_MOVE = 250;

export interface BarWindow {
  readonly start: number;
  /** Behind the last bar. */
  readonly end: number;
}

/** The newest bars. */
export function newestWindow(total: number): BarWindow {
  return { start: Math.max(0, total - MOST_BARS), end: total };
}

/** The same bars after `added` older ones were put in front. */
export function shiftedByOlder(window: BarWindow, added: number): BarWindow {
  return { start: window.start + added, end: window.end + added };
}

export interface EdgeAnswer {
  /** Another stretch to hold, or the same object. */
  readonly window: BarWindow;
  /** The history itself ends near: ask for older bars. */
  readonly needsOlder: boolean;
}

/** What to do when bars `from` to `to` of the held window are on screen: near an edge, the view becomes the window's middle. */
export function windowForView(window: BarWindow, total: number, from: number, to: number): EdgeAnswer {
  const held = window.end - window.start;
  const needsOlder = window.start + from < NEAR;
  const nearStart = from < NEAR && window.start > 0;
  const nearEnd = to > held - NEAR && window.end < total;
  if (!nearStart && !nearEnd) return { window, needsOlder };
  const middle = window.start + Math.round((from + to) / 2);
  const start = Math.min(Math.max(0, middle - MOST_BARS / 2), Math.max(0, total - MOST_BARS));
  if (Math.abs(start - window.start) < LEAST_MOVE) return { window, needsOlder };
  return { window: { start, end: Math.min(total, start + MOST_BARS) }, needsOlder };
}
