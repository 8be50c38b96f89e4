// Which stretch of a long history does the chart hold? Its cost grows with the bars held, so never more than 5,000.

export const MOST_BARS = 5_000;
/** How far the window moves when an edge comes near: enough that it does not happen again at once. */
const SHIFT = MOST_BARS / 2;
/** An edge is near when fewer bars than this are left before it. */
const NEAR = 200;

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

/** What to do when bars `from` to `to` of the held window are on screen. */
export function windowForView(window: BarWindow, total: number, from: number, to: number): EdgeAnswer {
  const held = window.end - window.start;
  if (from < NEAR) {
    if (window.start === 0) return { window, needsOlder: true };
    const start = Math.max(0, window.start - SHIFT);
    return { window: { start, end: Math.min(total, start + MOST_BARS) }, needsOlder: start === 0 };
  }
  if (to > held - NEAR && window.end < total) {
    const end = Math.min(total, window.end + SHIFT);
    return { window: { start: Math.max(0, end - MOST_BARS), end }, needsOlder: false };
  }
  return { window, needsOlder: false };
}
