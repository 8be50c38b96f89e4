// Which one of many? The system's own list, so that keys and screen readers work as everywhere.
import { useId } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import type { SegmentedOption } from "./segmented.tsx";

export interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly options: readonly SegmentedOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly hideLabel?: boolean;
  readonly large?: boolean;
  readonly disabled?: boolean;
  readonly error?: string | undefined;
  /** Width in px. */
  readonly width?: number;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const id = useId();
  const { options } = props;
  return (
    <div className="field">
      <label htmlFor={id} className={props.hideLabel === true ? "sr" : "lab"}>
        {props.label}
      </label>
      <span
        className={classNames(
          "inp select",
          props.large && "lg",
          props.disabled && "off",
          props.error !== undefined && "bad",
        )}
        style={props.width === undefined ? undefined : { width: props.width }}
      >
        <select
          id={id}
          value={props.value}
          disabled={props.disabled}
          aria-invalid={props.error !== undefined}
          aria-describedby={props.error === undefined ? undefined : `${id}-error`}
          onChange={(event) => {
            const chosen = options.find(({ value }) => value === event.target.value);
            if (chosen !== undefined) props.onChange(chosen.value);
          }}
        >
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </span>
      {props.error === undefined ? null : (
        <span className="err" id={`${id}-error`}>
          {props.error}
        </span>
      )}
    </div>
  );
}
