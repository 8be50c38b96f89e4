// Is it cheaper to act now or to wait? The cost of acting against how far the market may move the other way (one sigma).
import { useId, useRef } from "react";
import { formatAxisValue } from "#renderer/lib/format-axis.ts";
import { valueStep, valueTicks } from "./compute-ticks.ts";
import { toChartNumber } from "./to-chart-number.ts";
import { useSize } from "./use-size.ts";

export interface WaitChartProps {
  /** Cost of acting now, in the valuation currency. */
  readonly costNow: string;
  /** One sigma of what waiting one day may cost; it grows with the square root of time. */
  readonly riskOneDay: string;
  readonly currencySymbol?: string;
  readonly hidden?: boolean;
  readonly label: string;
}

const DAYS = 7;
const AXIS_WIDTH = 44;
const AXIS_HEIGHT = 20;
const MARKS = [1, 3, 5, 7] as const;

export function WaitChart({ costNow, riskOneDay, currencySymbol = "$", hidden = false, label }: WaitChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const gradient = useId();
  const { width, height } = useSize(box);
  const cost = toChartNumber(costNow);
  const risk = toChartNumber(riskOneDay);
  const right = width - AXIS_WIDTH;
  const bottom = height - AXIS_HEIGHT;
  const most = Math.max(risk * Math.sqrt(DAYS), cost, 1e-9) * 1.05;
  const x = (days: number) => 4 + (days / DAYS) * (right - 4);
  const y = (value: number) => bottom - (value / most) * (bottom - 6);
  const curve = Array.from({ length: 61 }, (_, index) => {
    const days = (index / 60) ** 2 * DAYS;
    return `${index === 0 ? "M" : "L"}${x(days).toFixed(1)} ${y(risk * Math.sqrt(days)).toFixed(1)}`;
  }).join("");
  const step = valueStep(most, 3);
  return (
    <div ref={box} className="chart grow" role="img" aria-label={label}>
      {width < 80 || height < 50 ? null : (
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <linearGradient id={gradient} x1="0" x2="0" y1="0" y2="1">
              <stop offset="0" stopColor="var(--over-graphic)" stopOpacity="0.22" />
              <stop offset="1" stopColor="var(--over-graphic)" stopOpacity="0" />
            </linearGradient>
          </defs>
          {valueTicks(0, most, 3)
            .slice(1)
            .map((value) => (
              <g key={value}>
                <line
                  className="gr"
                  x1="4"
                  x2={right}
                  y1={Math.round(y(value)) + 0.5}
                  y2={Math.round(y(value)) + 0.5}
                />
                {hidden ? null : (
                  <text className="ax" x={right + 6} y={y(value) + 3}>
                    {currencySymbol}
                    {formatAxisValue(value, step)}
                  </text>
                )}
              </g>
            ))}
          <path d={`${curve}V${bottom}H${x(0)}Z`} fill={`url(#${gradient})`} />
          <path d={curve} fill="none" stroke="var(--over-graphic)" strokeWidth="1.75" />
          <line x1="4" x2={right} y1={y(cost)} y2={y(cost)} stroke="var(--chart-you)" strokeWidth="1.75" />
          <line x1={x(1)} x2={x(1)} y1={y(risk)} y2={bottom} stroke="var(--chart-cross)" strokeDasharray="1 2" />
          <circle cx={x(1)} cy={y(risk)} r="3.5" fill="var(--over-graphic)" stroke="var(--surface-1)" strokeWidth="2" />
          <text className="ax" x={right + 6} y={y(cost) + 3} style={{ fill: "var(--chart-you)" }}>
            now
          </text>
          <text className="ax" x="4" y={height - 4}>
            now
          </text>
          {MARKS.map((days) => (
            <text key={days} className="ax" x={x(days)} y={height - 4} textAnchor={days === DAYS ? "end" : "middle"}>
              {days} d
            </text>
          ))}
        </svg>
      )}
    </div>
  );
}
