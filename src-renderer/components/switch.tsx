// Is a setting on or off? A switch acts at once; a check box is part of a form.
import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from "radix-ui";
import { type ReactNode, useId } from "react";
import { Icon } from "./icon.tsx";

export interface SwitchProps {
  readonly label: string;
  /** What the current position means: "Off. Every rebalance waits for you." */
  readonly detail?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

export function Switch({ label, detail, checked, onChange, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="switch-row">
      <RadixSwitch.Root id={id} className="toggle" checked={checked} onCheckedChange={onChange} disabled={disabled} />
      <span>
        <label htmlFor={id}>{label}</label>
        {detail === undefined ? null : <div className="f12 t2">{detail}</div>}
      </span>
    </div>
  );
}

export function Checkbox({ label, detail, checked, onChange, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="switch-row">
      <RadixCheckbox.Root
        id={id}
        className="check"
        checked={checked}
        onCheckedChange={(next) => onChange(next === true)}
        disabled={disabled}
      >
        <RadixCheckbox.Indicator>
          <Icon name="check" size="tiny" />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <span>
        <label htmlFor={id}>{label}</label>
        {detail === undefined ? null : <div className="f12 t2">{detail}</div>}
      </span>
    </div>
  );
}
