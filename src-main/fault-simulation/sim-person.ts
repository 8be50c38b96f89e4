// What does a simulated person ask for by hand, and do about single orders?

import type { Planner } from "#engine/ports/planner.ts";
import { GreedyPlanner } from "#engine/rebalancing/greedy-planner.ts";
import type { PreviewRequest } from "#engine/rebalancing/previewer.ts";
import type { Account } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import type { HandAuditor } from "./hand-auditor.ts";
import { isQuiet, type Scenario } from "./scenario.ts";
import type { SimProcess } from "./sim-process.ts";
import type { WorldTime } from "./virtual-time.ts";

/** How often the person looks whether there is an order to cancel, and how long they care. */
const LOOK_MS: DurationMs = 250;
const CARES_MS: DurationMs = 30_000;
/** What nothing stands in the way of is done by then. */
const HEEDED_MS: DurationMs = 5_000;

/** What the person wants to see: the scenario's plan, one trade, or one coin sold. */
export function requestOf({ reach: { ticket }, sending }: Scenario, accounts: readonly Account[]): PreviewRequest {
  if (ticket === null) return { policy: { sending } };
  if (ticket.kind === "liquidate") {
    return { policy: { sending, goal: "liquidate", liquidate: assetSchema.parse(ticket.asset) } };
  }
  const { trade, account } = ticket;
  const named = account === null ? {} : { accountId: ensure(accounts[account], "account").id };
  return { policy: { sending }, trade: { ...trade, ...named } };
}

/** Selling one coin is planned as the program does it; every other plan as the scenario says. */
export function planning(plan: Planner["plan"]): Planner {
  const greedy = new GreedyPlanner();
  return {
    version: 1,
    plan: (input, options) => (input.policy.goal === "liquidate" ? greedy : { plan }).plan(input, options),
  };
}

/** Cancels the order that is open at the order desk, as soon as one is. */
export function cancelSoon(
  scenario: Scenario,
  world: WorldTime,
  running: () => SimProcess | null,
  auditor: Pick<HandAuditor, "mustBeCanceled">,
): void {
  const untilMs = world.nowMs + CARES_MS;
  const look = () => {
    const process = running();
    const open = process?.desk.standing().open.find(({ order }) => order.state !== "CANCELING");
    if (process === null || open === undefined) {
      if (world.nowMs < untilMs) world.after(LOOK_MS, look);
      return;
    }
    const id = open.order.clientOrderId;
    process.desk.cancel(id).catch(() => undefined);
    if (isQuiet(scenario)) world.after(HEEDED_MS, () => auditor.mustBeCanceled(id));
  };
  look();
}
