// What do signals and their positions say in a test of the wire? None is there; what would change something is told and refused.
import type { SignalsApi } from "#api/context.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { PositionsView, TiltView } from "#shared/contract/views.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { Signal } from "#shared/domain/signal.ts";

const NONE: PositionsView = { open: [], most: 4, parked: [], note: "Stops work only while the program runs." };

const NO_TILT: TiltView = {
  ...{ lines: [], budget: decimalString("0"), used: decimalString("0") },
  ...{ turnoverPerMonth: decimalString("0.5"), turnoverSpent: decimalString("0") },
};

export function fakeSignalsApi(options: {
  /** Throws for a profile that there is not. */
  readonly known: (profileId: ProfileId) => void;
  readonly changed: (reason: string) => Promise<void>;
  readonly refuse: (what: string) => Promise<never>;
}): SignalsApi {
  const { known, changed, refuse } = options;
  return {
    list: (profileId) => {
      known(profileId);
      return [];
    },
    changes: () => new Topic<Signal>(),
    plan: async (profileId) => {
      known(profileId);
      return await refuse("signals.plan");
    },
    positions: (profileId) => {
      known(profileId);
      return { read: () => NONE, subscribe: (listener) => new Topic<PositionsView>().subscribe(listener) };
    },
    tilt: (profileId) => {
      known(profileId);
      return { read: () => NO_TILT, subscribe: (listener) => new Topic<TiltView>().subscribe(listener) };
    },
    planExit: async (profileId) => {
      known(profileId);
      return await refuse("signals.planExit");
    },
    rearm: async (profileId) => {
      known(profileId);
      await changed("signals.rearm");
      return NONE;
    },
  };
}
