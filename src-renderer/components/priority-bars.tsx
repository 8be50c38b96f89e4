// How much does something matter? Four small rising bars and the word.
import type { Priority } from "#shared/domain/suggestion.ts";

const LEVEL = { low: 1, medium: 2, high: 3, critical: 4 } as const satisfies Record<Priority, number>;

export interface PriorityBarsProps {
  readonly priority: Priority;
}

export function PriorityBars({ priority }: PriorityBarsProps) {
  const level = LEVEL[priority];
  const word = `priority ${priority}, ${level} of 4`;
  return (
    <span className="pri" role="img" aria-label={word} title={word}>
      {[1, 2, 3, 4].map((bar) => (
        <i key={bar} className={bar <= level ? "on" : undefined} />
      ))}
    </span>
  );
}
