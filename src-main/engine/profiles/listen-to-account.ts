// What follows from a private stream? It says sooner what reading would find: an own order is looked at, everything else is read.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { DeadManSwitchService } from "#engine/execution/dead-man-switch-service.ts";
import type { ExecutionEngine } from "#engine/execution/execution-engine.ts";
import type { PortfolioService } from "#engine/portfolio/portfolio-service.ts";
import type { AccountHint, ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Guard } from "./guarded-doors.ts";

interface Listeners {
  readonly execution: Pick<ExecutionEngine, "takeHint">;
  readonly deadManSwitch: Pick<DeadManSwitchService, "look">;
  readonly portfolio: Pick<PortfolioService, "readAfterHint">;
  readonly guard: Guard;
}

/** Undefined where the account has no stream. */
export function listenToAccount(
  client: ExchangeClient,
  { execution, deadManSwitch, portfolio, guard }: Listeners,
): Stoppable | undefined {
  const take = (hint: AccountHint): void => {
    if (hint.kind === "lost") return;
    if (hint.kind === "order" && execution.takeHint(client.account.id, hint)) return;
    if (hint.kind === "order") deadManSwitch.look();
    portfolio.readAfterHint();
  };
  return client.watchAccount?.((hint) => guard(() => take(hint)));
}
