import { describe, expect, it } from "vitest";
import { EXECUTION_POLICIES } from "#engine/core/policies.ts";
import { ProfileJournal } from "#engine/core/profile-journal.ts";
import type { ExchangeClient, VenueOrder } from "#engine/ports/exchange-client.ts";
import type { VenueStatus } from "#engine/ports/venues.ts";
import { accountIdSchema } from "#shared/domain/ids.ts";
import { type Order, orderSchema } from "#shared/domain/order.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { BENCH_ACCOUNT, TradingBench } from "#testing/trading-bench.ts";
import { DeadManSwitchService } from "./dead-man-switch-service.ts";

const { id } = BENCH_ACCOUNT;

const resting = (patch: Partial<Order> = {}): Order =>
  orderSchema.parse({
    clientOrderId: "00000000-0000-4000-8000-000000000001",
    profileId: "bench-profile",
    accountId: id,
    planId: "00000000-0000-4000-8000-000000000002",
    legIndex: 0,
    venue: BENCH_ACCOUNT.venue,
    symbol: "BTC/USD",
    side: "buy",
    kind: "postOnly",
    quantity: "0.01",
    limitPrice: "50000",
    state: "OPEN",
    venueOrderId: "own",
    filledQuantity: "0",
    averagePrice: null,
    fees: [],
    reason: null,
    detail: null,
    attempt: 1,
    sentAt: 1,
    expiresAt: null,
    updatedAt: 1,
    ...patch,
  });
const open = (venueOrderId: string): VenueOrder => ({ venueOrderId, clientOrderId: null }) as VenueOrder;

interface World {
  orders: readonly Order[];
  atVenue: readonly VenueOrder[];
  status: VenueStatus | null;
  fails: boolean;
  /** Happens between the venue's look at its orders and its answer. */
  meanwhile: () => Promise<unknown>;
}

async function started(options: { readonly isSupported?: boolean; readonly store?: MemoryStore } = {}) {
  const { isSupported = true, store = new MemoryStore() } = options;
  const clock = new ManualClock();
  const world: World = {
    ...{ orders: [], atVenue: [], fails: false, meanwhile: async () => undefined },
    status: { state: "online", detail: null },
  };
  const began = clock.monotonicMs();
  /** Seconds of each call, and how long after the beginning. */
  const calls: [forMs: number, atMs: number][] = [];
  const { venue } = new TradingBench();
  const client: ExchangeClient = Object.assign(Object.create(venue), {
    rules: { ...venue.rules, cancelsAllAfter: isSupported },
    fetchOpenOrders: async () => {
      if (world.fails) throw new Error("no answer");
      const { atVenue } = world;
      await world.meanwhile();
      return atVenue;
    },
    cancelAllAfter: async (forMs: number) => {
      if (world.fails) throw new Error("no answer");
      calls.push([forMs, clock.monotonicMs() - began]);
    },
  });
  const journal = new ProfileJournal({ profileId: resting().profileId, clock, journal: store.journal });
  const service = new DeadManSwitchService({
    clients: new Map([[id, client]]),
    ...{ journal, clock, policies: EXECUTION_POLICIES, logger: silentLogger },
    orders: () => world.orders,
    venueStatus: async () => world.status,
  });
  await journal.replay();
  service.start();
  await clock.advance(0);
  const look = async () => {
    service.look();
    await clock.advance(0);
  };
  const states = async () =>
    (await store.journal.read({ after: 0, limit: 100 })).flatMap(({ event }) =>
      event.kind === "account.deadManSwitch" ? [`${event.state}: ${event.detail}`] : [],
    );
  return { clock, world, calls, service, store, look, states };
}

async function armed() {
  const bench = await started();
  await bench.service.allow(id, true);
  Object.assign(bench.world, { orders: [resting()], atVenue: [open("own")] });
  await bench.look();
  expect(bench.calls).toEqual([[60_000, 0]]);
  return bench;
}

describe("the dead-man switch", () => {
  it("is never set without the person's leave", async () => {
    const { world, clock, calls, look, service } = await started();
    Object.assign(world, { orders: [resting()], atVenue: [open("own")] });
    await look();
    await clock.advance(120_000);
    expect(calls).toEqual([]);
    expect(service.read(id)).toEqual({ supported: true, allowed: false, armedUntil: null });
  });

  it("is set for 60 s while own orders rest, renewed every 20 s, and ended when none does", async () => {
    const { clock, calls, world, service, states, look } = await armed();
    expect(service.read(id)).toEqual({ supported: true, allowed: true, armedUntil: clock.now() + 60_000 });
    await clock.advance(40_000);
    expect(calls).toEqual([
      [60_000, 0],
      [60_000, 20_000],
      [60_000, 40_000],
    ]);
    Object.assign(world, { orders: [resting({ state: "FILLED" })], atVenue: [] });
    await look();
    expect(calls.at(-1)).toEqual([0, 40_000]);
    await clock.advance(60_000);
    expect(calls).toHaveLength(4);
    expect(service.read(id).armedUntil).toBeNull();
    expect(await states()).toEqual([
      "allowed: You allow it for this account.",
      "armed: Own orders rest there.",
      "disarmed: No own order rests there.",
    ]);
  });

  it("is not set for orders that end at once, or whose arrival is not known", async () => {
    const { service, world, calls, look } = await started();
    await service.allow(id, true);
    for (const order of [resting({ kind: "limitIoc" }), resting({ venueOrderId: null, state: "UNKNOWN" })]) {
      world.orders = [order];
      await look();
    }
    expect(calls).toEqual([]);
  });

  it("is ended as soon as an order appears that is not ours, and set again when it is gone", async () => {
    const { world, calls, look, states } = await armed();
    world.atVenue = [open("own"), open("foreign")];
    await look();
    expect(calls.at(-1)).toEqual([0, 0]);
    expect((await states()).at(-1)).toBe("disarmed: An order that is not ours is open there.");
    await look();
    expect(calls).toHaveLength(2);
    world.atVenue = [open("own")];
    await look();
    expect(calls.at(-1)).toEqual([60_000, 0]);
  });

  it.each(["the order ended", "the leave was taken back"])(
    "is not set where %s while the venue was asked",
    async (what) => {
      const { world, service, calls, look } = await started();
      await service.allow(id, true);
      Object.assign(world, { orders: [resting()], atVenue: [open("own")] });
      world.meanwhile = async () => {
        if (what === "the order ended") world.orders = [resting({ state: "FILLED" })];
        else await service.allow(id, false);
      };
      await look();
      expect(calls).toEqual([]);
    },
  );

  it("is ended before the venue is not online, where its timer would cancel all when it is back", async () => {
    const { world, calls, look } = await armed();
    world.status = { state: "cancelOnly", detail: null };
    await look();
    expect(calls.at(-1)).toEqual([0, 0]);
  });

  it("runs on where the venue does not answer, and is set right by the next look that is answered", async () => {
    const { world, calls, clock } = await armed();
    world.status = null;
    await clock.advance(20_000);
    world.status = { state: "online", detail: null };
    world.fails = true;
    await clock.advance(40_000);
    expect(calls).toHaveLength(1);
    world.fails = false;
    await clock.advance(20_000);
    expect(calls.at(-1)).toEqual([60_000, 80_000]);
  });

  it("is ended when the leave is taken back, and on a clean end", async () => {
    const back = await armed();
    await back.service.allow(id, false);
    await back.clock.advance(0);
    expect(back.calls.at(-1)).toEqual([0, 0]);
    const ended = await armed();
    await ended.service.dispose();
    expect(ended.calls.at(-1)).toEqual([0, 0]);
    expect((await ended.states()).at(-1)).toBe("disarmed: The program ends.");
    await ended.clock.advance(60_000);
    expect(ended.calls).toHaveLength(2);
  });

  it("ends at its start what an earlier run may have left set, by the leave that is on disk", async () => {
    const { store } = await armed();
    const again = await started({ store });
    expect(again.calls).toEqual([[0, 0]]);
    expect(again.service.read(id).allowed).toBe(true);
  });

  it("does nothing at a client without such a timer, as on paper, though it is allowed for the account", async () => {
    const { store } = await armed();
    const paper = await started({ store, isSupported: false });
    Object.assign(paper.world, { orders: [resting()], atVenue: [open("own")] });
    await paper.clock.advance(60_000);
    expect(paper.calls).toEqual([]);
    expect((await paper.states()).at(-1)).toBe("armed: Own orders rest there.");
    await paper.service.dispose();
    expect(paper.calls).toEqual([]);
  });

  it("counts leave as taken back at once, and says each time that it is not written where it is not", async () => {
    const { service, store, calls, clock, states } = await armed();
    const whole = store.journal.append;
    store.journal.append = async () => {
      throw new Error("input/output error");
    };
    await expect(service.allow(id, false)).rejects.toThrow("The journal could not be written.");
    expect(service.read(id).allowed).toBe(false);
    await clock.advance(0);
    expect(calls.at(-1)).toEqual([0, 0]);
    await expect(service.allow(id, false)).rejects.toThrow("The journal could not be written.");
    store.journal.append = whole;
    const again = await started({ store });
    await again.service.allow(id, false);
    expect((await states()).at(-1)).toBe("refused: You took your leave back.");
  });

  it("says no where the venue has no such timer, and for an account that is not there", async () => {
    const { service } = await started({ isSupported: false });
    expect(service.read(id).supported).toBe(false);
    await expect(service.allow(id, true)).rejects.toMatchObject({ code: "VENUE_NOT_SUPPORTED" });
    const other = accountIdSchema.parse("other");
    expect(() => service.read(other)).toThrow("There is no account other.");
  });
});
