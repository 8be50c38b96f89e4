// Which share should an asset have? A square-root slider with a tick where it is now; the number box beside it is the truth.
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { moveWeight, positionOfWeight, targetScaleEnd, weightAtPosition } from "#renderer/lib/target-scale.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export interface TargetSliderProps {
  readonly asset: string;
  /** Target weight, share of one. */
  readonly value: string;
  /** Weight now, share of one: drawn as a small tick. */
  readonly current?: string;
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
}

/** Arrows go by 0.1 point, with Shift by 1; page keys by 5. */
const KEYS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 50,
  PageDown: -50,
};
const SHIFTED = 10;

export function TargetSlider({ asset, value, current, onChange, disabled = false }: TargetSliderProps) {
  const track = useRef<HTMLSpanElement>(null);
  // The scale stays as it was when the drag began: it must not run away under the pointer.
  const [dragEnd, setDragEnd] = useState<number>();
  const end = dragEnd ?? targetScaleEnd(value, ...(current === undefined ? [] : [current]));

  const follow = (event: PointerEvent, scaleEnd: number) => {
    const box = track.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    const next = weightAtPosition((event.clientX - box.left) / box.width, scaleEnd);
    if (next !== value) onChange(next);
  };
  const press = (event: KeyboardEvent) => {
    if (disabled) return;
    const step = KEYS[event.key];
    const next =
      event.key === "Home"
        ? "0"
        : event.key === "End"
          ? "1"
          : step === undefined
            ? undefined
            : moveWeight(value, event.shiftKey && Math.abs(step) === 1 ? step * SHIFTED : step);
    if (next === undefined) return;
    event.preventDefault();
    if (next !== value) onChange(next);
  };
  const at = `${positionOfWeight(value, end) * 100}%`;
  const side = current === undefined ? 0 : Decimal.parse(current).cmp(Decimal.parse(value));
  const percent = formatPercent(value, { scale: 1 });
  return (
    <span
      ref={track}
      className="sl"
      role="slider"
      tabIndex={disabled ? -1 : 0}
      aria-label={`${asset} target`}
      aria-disabled={disabled}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Number(percent.slice(0, -1))}
      aria-valuetext={current === undefined ? percent : `${percent}, now ${formatPercent(current, { scale: 1 })}`}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (disabled || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragEnd(end);
        follow(event, end);
      }}
      onPointerMove={(event) => {
        if (dragEnd !== undefined) follow(event, dragEnd);
      }}
      onPointerUp={() => setDragEnd(undefined)}
      onPointerCancel={() => setDragEnd(undefined)}
    >
      <i className="tr" />
      <i className="fl" style={{ width: at }} />
      {current === undefined ? null : (
        <i
          className={`cu ${side > 0 ? "over" : side < 0 ? "under" : "even"}`}
          style={{ left: `${positionOfWeight(current, end) * 100}%` }}
        />
      )}
      <i className="th" style={{ left: at }} />
    </span>
  );
}
