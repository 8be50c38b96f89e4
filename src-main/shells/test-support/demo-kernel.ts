// How does a test start the whole engine on the simulated market?
import { AccountClients } from "#engine/accounts/account-clients.ts";
import { EXECUTION_POLICIES } from "#engine/core/policies.ts";
import { Kernel } from "#engine/kernel.ts";
import { GreedyPlanner } from "#engine/rebalancing/greedy-planner.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { openMarkets, paperLatency } from "#shells/market-sources.ts";
import { emptyDisk, MemorySecretStore, RecordingGuard } from "#testing/account-fakes.ts";
import { FakeVenues } from "#testing/fake-venues.ts";
import type { ManualClock } from "#testing/manual-clock.ts";
import type { MemoryStore } from "#testing/memory-repositories.ts";
import { ScriptedFeed } from "#testing/scripted-feed.ts";
import type { SeededIds } from "#testing/seeded-ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";

const METRICS = { memoryBytes: () => 1, eventLoopDelayMs: () => 0 };

/** Without profiles until the demo is made. */
export async function startKernel(store: MemoryStore, clock: ManualClock, ids: SeededIds): Promise<Kernel> {
  const { feeds, source } = await openMarkets({
    choice: { kind: "simulated" },
    gaps: "none",
    clock,
    logger: silentLogger,
    repository: store.repositories.paperExchange,
    latency: paperLatency(SeededRng.of(7)),
    connectReal: () => {
      throw new Error("The demo has no account at a real venue");
    },
  });
  const venues = new FakeVenues(clock);
  const secrets = new MemorySecretStore(emptyDisk());
  return Kernel.start({
    version: "test",
    shell: "headless",
    store,
    feeds,
    source,
    real: {
      venues,
      clients: new AccountClients({ venues, secrets, guard: new RecordingGuard(), clock }),
      openFeed: (venue) => new ScriptedFeed(venue, []),
    },
    secrets,
    guard: { scrub: (text) => text },
    environment: {},
    planner: new GreedyPlanner(),
    policies: EXECUTION_POLICIES,
    clock,
    ids,
    rng: SeededRng.of(1),
    metrics: METRICS,
    logger: silentLogger,
  });
}

/** Advances the clock in small steps until the condition holds; fails after `limitMs` of virtual time. */
export async function until(
  clock: ManualClock,
  limitMs: number,
  condition: () => boolean,
  what: string,
): Promise<void> {
  for (let passed = 0; passed < limitMs; passed += 250) {
    if (condition()) return;
    await clock.advance(250);
  }
  throw new Error(`Not within ${limitMs} ms: ${what}`);
}

/** A promise that needs the clock to move: venues have latency. */
export async function settled<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  let over = false;
  promise.then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  await until(clock, 60_000, () => over, "the answer");
  return promise;
}
