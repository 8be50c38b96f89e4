// When does waiting cost more than acting? The cost of acting as a flat line, the loss of waiting rising with the days.
import { useId, useRef } from "react";
import { formatAxisValue } from "#renderer/lib/format-axis.ts";
import { toChartNumber } from "./to-chart-number.ts";
import { useSize } from "./use-size.ts";
import { computeWaitLayout } from "./wait-layout.ts";

export interface WaitChartProps {
  /** Cost of acting now, in the valuation currency. */
  readonly cost: string;
  /** What waiting the whole horizon loses. */
  readonly loss: string;
  readonly horizonDays: number;
  /** Privacy mode: the shape stays, the amounts go. */
  readonly hidden: boolean;
  /** The figures beside it in words. */
  readonly label: string;
}

export function WaitChart({ cost, loss, horizonDays, hidden, label }: WaitChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const gradient = useId();
  const { width, height } = useSize(box);
  const layout = computeWaitLayout({
    cost: toChartNumber(cost),
    loss: toChartNumber(loss),
    days: horizonDays,
    width,
    height,
  });
  return (
    <div className="chart grow rb-wait" ref={box} role="img" aria-label={label}>
      {layout === undefined ? null : (
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <linearGradient id={gradient} x1="0" x2="0" y1="0" y2="1">
              <stop offset="0" stopColor="var(--over-graphic)" stopOpacity="0.22" />
              <stop offset="1" stopColor="var(--over-graphic)" stopOpacity="0" />
            </linearGradient>
          </defs>
          {layout.ticks.map(({ value, y }) => (
            <g key={value}>
              <line className="gr" x1="0" x2={layout.right} y1={y} y2={y} />
              {hidden ? null : (
                <text className="ax" x={width} y={y + 3} textAnchor="end">
                  {formatAxisValue(value, layout.step)}
                </text>
              )}
            </g>
          ))}
          {layout.days.map(({ day, x }) => (
            <text
              key={day}
              className="ax"
              x={x}
              y={height - 3}
              textAnchor={day === 0 ? "start" : day === horizonDays ? "end" : "middle"}
            >
              {day === 0 ? "now" : `${day} d`}
            </text>
          ))}
          <path
            d={`M0 ${layout.bottom}L${layout.right} ${layout.lossY}V${layout.bottom}Z`}
            fill={`url(#${gradient})`}
          />
          <path
            d={`M0 ${layout.bottom}L${layout.right} ${layout.lossY}`}
            stroke="var(--over-graphic)"
            strokeWidth="1.75"
          />
          <path d={`M0 ${layout.costY}H${layout.right}`} stroke="var(--chart-you)" strokeWidth="1.75" />
          {layout.crossing === null ? null : (
            <>
              <line
                x1={layout.crossing}
                x2={layout.crossing}
                y1={layout.costY}
                y2={layout.bottom}
                stroke="var(--chart-cross)"
                strokeDasharray="1 2"
              />
              <circle
                cx={layout.crossing}
                cy={layout.costY}
                r="3.5"
                fill="var(--surface-1)"
                stroke="var(--over-graphic)"
                strokeWidth="1.75"
              />
            </>
          )}
        </svg>
      )}
    </div>
  );
}
