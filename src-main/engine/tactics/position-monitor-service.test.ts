// Are positions from signals followed, their highest prices kept, and what a stop sold parked in cash?
import { afterEach, describe, expect, it } from "vitest";
import { ProfileJournal } from "#engine/core/profile-journal.ts";
import type { Journal } from "#engine/ports/journal.ts";
import { NO_LOSSES } from "#engine/risk/compute-losses.ts";
import type { Preview } from "#shared/contract/views.ts";
import type { JournalEntry, JournalEvent } from "#shared/domain/journal.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import type { Trade } from "#shared/domain/trade.ts";
import { flushAsync, ManualClock } from "#testing/manual-clock.ts";
import { asset, testFill, testProfile } from "#testing/portfolio-fakes.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { PositionMonitorService } from "./position-monitor-service.ts";

const BTC = asset("BTC");
const running: PositionMonitorService[] = [];
afterEach(async () => {
  for (const service of running.splice(0)) await service.dispose();
});

const planned = (planId: string, exit?: string) =>
  ({
    kind: "plan.previewed",
    nonce: "n",
    plan: {
      planId,
      legs: [{ notional: "100", value: "100" }],
      trade: {
        signal: {
          id: "s1",
          rule: "ensemble, version 1",
          asset: "BTC",
          confidence: "0.8",
          ...(exit === undefined ? {} : { exit: { kind: exit, rungs: 0 } }),
        },
      },
    },
  }) as unknown as JournalEvent;
const filled = (planId: string, side: "buy" | "sell", quantity: string, price: string) =>
  ({
    kind: "order.fill",
    planId,
    fill: testFill({ id: `${planId}${price}`, symbol: "BTC/USD", side, quantity, price, fee: ["USD", "0"], ts: 0 }),
  }) as unknown as JournalEvent;

/** Keeps entries as they are given: only what positions look at is filled in. */
function listJournal(): Journal {
  const entries: JournalEntry[] = [];
  const kept: Pick<Journal, "append" | "read"> = {
    append: async (ts, profileId, events) => {
      const added = events.map(
        (event, index) => ({ seq: entries.length + index + 1, ts, profileId, event }) as JournalEntry,
      );
      entries.push(...added);
      return added;
    },
    read: async ({ after }) => entries.filter(({ seq }) => seq > after),
  };
  return kept as Journal;
}

/** The program as it starts on a journal: `restart` begins anew on the same one. */
async function setUp(store = listJournal(), profile: Profile = testProfile()) {
  const clock = new ManualClock();
  const journal = new ProfileJournal({ profileId: profile.id, clock, journal: store });
  const state = { profile, price: "100", trades: [] as Trade[] };
  const service = new PositionMonitorService({
    profile: () => state.profile,
    journal,
    portfolio: {
      read: () =>
        ({
          currency: "USD",
          totalValue: "1000",
          state: "live",
          positions: [
            {
              asset: BTC,
              price: state.price,
              priceState: "live",
              balances: [{ accountId: "demo-a-alpha", free: "5" }],
            },
          ],
        }) as unknown as Portfolio,
    },
    clients: new Map(profile.accounts.map((account) => [account.id, { account }])),
    market: {
      returnSeries: async () => Promise.reject(new Error("no answer")),
      instruments: () => [{ symbol: "BTC/USD", base: "BTC", quote: "USD" }] as never,
    },
    losses: () => NO_LOSSES,
    volatility: () => null,
    signals: { list: () => [] },
    paper: () => ({ closed: 0, wins: 0, gained: 0, lost: 0 }),
    rebalance: {
      preview: async ({ trade }) => {
        state.trades.push(trade);
        return {} as Preview;
      },
    },
    changeProfile: async (change) => {
      state.profile = change(state.profile);
    },
    clock,
    logger: silentLogger,
  });
  running.push(service);
  await journal.replay();
  service.start();
  await flushAsync();
  return { store, clock, journal, state, service };
}

describe("the position monitor", () => {
  it("keeps the highest price over a restart in the middle of a position, and the levels with it", async () => {
    const profile = testProfile({ positions: { trailing: "0.05", timeStopHours: 24 } });
    const { store, clock, journal, state, service } = await setUp(listJournal(), profile);
    await journal.record(() => [planned("p1"), filled("p1", "buy", "2", "100")]);
    state.price = "120";
    await clock.advance(10 * SECOND_MS);
    await flushAsync();
    const before = service.read()[0];
    expect(before).toMatchObject({ highest: "120", stop: "114", stopKind: "trailing" });
    const { service: after, state: later } = await setUp(store, profile);
    later.price = "120";
    expect(after.read()[0]).toMatchObject({
      highest: "120",
      stop: "114",
      rungs: before?.rungs ?? [],
      leaveAt: before?.leaveAt ?? 0,
    });
  });

  it("proposes what is due, with a plan that names why, and sends nothing by itself", async () => {
    const { clock, journal, state, service } = await setUp();
    await journal.record(() => [planned("p1"), filled("p1", "buy", "2", "100")]);
    state.price = "97";
    await clock.advance(10 * SECOND_MS);
    await flushAsync();
    expect(service.read()[0]?.due).toEqual({ kind: "stopLoss", quantity: "2", rungs: 0 });
    expect(state.trades).toEqual([]);
    await expect(service.planExit(BTC, {})).resolves.toMatchObject({ because: "2 of what was bought" });
    expect(state.trades).toMatchObject([
      { side: "sell", size: { by: "quantity", amount: "2" }, signal: { id: "s1", exit: { kind: "stopLoss" } } },
    ]);
  });

  it("plans for itself only what a level asks for, and nothing once the price is back", async () => {
    const { clock, journal, state, service } = await setUp();
    await journal.record(() => [planned("p1"), filled("p1", "buy", "2", "100")]);
    // Nine tenths of the way to the stop: its risk proposes an exit, no level does.
    state.price = "97.75";
    await clock.advance(10 * SECOND_MS);
    await flushAsync();
    expect(service.read()[0]?.due?.kind).toBe("risk");
    await expect(service.planLevel(BTC, {})).rejects.toMatchObject({ code: "PLAN_IMPOSSIBLE" });
    state.price = "97.5";
    await service.planLevel(BTC, {});
    expect(state.trades).toMatchObject([{ side: "sell", signal: { exit: { kind: "stopLoss" } } }]);
    state.price = "99.9";
    await expect(service.planLevel(BTC, {})).rejects.toMatchObject({ code: "PLAN_IMPOSSIBLE" });
  });

  it("parks what a stop sold until a person re-arms it, and not what was sold for gain", async () => {
    const { store, journal, state, service } = await setUp();
    await journal.record(() => [planned("p1"), filled("p1", "buy", "2", "100")]);
    await journal.record(() => [planned("p2", "takeProfit"), filled("p2", "sell", "1", "103")]);
    await flushAsync();
    expect(state.profile.parked).toBeUndefined();
    await journal.record(() => [planned("p3", "stopLoss"), filled("p3", "sell", "1", "97")]);
    await flushAsync();
    expect(service.view()).toMatchObject({ open: [], parked: ["BTC"] });
    await service.rearm(BTC, "The fall is over.");
    expect(service.view().parked).toEqual([]);
    const rearmed = (await store.read({ after: 0, limit: 100 })).filter(
      ({ event }) => event.kind === "position.rearmed",
    );
    expect(rearmed.map(({ event }) => event)).toEqual([
      { kind: "position.rearmed", asset: "BTC", reason: "The fall is over." },
    ]);
    await expect(service.rearm(BTC, "Again.")).rejects.toThrow("BTC is not parked.");
  });

  it("parks at the next start what the program no longer came to park, and not again what was re-armed", async () => {
    const { store, journal } = await setUp();
    const sold = [
      planned("p1"),
      filled("p1", "buy", "2", "100"),
      planned("p2", "stopLoss"),
      filled("p2", "sell", "2", "97"),
    ];
    await journal.record(() => sold);
    const again = await setUp(store);
    expect(again.state.profile.parked).toEqual(["BTC"]);
    const changed = (profile: Profile): JournalEvent => ({ kind: "profile.changed", profile, fields: ["parked"] });
    await again.journal.record(() => [changed(again.state.profile), changed(testProfile())]);
    const third = await setUp(store);
    expect(third.state.profile.parked).toBeUndefined();
  });

  it("refuses in words a signal and a position that there are not", async () => {
    const { service } = await setUp();
    await expect(service.plan("00000000-0000-4000-8000-000000000001" as never, {})).rejects.toThrow(
      "There is no signal",
    );
    await expect(service.planExit(BTC, {})).rejects.toThrow("No position of BTC");
  });
});
