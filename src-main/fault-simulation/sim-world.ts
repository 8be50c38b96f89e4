// What is around the program in a simulated world: venues, network, market, disk, machine, and what happens to them?
import type { Clock } from "#engine/ports/clock.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Planner } from "#engine/ports/planner.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import type { Account } from "#shared/domain/account.ts";
import { ensure } from "#shared/domain/assert.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { planOfLegs } from "#testing/plan-of-legs.ts";
import type { Auditor } from "./auditor.ts";
import { FaultPlan } from "./faults.ts";
import type { Scenario, WorldEvent } from "./scenario.ts";
import { SimBudget } from "./sim-budget.ts";
import { SimClient } from "./sim-client.ts";
import { SimDisk } from "./sim-disk.ts";
import { SimIds } from "./sim-ids.ts";
import { instrumentsOf, SimMarket } from "./sim-market.ts";
import { cancelSoon, planning, requestOf } from "./sim-person.ts";
import { accountOf, legOf, profileOf } from "./sim-plan.ts";
import type { ProcessParts, REAL_CLASSES, SimProcess } from "./sim-process.ts";
import { SimStanding } from "./sim-standing.ts";
import { SimSwitch } from "./sim-switch.ts";
import { exact, HOLDINGS, LOT_PLACES, SimVenue, TICK_PLACES } from "./sim-venue.ts";
import { type MachineClocks, type ProcessClock, WORLD_BEGAN_MS, WorldTime } from "./virtual-time.ts";

interface Running {
  readonly process: () => SimProcess | null;
  readonly clock: () => ProcessClock | null;
  /** The running program with the journal it writes to. */
  readonly session: () => { readonly process: SimProcess; readonly entries: Journal } | null;
}

export class SimWorld {
  readonly world = new WorldTime();
  readonly machine: MachineClocks = { wallOffsetMs: 0, sleptMs: 0, awakeMs: 0 };
  readonly disk = new SimDisk();
  readonly market: SimMarket;
  readonly venues: readonly SimVenue[];
  readonly #scenario: Scenario;
  readonly #auditor: Auditor;
  readonly #running: Running;
  readonly #rng: SeededRng;
  readonly #faults: FaultPlan;
  readonly #outUntil = new Map<SimVenue, number>();
  readonly #lookUpsOutUntil = new Map<SimVenue, number>();
  readonly #timers: ReadonlyMap<SimVenue, SimSwitch>;
  readonly #budgets: ReadonlyMap<SimVenue, SimBudget>;
  readonly #accounts: readonly Account[];
  readonly #others: readonly Profile[];
  readonly standing: SimStanding;

  constructor(scenario: Scenario, auditor: Auditor, running: Running) {
    this.#scenario = scenario;
    this.#auditor = auditor;
    this.#running = running;
    this.#rng = SeededRng.of(scenario.seed).fork("world");
    this.market = new SimMarket(this.#rng.fork("minutes"));
    const rng = this.#rng.fork("venues");
    const { faults, onlyFaults } = scenario;
    this.#faults = new FaultPlan(this.#rng.fork("faults"), faults, onlyFaults === null ? null : new Set(onlyFaults));
    this.venues = scenario.venues.map(
      (kind, index) =>
        new SimVenue(
          {
            kind,
            name: `${kind}-${index + 1}`,
            fillShare: () => (rng.next() < 0.7 ? 1 : rng.next()),
            lagMs: () => (rng.next() < 0.6 ? 0 : rng.next() * ensure(LAGS[kind], kind)),
            book: (symbol) => this.market.book(symbol),
          },
          HOLDINGS,
        ),
    );
    const timed = this.venues.filter(({ rules }) => rules.cancelsAllAfter === true);
    this.#timers = new Map(
      timed.map((venue) => [venue, new SimSwitch(this.world, venue, () => auditor.timer.fired(venue.terms.name))]),
    );
    const { budget, sharesVenues } = scenario.reach;
    this.#budgets = new Map(
      budget === null ? [] : this.venues.map((venue) => [venue, new SimBudget(budget, this.world)]),
    );
    this.#accounts = this.venues.map(({ terms }) => accountOf(terms.name, sharesVenues));
    const profile = profileOf(this.#accounts, sharesVenues);
    this.#others = sharesVenues ? [{ ...profile, id: profileIdSchema.parse("another") }] : [];
    this.standing = new SimStanding({ scenario, auditor, world: this.world, profile });
    this.disk.written.subscribe((entry) => auditor.written(entry));
    this.disk.untold.subscribe((entry) => auditor.timer.untold(entry));
    for (const event of scenario.events) this.world.after(event.atMs, () => this.#happen(event));
  }

  /** Everything works from now on, and everything that was set off is set right. */
  calm(): void {
    this.#faults.end();
    this.#outUntil.clear();
    this.#lookUpsOutUntil.clear();
    this.disk.fault = "none";
    this.market.state = "live";
    for (const venue of this.venues) venue.state = "online";
    this.#setClock(0);
    const risk = this.#running.process()?.risk;
    if (risk?.trading.reason?.code === "DAY_LOSS") risk.arm("The simulation's losses are over").catch(() => undefined);
    const killSwitch = this.#running.process()?.killSwitch;
    if (killSwitch?.state.on === true) killSwitch.set(false, "The simulation's faults are over").catch(() => undefined);
  }

  /** What the person asks to see. */
  request(): ReturnType<typeof requestOf> {
    return requestOf(this.#scenario, this.#accounts);
  }

  /** Nothing is open any more: no venue's timer is left armed. */
  timersAreOver(): void {
    for (const [venue, timer] of this.#timers) this.#auditor.timer.isOver(venue.terms.name, timer.isArmed);
  }

  faultCounts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>(this.#faults.counts);
    for (const { kind } of this.#scenario.events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return counts;
  }

  /** What a process finds. */
  parts(clock: Clock, number: number): Omit<ProcessParts, "policies" | keyof typeof REAL_CLASSES> {
    const clients = new Map(this.#clients(clock).map((client) => [client.account.id, client]));
    const { tellsStatus } = this.#scenario.reach;
    return {
      clients,
      venueStatus: ({ id }) => (tellsStatus ? ensure(clients.get(id), id).fetchStatus() : null),
      ...this.#profiles(),
      journal: this.disk.journal,
      disk: this.disk,
      clock,
      ids: new SimIds(this.#rng.fork("ids").fork(number)),
      rng: this.#rng.fork("parts").fork(number),
      market: this.market.seenBy(() => clock.now()),
      planner: this.#planner(),
    };
  }

  #profiles(): Pick<ProcessParts, "profile" | "profiles" | "suggestions"> {
    const own = this.standing.parts();
    return { ...own, profiles: () => [own.profile(), ...this.#others] };
  }

  #clients(clock: Clock): readonly SimClient[] {
    return this.venues.map((venue, index) => {
      const { name } = venue.terms;
      return new SimClient({
        world: this.world,
        venue,
        budget: this.#budgets.get(venue) ?? null,
        timer: this.#timers.get(venue) ?? null,
        account: ensure(this.#accounts[index], "account"),
        instruments: instrumentsOf(name),
        faults: this.#faults,
        rng: this.#rng.fork("network").fork(index),
        stampMs: () => clock.now() - WORLD_BEGAN_MS,
        isOut: (part) => {
          const untilMs = Math.max(
            this.#outUntil.get(venue) ?? 0,
            part === "lookUps" ? (this.#lookUpsOutUntil.get(venue) ?? 0) : 0,
          );
          return untilMs > this.world.nowMs;
        },
        awakeMs: () => this.machine.awakeMs,
        watch: {
          listed: (hasForeign) => this.#auditor.listed(name, hasForeign),
          status: (state) => this.#auditor.venue.told(name, state),
          switches: (forMs) => {
            this.#auditor.timer.sets(name, forMs);
            if (forMs > 0) this.#auditor.venue.leaves(name, "timer");
          },
          troubled: () => this.#auditor.troubled(name),
          left: (request) => {
            const budget = this.#budgets.get(venue);
            if (budget !== undefined) this.#auditor.venue.spends(budget);
            this.#auditor.left(request, clock.now(), this.market);
          },
          arrived: (_request, order, isNew) => this.#auditor.arrived(order, isNew, venue),
          cancels: (venueOrderId) => this.#auditor.hand.cancels(name, venueOrderId),
          called: () => this.#auditor.called(name, this.world.nowMs),
        },
      });
    });
  }

  #happen(event: WorldEvent): void {
    const process = this.#running.process();
    const asleepMs = this.machine.awakeMs - this.world.nowMs;
    if (asleepMs > 0 && PERSONS.has(event.kind)) {
      // A machine that sleeps takes no command.
      this.world.after(asleepMs, () => this.#happen(event));
      return;
    }
    switch (event.kind) {
      case "clockStep":
        this.#setClock(this.machine.wallOffsetMs + event.byMs);
        return;
      case "sleep":
        // True time runs on while nothing of the program does.
        this.machine.sleptMs += event.forMs;
        this.machine.awakeMs = this.world.nowMs + event.forMs;
        this.#auditor.interrupted();
        this.#running.clock()?.shiftTimers(event.forMs);
        return;
      case "outage":
        this.#outUntil.set(ensure(this.venues[event.account], "venue"), this.world.nowMs + event.forMs);
        return;
      case "lookUpsOut":
        this.#lookUpsOutUntil.set(ensure(this.venues[event.account], "venue"), this.world.nowMs + event.forMs);
        return;
      case "disk":
        this.disk.fault = event.fault;
        this.world.after(event.forMs, () => {
          this.disk.fault = "none";
        });
        return;
      case "stale":
        this.market.state = "stale";
        this.world.after(event.forMs, () => {
          this.market.state = "live";
        });
        return;
      case "price":
        this.market.move(event.symbol, event.share);
        return;
      case "withdrawal": {
        const venue = ensure(this.venues[event.account], "venue");
        venue.transfer("USD", -Math.floor((venue.free.get("USD") ?? 0) * event.share));
        return;
      }
      case "foreignOrder":
        this.#placeForeign(ensure(this.venues[event.account], "venue"));
        return;
      case "fillResting":
        for (const venue of this.venues) this.#fillResting(venue, event.share);
        return;
      case "venueCancels":
        for (const venue of this.venues)
          for (const order of venue.orders) if (order.state === "open") venue.cancel(order.venueOrderId);
        return;
      case "command": {
        const open = process?.rebalance.plans().open;
        if (process === null || open === null || open === undefined) return;
        process.rebalance[event.command](open.plan.planId).catch(() => undefined);
        return;
      }
      case "loss":
        process?.risk.halt({ code: "DAY_LOSS", message: "The simulation's losses" }).catch(() => undefined);
        return;
      case "fire":
        this.standing.fire();
        return;
      case "edit":
        this.standing.edit(event.what, event.forMs, this.#running.session);
        return;
      case "revoke": {
        const live = process?.standing.live();
        if (live) process?.standing.revoke(live.approval.approvalId).catch(() => undefined);
        return;
      }
      case "cancelOrder":
        cancelSoon(this.#scenario, this.world, this.#running.process, this.#auditor.hand);
        return;
      case "leave": {
        const { id } = ensure(this.#accounts[event.account], "account");
        const told = () => (event.allowed ? undefined : this.#auditor.timer.refused(id));
        process?.deadMan.allow(id, event.allowed).then(told, () => undefined);
        return;
      }
      case "venueState": {
        const venue = ensure(this.venues[event.account], "venue");
        venue.state = event.state;
        this.world.after(event.forMs, () => {
          venue.state = "online";
        });
        return;
      }
      case "killSwitch":
        process?.killSwitch.set(true, "The simulation pauses everything").catch(() => undefined);
        this.world.after(event.forMs, () => {
          this.#running
            .process()
            ?.killSwitch.set(false, "Released")
            .catch(() => undefined);
        });
        return;
    }
  }

  #setClock(offsetMs: number): void {
    if (Math.abs(offsetMs - this.machine.wallOffsetMs) > 1_000) this.#auditor.clockSet();
    this.machine.wallOffsetMs = offsetMs;
  }

  #fillResting(venue: SimVenue, share: number): void {
    for (const order of venue.orders) {
      if (order.state !== "open") continue;
      const lots = Math.max(1, Math.floor((order.lots - order.filledLots) * share));
      venue.fill(order, lots, order.limitTick, this.world.nowMs);
    }
  }

  /** Somebody else's order at the same account: shown, never touched. */
  #placeForeign(venue: SimVenue): void {
    const symbol = ensure(this.#scenario.legs[0], "leg").symbol;
    const { bid } = this.market.book(symbol);
    venue.foreign.push({
      request: {
        clientOrderId: new SimIds(this.#rng.fork("foreign")).clientOrderId(),
        symbol: ensure(
          instrumentsOf(venue.terms.name).find((one) => one.symbol === symbol),
          symbol,
        ).symbol,
        side: "buy",
        kind: "limit",
        quantity: exact(1_000, LOT_PLACES),
        limitPrice: exact(Math.round(bid / 2), TICK_PLACES),
      },
      venueOrderId: `${venue.terms.name}-foreign-${venue.foreign.length + 1}`,
      lots: 1_000,
      limitTick: Math.round(bid / 2),
      createdMs: this.world.nowMs,
      visibleMs: this.world.nowMs,
      state: "open",
      filledLots: 0,
      fills: [],
    });
  }

  /** Plans exactly the scenario's legs: planning itself is tested elsewhere. */
  #planner(): Planner {
    return planning(async (input) =>
      planOfLegs(
        input,
        this.#scenario.legs.map((leg) => legOf(leg, ensure(this.#accounts[leg.account], "account"), this.market)),
      ),
    );
  }
}

/** What takes a person at a machine that is awake. */
const PERSONS: ReadonlySet<WorldEvent["kind"]> = new Set([
  "command",
  "killSwitch",
  "loss",
  "edit",
  "revoke",
  "fire",
  "leave",
]);

const LAGS: Readonly<Record<string, number>> = {
  binance: 2_000,
  kraken: 5_000,
  coinbase: 3_000,
  coinbaseexchange: 2_000,
};
