// What makes a profile compare its orders with the venues anew, beside sleep and a clock that was set?
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Topic } from "#engine/core/event-bus.ts";
import type { ExecutionEngine } from "#engine/execution/execution-engine.ts";
import type { MarketDataEngine } from "#engine/market-data/market-data-engine.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { Guard } from "./guarded-doors.ts";

interface WatchOptions {
  readonly venues: ReadonlySet<VenueId>;
  readonly market: Pick<MarketDataEngine, "status">;
  /** Keys that were locked away can be read now. */
  readonly keysOpened: Pick<Topic<void>, "subscribe">;
  readonly execution: Pick<ExecutionEngine, "interrupted" | "ready">;
  /** A mistake in here stops this profile alone. */
  readonly guard: Guard;
}

/**
 * A venue whose prices stopped and come again: what happened at its accounts meanwhile is not known. And keys that can be read:
 * what waited for them is tried at once instead of at its next turn.
 */
export function watchInterruptions({ venues, market, keysOpened, execution, guard }: WatchOptions): Stoppable {
  const down = new Set<VenueId>();
  const network = market.status.subscribe(({ venue, state }) =>
    guard(() => {
      if (!venues.has(venue)) return;
      if (state === "down") down.add(venue);
      if (state === "live" && down.delete(venue)) execution.interrupted(`The network to ${venue} is back.`);
    }),
  );
  const keys = keysOpened.subscribe(() =>
    guard(() => {
      if (!execution.ready.ok) execution.interrupted("The vault was unlocked.");
    }),
  );
  return {
    dispose: async () => {
      await network.dispose();
      await keys.dispose();
    },
  };
}
