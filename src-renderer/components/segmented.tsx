// Which one of a few? A row of choices that all stay visible; arrows move, the choice follows.
import { type KeyboardEvent, useRef } from "react";
import { classNames } from "#renderer/lib/class-names.ts";

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

export interface SegmentedProps<Value extends string> {
  /** What is chosen, for assistive technology: "Period". */
  readonly label: string;
  readonly options: readonly SegmentedOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly compact?: boolean;
}

export function Segmented<Value extends string>({ label, options, value, onChange, compact }: SegmentedProps<Value>) {
  const group = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = options.findIndex((option) => option.value === value);
    const next = (at + step + options.length) % options.length;
    const option = options[next];
    if (option === undefined) return;
    onChange(option.value);
    group.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div className={classNames("seg", compact && "compact")} role="radiogroup" aria-label={label} ref={group}>
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: a native radio cannot carry this look and a roving focus together.
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
          onKeyDown={move}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
