// How is a short state or tag shown? Tint, text of the same hue, and an icon, so it never speaks by color alone.
import type { ReactNode } from "react";
import { classNames } from "#renderer/lib/class-names.ts";
import type { Side } from "#shared/domain/order.ts";
import { Icon, type IconName } from "./icon.tsx";

export type ChipTone = "plain" | "muted" | "over" | "under" | "ok" | "bad" | "you";

const CLASS = {
  plain: "",
  muted: "mut",
  over: "over",
  under: "under",
  ok: "ok",
  bad: "bad",
  you: "you",
} as const satisfies Record<ChipTone, string>;

export interface ChipProps {
  readonly tone?: ChipTone;
  readonly icon?: IconName;
  readonly title?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Chip({ tone = "plain", icon, title, className, children }: ChipProps) {
  return (
    <span className={classNames("chip", CLASS[tone], className)} title={title}>
      {icon === undefined ? null : <Icon name={icon} size="tiny" />}
      {children}
    </span>
  );
}

export interface SideChipProps {
  readonly side: Side;
}

/** Buy or Sell in a plan: neutral, because a sell is not a loss. */
export function SideChip({ side }: SideChipProps) {
  return <span className="side">{side === "buy" ? "Buy" : "Sell"}</span>;
}
