// How is the portfolio split, and how should it be? An outer ring of targets round a donut of what is held.
import { assetColor } from "#renderer/lib/asset-color.ts";
import { toChartNumber } from "./to-chart-number.ts";

export interface AllocationSlice {
  readonly asset: string;
  /** Shares of one; both rings keep the given order from 12 o'clock. */
  readonly weight: string;
  readonly target: string;
}

export interface AllocationDonutProps {
  readonly slices: readonly AllocationSlice[];
  /** "2 of 9". */
  readonly figure: string;
  /** "out of band". */
  readonly label: string;
  readonly tone: "over" | "ok";
  readonly size?: number;
}

interface Arc {
  readonly asset: string;
  readonly start: number;
  readonly share: number;
}

function arcsOf(parts: readonly { readonly asset: string; readonly size: number }[]): readonly Arc[] {
  const total = parts.reduce((sum, part) => sum + Math.max(0, part.size), 0);
  if (total <= 0) return [];
  let start = 0;
  return parts.flatMap((part) => {
    const share = Math.max(0, part.size) / total;
    if (share === 0) return [];
    const arc = { asset: part.asset, start, share };
    start += share;
    return [arc];
  });
}

interface RingProps {
  readonly arcs: readonly Arc[];
  readonly radius: number;
  readonly thickness: number;
  readonly centre: number;
  readonly opacity?: number;
}

const GAP = 1.5;

function Ring({ arcs, radius, thickness, centre, opacity = 1 }: RingProps) {
  const round = 2 * Math.PI * radius;
  const gap = arcs.length === 1 ? 0 : GAP;
  return (
    <g fill="none" strokeWidth={thickness} opacity={opacity}>
      {arcs.map((arc) => (
        <circle
          key={arc.asset}
          cx={centre}
          cy={centre}
          r={radius}
          stroke={assetColor(arc.asset)}
          strokeDasharray={`${Math.max(0.75, arc.share * round - gap)} ${round}`}
          transform={`rotate(${arc.start * 360 - 90 + (gap / 2 / round) * 360} ${centre} ${centre})`}
        />
      ))}
    </g>
  );
}

/** Decorative twin of the table beside it, which is the accessible form; it names itself in one sentence. */
export function AllocationDonut({ slices, figure, label, tone, size = 148 }: AllocationDonutProps) {
  const centre = size / 2;
  const outer = Math.max(5, Math.round(size * 0.034));
  const inner = Math.round(size * 0.135);
  const now = arcsOf(slices.map((slice) => ({ asset: slice.asset, size: toChartNumber(slice.weight) })));
  const goal = arcsOf(slices.map((slice) => ({ asset: slice.asset, size: toChartNumber(slice.target) })));
  return (
    <svg
      width={size}
      height={size}
      role="img"
      aria-label={`Allocation now inside the ring of targets: ${figure} ${label}`}
    >
      <Ring arcs={goal} radius={centre - 1 - outer / 2} thickness={outer} centre={centre} opacity={0.55} />
      <Ring arcs={now} radius={centre - 1 - outer - 4 - inner / 2} thickness={inner} centre={centre} />

      <text className="ring-figure" x={centre} y={centre - 1} textAnchor="middle">
        {figure}
      </text>
      <text
        className="ring-label"
        x={centre}
        y={centre + 15}
        textAnchor="middle"
        fill={tone === "over" ? "var(--over)" : "var(--profit)"}
      >
        {label}
      </text>
    </svg>
  );
}
