// Which steps are behind, which is this one, which are to come?
import { Icon } from "#renderer/components/icon.tsx";
import { STAGE_WORDS, STAGES, type Stage } from "./wizard-words.ts";

export interface CrumbsProps {
  readonly stage: Stage;
  readonly isOver: boolean;
  /** False where the venue is given. */
  readonly withVenue: boolean;
}

export function Crumbs({ stage, isOver, withVenue }: CrumbsProps) {
  const stages = withVenue ? STAGES : STAGES.slice(1);
  const at = stages.indexOf(stage);
  return (
    <ol className="crumbs" aria-label="Steps">
      {stages.map((name, place) => {
        const isDone = isOver || place < at;
        return (
          <li
            key={name}
            className={isDone ? "done" : place === at ? "on" : undefined}
            aria-current={!isDone && place === at ? "step" : undefined}
          >
            {isDone ? <Icon name="check" size="tiny" /> : `${place + 1}`} {STAGE_WORDS[name]}
            {isDone ? <span className="sr"> done</span> : null}
          </li>
        );
      })}
    </ol>
  );
}
