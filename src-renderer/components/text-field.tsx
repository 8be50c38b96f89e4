// What does the person write: a name, a search, a filter?
import { type ReactNode, type Ref, useId } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import { Icon } from "./icon.tsx";
import { Kbd } from "./kbd.tsx";

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  /** What is wrong and how to mend it. */
  readonly error?: string | undefined;
  readonly large?: boolean;
  readonly mono?: boolean;
  readonly hideLabel?: boolean;
  readonly disabled?: boolean;
  readonly after?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id} className={props.hideLabel === true ? "sr" : "lab"}>
        {props.label}
      </label>
      <span
        className={classNames("inp", props.large && "lg", props.error !== undefined && "bad", props.disabled && "off")}
      >
        <input
          id={id}
          ref={props.ref}
          className={props.mono === true ? "mono" : undefined}
          value={props.value}
          placeholder={props.placeholder}
          disabled={props.disabled}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={props.error !== undefined}
          aria-describedby={props.error === undefined ? undefined : `${id}-error`}
          onChange={(event) => props.onChange(event.target.value)}
        />
        {props.after}
      </span>
      {props.error === undefined ? null : (
        <span className="err" id={`${id}-error`}>
          {props.error}
        </span>
      )}
    </div>
  );
}

export interface FilterFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  /** Width in px. */
  readonly width?: number;
  /** `/` moves focus here; the screen gives the ref and handles the key. */
  readonly ref?: Ref<HTMLInputElement>;
}

export function FilterField({ value, onChange, placeholder = "Filter", width = 176, ref }: FilterFieldProps) {
  return (
    <span className="inp search" style={{ width }}>
      <Icon name="search" size="small" />
      <input
        ref={ref}
        type="search"
        aria-label={placeholder}
        placeholder={placeholder}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || value === "") return;
          event.stopPropagation();
          onChange("");
        }}
      />
      {value === "" ? <Kbd>/</Kbd> : null}
    </span>
  );
}
