// What happens to an approved plan, line by line, until it is over or held?
import type { ApiContext } from "#api/context.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { PlanId, ProfileId } from "#shared/domain/ids.ts";
import type { OrderState } from "#shared/domain/order.ts";
import { isPlanOver, type PlanRecord } from "#shared/domain/plan.ts";

export interface FollowOptions {
  readonly context: Pick<ApiContext, "rebalancing" | "logger">;
  readonly profileId: ProfileId;
  readonly planId: PlanId;
  /** Progress, a line each. */
  readonly note: (line: string) => void;
  /** An interrupt holds the plan: the order under way goes on to its end. */
  readonly signals: Pick<NodeJS.EventEmitter, "on" | "off">;
}

/** Resolves with the plan once it is over, or held with the reason. */
export async function followPlan({ context, profileId, planId, note, signals }: FollowOptions): Promise<PlanRecord> {
  const source = await context.rebalancing.plans(profileId);
  const told = new Map<string, OrderState>();
  const tell = (record: PlanRecord) => {
    for (const { clientOrderId, legIndex, side, symbol, state, filledQuantity, quantity } of record.orders) {
      if (told.get(clientOrderId) === state) continue;
      told.set(clientOrderId, state);
      const leg = `${legIndex + 1} of ${record.plan.legs.length}`;
      note(`Order ${leg}, ${side} ${symbol}: ${state}, ${filledQuantity} of ${quantity} filled`);
    }
  };
  return await new Promise<PlanRecord>((resolve, reject) => {
    const take = (record: PlanRecord) => {
      if (record.plan.planId !== planId) return;
      tell(record);
      if (!isPlanOver(record.state) && record.state !== "PAUSED") return;
      void subscription.dispose();
      signals.off("SIGINT", hold);
      signals.off("SIGTERM", hold);
      resolve(record);
    };
    const hold = () => {
      note("Interrupted: the plan is held; the order under way goes on to its end.");
      Promise.resolve(context.rebalancing.pause(profileId, planId)).catch((error: unknown) =>
        context.logger.error("Holding the plan failed", { error }),
      );
    };
    const subscription = source.subscribe(take);
    signals.on("SIGINT", hold);
    signals.on("SIGTERM", hold);
    // What happened before the subscription.
    Promise.resolve(source.read()).then(
      ({ latest }) =>
        take(
          ensure(
            latest.find(({ plan }) => plan.planId === planId),
            `plan ${planId}`,
          ),
        ),
      reject,
    );
  });
}
