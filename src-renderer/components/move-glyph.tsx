// Where does a plan move a weight? Hollow ring = now, solid dot = projected, centre = target, grey = band.
import { clamp, drawnRatio } from "#renderer/lib/drawn-ratio.ts";
import { formatPoints } from "#renderer/lib/format-points.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export interface MoveGlyphProps {
  readonly asset: string;
  /** Weights and band, as shares of one. */
  readonly now: string;
  readonly projected: string;
  readonly target: string;
  readonly band: string;
}

const WIDTH = 84;
const CENTRE = WIDTH / 2;
const BAND_PX = WIDTH / 4;
const REACH_PX = CENTRE - 4;
/** Less than half a point of a pixel is no move. */
const STILL_PX = 0.75;

export function MoveGlyph({ asset, now, projected, target, band }: MoveGlyphProps) {
  const goal = Decimal.parse(target);
  const driftNow = Decimal.parse(now).sub(goal);
  const driftAfter = Decimal.parse(projected).sub(goal);
  const x = (drift: Decimal) => CENTRE + clamp(drawnRatio(drift, band) * BAND_PX, -REACH_PX, REACH_PX);
  const from = x(driftNow);
  const to = x(driftAfter);
  const moves = Math.abs(from - to) > STILL_PX;
  const color = driftNow.isNegative ? "var(--under-graphic)" : "var(--over-graphic)";
  const words = moves
    ? `${asset} moves from ${formatPoints(driftNow)} to ${formatPoints(driftAfter)} points off target`
    : `${asset} stays ${formatPoints(driftNow)} points off target`;
  const edge = from < to ? from + 3.25 : from - 3.25;
  return (
    <svg className="move" width={WIDTH} height="16" viewBox={`0 0 ${WIDTH} 16`} role="img" aria-label={words}>
      <title>{words}</title>
      <rect x={CENTRE - BAND_PX} y="1" width={BAND_PX * 2} height="14" rx="2" fill="var(--band)" />
      <path d={`M${CENTRE} 0v16`} stroke="var(--text-3)" />
      {moves ? (
        <>
          {Math.abs(from - to) > 3.25 ? <path d={`M${edge} 8H${to}`} stroke={color} strokeWidth="1.5" /> : null}
          <circle cx={from} cy="8" r="3.25" fill="var(--surface-1)" stroke={color} strokeWidth="1.5" />
          <circle cx={to} cy="8" r="3.5" fill="var(--text-1)" />
        </>
      ) : (
        <circle cx={from} cy="8" r="3.25" fill="var(--surface-1)" stroke="var(--text-3)" strokeWidth="1.5" />
      )}
    </svg>
  );
}
