// What does the venue say of this order?
import { Icon } from "#renderer/components/icon.tsx";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import { CHECK_WORDS } from "./check-words.ts";

export interface CheckMarkProps {
  readonly check: LegCheck | undefined;
}

export function CheckMark({ check }: CheckMarkProps) {
  if (check === undefined) return null;
  const { icon, tone, word } = CHECK_WORDS[check.state];
  const warned = check.warnings.length > 0;
  return (
    <span className={warned && check.state === "ok" ? "ov" : tone} title={[word, ...check.warnings].join(". ")}>
      <Icon name={warned && check.state === "ok" ? "alert" : icon} size="small" />
      <span className="sr">{warned ? `${word}, with a warning` : word}</span>
    </span>
  );
}
