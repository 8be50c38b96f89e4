// Which of many points are drawn? No more than the screen can show: the lowest and highest of each pixel column stay.

export interface ChartPoint {
  readonly time: number;
  readonly value: number;
}

/** At most four points per column, in their order; extremes and both ends survive. */
export function visiblePoints<Point extends ChartPoint>(points: readonly Point[], columns: number): readonly Point[] {
  if (points.length <= columns * 2 || columns < 2) return points;
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined) return points;
  const span = Math.max(1, last.time - first.time);
  const kept: Point[] = [];
  let start = 0;
  for (let column = 0; column < columns; column += 1) {
    const until = first.time + (span * (column + 1)) / columns;
    let end = start;
    while (end < points.length && (points[end]?.time ?? 0) <= until) end += 1;
    keepExtremes(points, start, end, kept);
    start = end;
  }
  return kept;
}

function keepExtremes<Point extends ChartPoint>(
  all: readonly Point[],
  start: number,
  end: number,
  kept: Point[],
): void {
  if (end <= start) return;
  let low = start;
  let high = start;
  for (let index = start; index < end; index += 1) {
    const value = all[index]?.value ?? 0;
    if (value < (all[low]?.value ?? 0)) low = index;
    if (value > (all[high]?.value ?? 0)) high = index;
  }
  for (const index of [...new Set([start, low, high, end - 1])].sort((a, b) => a - b)) {
    const point = all[index];
    if (point !== undefined) kept.push(point);
  }
}

/** Index of the point nearest in time. -1 when there is none. */
export function nearestIndex(points: readonly { readonly time: number }[], time: number): number {
  let low = 0;
  let high = points.length - 1;
  if (high < 0) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.time ?? 0) <= time) low = middle;
    else high = middle;
  }
  const before = time - (points[low]?.time ?? 0);
  const after = (points[high]?.time ?? 0) - time;
  return after < before ? high : low;
}
