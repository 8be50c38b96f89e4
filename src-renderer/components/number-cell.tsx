// How does a changing number show that it changed? The text at once, and one soft tint behind it.
import { useLayoutEffect, useRef } from "react";
import { PulseBudget, type PulseDirection, pulseFor } from "#renderer/lib/pulse.ts";

export interface NumberCellProps {
  /** Exact value; its direction of change picks the tint. Absent for no value. */
  readonly value: string | undefined;
  /** The value as written. */
  readonly text: string;
  readonly className?: string;
  /** Milliseconds of a clock that never goes back; the page's own unless told. */
  readonly now?: () => number;
  /** Shared by all numbers of the page unless told. */
  readonly budget?: PulseBudget;
}

const pageClock = () => performance.now();
const pageBudget = new PulseBudget();
const CLASS = { up: "u", down: "d" } as const satisfies Record<PulseDirection, string>;

export function NumberCell({ value, text, className, now = pageClock, budget = pageBudget }: NumberCellProps) {
  const box = useRef<HTMLSpanElement>(null);
  const previous = useRef(value);
  const lastPulseAt = useRef<number>(undefined);
  useLayoutEffect(() => {
    const element = box.current;
    const direction = pulseFor(previous.current, value, lastPulseAt.current, now());
    previous.current = value;
    if (element === null || direction === undefined || !budget.take(now())) return;
    lastPulseAt.current = now();
    // Two names for one animation: changing the name starts it afresh without asking the page for a layout.
    const name = element.classList.contains("play-a") ? "play-b" : "play-a";
    element.classList.remove("u", "d", "play-a", "play-b");
    element.classList.add(CLASS[direction], name);
  }, [value, now, budget]);
  return (
    <span className={className}>
      <span className="pulse" ref={box}>
        {text}
      </span>
    </span>
  );
}
