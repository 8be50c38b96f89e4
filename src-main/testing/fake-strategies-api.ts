// What do tests of the API find where strategies are? No cycle yet, and no signal to make again.
import type { StrategiesApi } from "#api/context.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

interface FakeStrategiesOptions {
  readonly known: (profileId: ProfileId) => ProfileId;
  readonly changed: (reason: string) => Promise<void>;
  readonly clock: Clock;
}

const unread = (symbol: string) =>
  new EngineError("INPUT_INVALID", `The strategies have not read ${symbol} yet.`, { data: { path: "symbol" } });

export function fakeStrategiesApi({ known, changed, clock }: FakeStrategiesOptions): StrategiesApi {
  return {
    view: (profileId) => {
      known(profileId);
      const cycles = { success: 0, degraded: 0, failed: 0 };
      const view = { lastCycle: null, nextCycleAt: null, cycles, symbols: [], results: [] };
      return { read: () => view, subscribe: (listener) => new Topic<typeof view>().subscribe(listener) };
    },
    cycle: async (profileId) => {
      known(profileId);
      await changed("cycle");
      return { at: clock.now(), durationMs: 0, outcome: "success", modules: [], decisions: 0, signals: 0 };
    },
    paper: async (profileId) => {
      known(profileId);
      return { since: clock.now(), results: [], entries: [] };
    },
    features: async (profileId, { symbol }) => {
      known(profileId);
      throw unread(symbol);
    },
    noise: async (profileId, symbol) => {
      known(profileId);
      throw unread(symbol);
    },
    replay: (profileId, signalId) => {
      known(profileId);
      throw new EngineError("INPUT_INVALID", `There is no signal ${signalId}.`, { data: { path: "signalId" } });
    },
  };
}
