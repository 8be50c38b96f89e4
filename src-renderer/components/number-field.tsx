// Which number does the person want? Text stays text until it is a whole number: nothing is rounded while typing.
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export interface NumberFieldProps {
  readonly label: string;
  /** The exact value, as decimal text in the shown unit (`40` for 40 %). */
  readonly value: string;
  /** Called with exact decimal text each time what is typed is a number within the limits. */
  readonly onChange: (value: string) => void;
  readonly unit?: string;
  readonly min?: string;
  readonly max?: string;
  /** Arrow up and down; Shift takes ten of them. Left out: arrows do nothing. */
  readonly step?: string;
  /** Digits after the point shown at rest. */
  readonly scale?: number;
  /** What is wrong and how to mend it, when more than the limits knows it ("Sum is 105%"). */
  readonly error?: string | undefined;
  /** Why it cannot be changed; the field is then read only. */
  readonly lockedBecause?: string;
  readonly hideLabel?: boolean;
  readonly disabled?: boolean;
  /** 60 px wide and 24 px high, for table cells. */
  readonly cell?: boolean;
  /** Width in px. */
  readonly width?: number;
}

function atRest(value: string, scale: number | undefined): string {
  const exact = Decimal.parse(value);
  // Never hide digits the person typed: the scale only adds zeros.
  return scale === undefined || scale < exact.scale ? exact.toString() : exact.toFixed(scale, "halfEven");
}

export function NumberField(props: NumberFieldProps) {
  const id = useId();
  const { value, scale } = props;
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    setProblem(undefined);
    setTyped((current) =>
      current !== undefined && Decimal.tryParse(normalize(current))?.eq(Decimal.parse(value)) === true
        ? current
        : undefined,
    );
  }, [value]);

  const check = (text: string): string | undefined => {
    const number = Decimal.tryParse(normalize(text));
    if (number === undefined) return "Not a number";
    if (props.min !== undefined && number.lt(Decimal.parse(props.min))) return `At least ${props.min}${unitOf(props)}`;
    if (props.max !== undefined && number.gt(Decimal.parse(props.max))) return `At most ${props.max}${unitOf(props)}`;
    return undefined;
  };
  const type = (text: string) => {
    setTyped(text);
    const wrong = check(text);
    setProblem(wrong);
    if (wrong === undefined) props.onChange(Decimal.parse(normalize(text)).toString());
  };
  const step = (event: KeyboardEvent) => {
    if (props.step === undefined || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const size = Decimal.parse(props.step).mul(Decimal.fromInteger(event.shiftKey ? 10 : 1));
    const moved = Decimal.parse(value).add(event.key === "ArrowUp" ? size : size.neg());
    const above = props.min === undefined ? moved : Decimal.max(moved, Decimal.parse(props.min));
    const within = props.max === undefined ? above : Decimal.min(above, Decimal.parse(props.max));
    setTyped(undefined);
    props.onChange(within.toString());
  };
  const error = problem ?? props.error;
  const locked = props.lockedBecause !== undefined;
  const message = error ?? props.lockedBecause;
  return (
    <div className="field">
      <label htmlFor={id} className={props.hideLabel === true ? "sr" : "lab"}>
        {props.label}
      </label>
      <span
        className={classNames(
          "inp num",
          props.cell && "cell",
          error !== undefined && "bad",
          locked && "ro",
          props.disabled && "off",
        )}
        style={props.width === undefined ? undefined : { width: props.width }}
      >
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          value={typed ?? atRest(value, scale)}
          readOnly={locked}
          disabled={props.disabled}
          aria-invalid={error !== undefined}
          aria-describedby={message === undefined ? undefined : `${id}-message`}
          onChange={(event) => type(event.target.value)}
          onKeyDown={step}
          onBlur={() => {
            setTyped(undefined);
            setProblem(undefined);
          }}
        />
        {props.unit === undefined ? null : <span className="u">{props.unit}</span>}
      </span>
      {message === undefined ? null : (
        <span
          className={classNames(error === undefined ? "lab" : "err", props.cell && "sr")}
          id={`${id}-message`}
          role={error === undefined ? undefined : "alert"}
        >
          {message}
        </span>
      )}
    </div>
  );
}

/** People type a comma for the point, spaces, or a true minus; all of these are clear. */
function normalize(text: string): string {
  const trimmed = text.trim().replace("\u2212", "-").replace(",", ".");
  return trimmed.startsWith(".") ? `0${trimmed}` : trimmed.endsWith(".") ? trimmed.slice(0, -1) : trimmed;
}

function unitOf(props: NumberFieldProps): string {
  return props.unit === undefined ? "" : ` ${props.unit}`;
}
