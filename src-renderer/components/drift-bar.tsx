// How far is a weight from its target, against its own band? What sticks out of the grey is out of band.
import { clamp, drawnRatio } from "#renderer/lib/drawn-ratio.ts";
import { formatBand, formatPoints } from "#renderer/lib/format-points.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export interface DriftBarProps {
  /** Weight less target, as a share of one: 0.0362 is 3.62 points over. */
  readonly drift: string;
  /** Half width of the band, as a share of one. */
  readonly band: string;
  readonly width?: number | string;
}

/** The drawn scale ends at two bands either side; the number beside it tells the rest. */
const HALF_BANDS = 2;

export function isOutOfBand(drift: string, band: string): boolean {
  return Decimal.parse(drift).abs().gt(Decimal.parse(band));
}

/** Amber or blue text class for a drift, or grey for none at the shown digits. */
export function driftTone(drift: string, scale = 1): "ov" | "un" | "t3" {
  const shown = Decimal.parse(drift).roundTo(scale + 2, "halfEven");
  return shown.isZero ? "t3" : shown.isNegative ? "un" : "ov";
}

export function DriftBar({ drift, band, width = "100%" }: DriftBarProps) {
  const exact = Decimal.parse(drift);
  const out = isOutOfBand(drift, band);
  const bands = Decimal.parse(band).isZero ? (out ? HALF_BANDS : 0) : drawnRatio(exact.abs(), band);
  const length = (clamp(bands, 0, HALF_BANDS) / HALF_BANDS) * 50;
  const over = !exact.isNegative;
  const words = `drift ${formatPoints(drift)} points, band ${formatBand(band)}${out ? ", out of band" : ""}`;
  return (
    <div className="drift" style={{ width }} role="img" aria-label={words} title={words}>
      <i className="bd" style={{ left: "25%", width: "50%" }} />
      {length === 0 ? null : (
        <i
          className={`b ${over ? "o" : "u"}${out ? " out" : ""}`}
          style={{ left: over ? "50%" : `${50 - length}%`, width: `${length}%` }}
        />
      )}
      <i className="zr" style={{ left: "50%" }} />
    </div>
  );
}
