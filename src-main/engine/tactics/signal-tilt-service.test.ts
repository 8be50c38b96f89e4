// Is a tilt said to be in force when it begins and when its signal ends, and never before what is spent is known?
import { afterEach, expect, test } from "vitest";
import { Topic } from "#engine/core/event-bus.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import type { Signal } from "#shared/domain/signal.ts";
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { SignalTiltService } from "./signal-tilt-service.ts";

let running: SignalTiltService | null = null;
afterEach(() => running?.dispose());

function setUp(strategies: object = { tiltBudget: "0.1" }) {
  const clock = new ManualClock();
  const applied = new Topic<JournalEntry>();
  const changes = new Topic<void>();
  const state = { signals: [] as readonly Signal[], told: 0, profile: testProfile({ strategies }) };
  const service = new SignalTiltService({
    profile: () => state.profile,
    journal: { applied },
    signals: { list: () => state.signals, changes },
    onChange: () => {
      state.told += 1;
    },
    clock,
    logger: silentLogger,
  });
  running = service;
  const signal = (lifeMs: number) => {
    state.signals = [
      {
        ...{ id: "s1", asset: "BTC", action: "buy", strength: "1", source: "strategy" },
        ...{ ts: clock.now(), expiresAt: clock.now() + lifeMs },
      } as unknown as Signal,
    ];
    changes.publish();
  };
  return { clock, applied, state, service, signal };
}

test("it begins with the signal and ends with it, and both are told once", async () => {
  const { clock, state, service, signal } = setUp();
  service.start();
  const before = state.told;
  signal(MINUTE_MS);
  expect(state.told).toBe(before + 1);
  expect(service.inForce(null)).toMatchObject({ wanted: { BTC: "0.5" }, targets: { BTC: "0.55", USDC: "0.15" } });
  expect(service.view().lines[0]).toMatchObject({ asset: "BTC", until: clock.now() + MINUTE_MS });
  await clock.advance(MINUTE_MS - SECOND_MS);
  expect(state.told).toBe(before + 1);
  await clock.advance(11 * SECOND_MS);
  expect(state.told).toBe(before + 2);
  expect(service.view()).toMatchObject({ lines: [], used: "0" });
  expect(service.inForce(null).targets).toBe(state.profile.targets);
});

test("before the journal was read nothing is tilted; afterwards no more than is left of the turnover", () => {
  const { clock, applied, service, signal } = setUp({ tiltBudget: "0.1", turnoverPerMonth: "0.03" });
  const tell = (event: object) => applied.publish({ seq: 1, ts: clock.now(), profileId: null, event } as JournalEntry);
  const tilts = [
    { asset: "ETH", from: "0.3", to: "0.32", signalId: "s0" },
    { asset: "USDC", from: "0.2", to: "0.18", signalId: null },
  ];
  tell({ kind: "plan.previewed", nonce: "n", plan: { planId: "p", tilts } });
  tell({ kind: "order.fill", planId: "p", fill: {} });
  signal(MINUTE_MS);
  expect(service.view()).toMatchObject({ lines: [], turnoverSpent: "0.02" });
  service.start();
  expect(service.input().turnoverLeft.eq(Decimal.parse("0.01"))).toBe(true);
  expect(service.inForce(null).targets).toEqual({ BTC: "0.51", ETH: "0.3", USDC: "0.19" });
});
