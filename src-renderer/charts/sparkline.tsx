// Which way did a value go, at a glance? Neutral ink with an end dot: the column beside it carries the color.
import { toChartNumber } from "./to-chart-number.ts";

export interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly string[];
  /** "BTC, 7 days". */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
}

const EDGE = 2;

export function Sparkline({ values, label, width = 60, height = 18 }: SparklineProps) {
  if (values.length < 2) return null;
  const numbers = values.map(toChartNumber);
  const least = Math.min(...numbers);
  const range = Math.max(...numbers) - least;
  const x = (index: number) => EDGE + (index / (numbers.length - 1)) * (width - 2 * EDGE);
  const y = (value: number) =>
    range === 0 ? height / 2 : height - EDGE - ((value - least) / range) * (height - 2 * EDGE);
  const path = numbers.map((value, index) => `${index === 0 ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`);
  return (
    <svg className="spark" width={width} height={height} role="img" aria-label={label}>
      <path d={path.join("")} />
      <circle cx={x(numbers.length - 1)} cy={y(numbers[numbers.length - 1] ?? least)} r="2" />
    </svg>
  );
}
