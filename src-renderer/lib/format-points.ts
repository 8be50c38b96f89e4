// How is a difference of weights written? In points, never percent: 0.0362 is +3.62 points.
import type { Decimal } from "#shared/domain/decimal.ts";
import { formatPercentCell } from "./format-percent.ts";

export interface PointsFormat {
  /** Digits after the point, 1 unless told. */
  readonly scale?: number;
}

/** `+3.6`, `−1.3`, `0.0`. */
export function formatPoints(share: string | Decimal | undefined, format: PointsFormat = {}): string {
  return formatPercentCell(share, { scale: format.scale ?? 1, sign: "always" });
}

/** A tolerance band: `±2.0`. */
export function formatBand(share: string | Decimal | undefined, format: PointsFormat = {}): string {
  return share === undefined ? "n/a" : `\u00b1${formatPercentCell(share, { scale: format.scale ?? 1 })}`;
}
