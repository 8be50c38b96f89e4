// What does a person press? At most one primary button per screen; danger only where something can be lost.
import type { ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import { Icon, type IconName } from "./icon.tsx";
import { Kbd } from "./kbd.tsx";

export type ButtonKind = "primary" | "default" | "danger" | "danger-solid" | "ghost";

export interface ButtonProps extends Omit<ComponentPropsWithRef<"button">, "type"> {
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  readonly iconAfter?: IconName;
  /** Key that does the same, shown at the right. */
  readonly kbd?: string;
  readonly large?: boolean;
  readonly block?: boolean;
  /** For a button that stays down. */
  readonly pressed?: boolean;
  readonly submit?: boolean;
  readonly children: ReactNode;
}

export function Button(props: ButtonProps) {
  const { kind = "default", icon, iconAfter, kbd, large, block, pressed, submit, className, children, ...rest } = props;
  return (
    <button
      type={submit === true ? "submit" : "button"}
      className={classNames("btn", kind !== "default" && kind, large && "lg", block && "block", className)}
      aria-pressed={pressed}
      {...rest}
    >
      {icon === undefined ? null : <Icon name={icon} size="small" />}
      {children}
      {iconAfter === undefined ? null : <Icon name={iconAfter} size="small" />}
      {kbd === undefined ? null : <Kbd>{kbd}</Kbd>}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentPropsWithRef<"button">, "type" | "children"> {
  readonly icon: IconName;
  /** What it does: its name for assistive technology and its tooltip. */
  readonly label: string;
  readonly small?: boolean;
  readonly pressed?: boolean;
  /** With a surface and a border, instead of bare. */
  readonly solid?: boolean;
}

export function IconButton({ icon, label, small, pressed, solid, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={classNames("btn", solid !== true && "ghost", "icon", className)}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      {...rest}
    >
      <Icon name={icon} size={small === true ? "small" : "normal"} />
    </button>
  );
}
