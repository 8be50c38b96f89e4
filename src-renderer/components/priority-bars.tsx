// How much does something matter? Four small rising bars and the word.

export type Priority = 1 | 2 | 3 | 4;

export const PRIORITY_WORDS = { 1: "low", 2: "medium", 3: "high", 4: "urgent" } as const satisfies Record<
  Priority,
  string
>;

export interface PriorityBarsProps {
  readonly priority: Priority;
}

export function PriorityBars({ priority }: PriorityBarsProps) {
  const word = `priority ${PRIORITY_WORDS[priority]}, ${priority} of 4`;
  return (
    <span className="pri" role="img" aria-label={word} title={word}>
      {[1, 2, 3, 4].map((bar) => (
        <i key={bar} className={bar <= priority ? "on" : undefined} />
      ))}
    </span>
  );
}
