// Why is the plan held, what is known, and what can be done? The one block to look at.
import { Button } from "#renderer/components/button.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import { heldWords } from "./plan-words.ts";
import type { PlanCommands } from "./use-plan-commands.ts";

export interface HeldNoteProps {
  readonly record: PlanRecord;
  readonly commands: PlanCommands;
}

export function HeldNote({ record, commands }: HeldNoteProps) {
  const words = heldWords(record);
  const refused = commands.error;
  const tooOld = refused?.code === "PLAN_EXPIRED";
  const replan = tooOld || refused?.code === "PLAN_STALE";
  return (
    <section className="rb-held" aria-label="Why the plan is held">
      <span className="ov">
        <Icon name="pause" />
      </span>
      <div className="grow">
        <p className="semi f13">{words.title}</p>
        <p className="t2">
          {words.meaning} {words.next}
        </p>
        {refused === null ? null : (
          <p role="alert" className="rb-held-refusal">
            <b className="semi">{errorWords(refused).happened}</b> {errorWords(refused).meaning}{" "}
            {replan ? "What is filled stays filled." : errorWords(refused).next}
          </p>
        )}
        <div className="row">
          {tooOld ? null : (
            <Button kind="primary" icon="play" disabled={commands.busy} onClick={() => commands.run("resume")}>
              Resume
            </Button>
          )}
          {replan ? (
            <Button
              kind={tooOld ? "primary" : "default"}
              icon="return"
              disabled={commands.busy}
              onClick={commands.stopAndPlan}
            >
              Stop here and plan again
            </Button>
          ) : null}
          <Button icon="stop" disabled={commands.busy} onClick={() => commands.run("cancelAll")}>
            Stop here
          </Button>
        </div>
      </div>
    </section>
  );
}
