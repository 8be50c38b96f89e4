// What should be read before going on? One block with an icon; alarm colors on one block at a time.
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

export type NoteTone = "plain" | "over" | "bad" | "ok" | "you";

const LOOK = {
  plain: { icon: "info", tone: "" },
  over: { icon: "alert", tone: " over" },
  bad: { icon: "error", tone: " bad" },
  ok: { icon: "check", tone: " ok" },
  you: { icon: "info", tone: " you" },
} as const satisfies Record<NoteTone, { icon: IconName; tone: string }>;

export interface NoteProps {
  readonly tone?: NoteTone;
  readonly icon?: IconName;
  /** First words, in bold. */
  readonly title?: string;
  readonly children?: ReactNode;
}

export function Note({ tone = "plain", icon, title, children }: NoteProps) {
  return (
    <div className={`note${LOOK[tone].tone}`} role={tone === "bad" ? "alert" : undefined}>
      <Icon name={icon ?? LOOK[tone].icon} size="small" />
      <span className="grow">
        {title === undefined ? null : <b>{title} </b>}
        {children}
      </span>
    </div>
  );
}
