// In which mode does a profile trade? A word, a color and a shape say it together.
import { classNames } from "#renderer/lib/class-names.ts";
import type { Mode } from "#shared/domain/account.ts";

const MODE_WORDS = { paper: "PAPER", sandbox: "SANDBOX", live: "LIVE" } as const satisfies Record<Mode, string>;

export interface ModePlateProps {
  readonly mode: Mode;
  readonly small?: boolean;
}

export function ModePlate({ mode, small = false }: ModePlateProps) {
  return <span className={classNames("plate", mode, small && "sm")}>{MODE_WORDS[mode]}</span>;
}
