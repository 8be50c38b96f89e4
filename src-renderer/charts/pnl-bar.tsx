// How large is a gain or a loss beside the others? Two bars from a common zero: realized above, unrealized below.
import { clamp, drawnRatio } from "#renderer/lib/drawn-ratio.ts";

export interface PnlBarProps {
  readonly realized: string;
  /** Null where it is not known. */
  readonly unrealized: string | null;
  /** The largest amount of all rows, without sign: half the width. */
  readonly most: string;
  /** What is drawn, for assistive technology; the numbers stand beside it. */
  readonly label: string;
}

const WIDTH = 160;
const HALF = WIDTH / 2;
const HEIGHT = 14;
/** An amount that is not zero is seen. */
const LEAST = 1;

export function PnlBar({ realized, unrealized, most, label }: PnlBarProps) {
  return (
    <svg
      className="pnl-bar"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      <Bar amount={realized} most={most} y={1} kind="realized" />
      {unrealized === null ? null : <Bar amount={unrealized} most={most} y={8} kind="unrealized" />}
      <line x1={HALF} x2={HALF} y1="0" y2={HEIGHT} stroke="var(--chart-cross)" />
    </svg>
  );
}

interface BarProps {
  readonly amount: string;
  readonly most: string;
  readonly y: number;
  readonly kind: "realized" | "unrealized";
}

/** What is not realized yet is an outline: a shape, not only a hue. */
function Bar({ amount, most, y, kind }: BarProps) {
  const ratio = clamp(drawnRatio(amount, most), -1, 1);
  if (ratio === 0) return null;
  const width = Math.max(LEAST, Math.abs(ratio) * (HALF - 1));
  const color = ratio > 0 ? "var(--profit)" : "var(--loss)";
  return (
    <rect
      x={ratio > 0 ? HALF : HALF - width}
      y={y + 0.5}
      width={width}
      height={4}
      fill={kind === "realized" ? color : "none"}
      stroke={color}
    />
  );
}
