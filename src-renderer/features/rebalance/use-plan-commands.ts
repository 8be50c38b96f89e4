// How is a plan under way held, resumed or ended from this window?
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { putAway } from "#renderer/stores/planning-store.ts";
import type { ShownError } from "#shared/contract/shown-error.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { restOfTrade } from "./ticket-form.ts";

export type PlanCommand = "pause" | "resume" | "stopAfterLeg" | "cancelAll";

export interface PlanCommands {
  readonly busy: boolean;
  readonly error: ShownError | null;
  /** Whether there is something that can still be stopped. */
  readonly canStop: boolean;
  readonly run: (command: PlanCommand) => void;
  /** Ends the plan and plans anew; of a trade, opens the ticket with what is left of it. */
  readonly stopAndPlan: () => void;
}

export function usePlanCommands(record: PlanRecord, profile: Profile): PlanCommands {
  const client = useClient();
  const { planId } = record.plan;
  const command = useCommand((name: PlanCommand) => client.rebalancing[name]({ profileId: profile.id, planId }));
  return {
    busy: command.busy,
    error: command.error,
    canStop: record.state !== "RECONCILING" && !record.stopAfterLeg,
    run: (name) => void command.run(name),
    stopAndPlan: () =>
      void command.run("cancelAll").then((ended) => {
        if (ended === null) return;
        putAway(planId);
        // A trade has nothing to do with the targets: what is left of it is asked for on its ticket.
        const rest = restOfTrade(ended);
        if (rest !== null) location.hash = hashOf("trade", ...rest);
      }),
  };
}
