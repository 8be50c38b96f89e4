// What becomes of one seed's world? Runs it to its end and says the first thing that must never happen and did.
import { EXECUTION_POLICIES, type ExecutionPolicies } from "#engine/core/policies.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { JournalEntry } from "#shared/domain/journal.ts";
import { isPlanOver, type PlanRecord } from "#shared/domain/plan.ts";
import { PowerCut } from "#testing/power-cut.ts";
import { Auditor, type Violation } from "./auditor.ts";
import { isQuiet, type Scenario } from "./scenario.ts";
import { buildProcess, type ProcessParts, REAL_CLASSES, type SimProcess } from "./sim-process.ts";
import { SimWorld } from "./sim-world.ts";
import { stepByStep } from "./step-by-step.ts";
import { ProcessClock } from "./virtual-time.ts";

/** Once the faults have stopped everything must have come to its end or wait for a person. */
const SETTLE_MS = 600_000;
const PERSON_LOOKS_MS = 60_000;
/** Long enough for one reading of late fills. */
const STEP_MS = 65_000;

/** Replaces parts of each process; the real program is the empty change. */
export type Mutation = (
  parts: ProcessParts,
  process: { readonly cut: PowerCut; readonly number: number },
) => ProcessParts;

export interface SeedResult {
  readonly seed: number;
  readonly violation: Violation | null;
  readonly crashes: number;
  readonly virtualMs: number;
  readonly orders: number;
  readonly faults: ReadonlyMap<string, number>;
  /** Of orders that were unknown when the faults ended, at venues with an expiry or kept ids: how long they still were. */
  readonly resolved: readonly { readonly ms: number; readonly byPerson: boolean }[];
  /** How the plan stood at the end; null where none was approved. */
  readonly planState: string | null;
  /** Points at which the first process could have been killed. */
  readonly points: number;
  /** All that is on the disk at the end: what a replay prints. */
  readonly journal: readonly JournalEntry[];
}

export async function runSeed(scenario: Scenario, mutation: Mutation = (parts) => parts): Promise<SeedResult> {
  const run = new SeedRun(scenario, mutation);
  return await run.toEnd();
}

class SeedRun {
  readonly #scenario: Scenario;
  readonly #mutation: Mutation;
  readonly #policies: ExecutionPolicies = EXECUTION_POLICIES;
  readonly #auditor: Auditor;
  readonly #sim: SimWorld;
  #number = 0;
  #crashes = 0;
  #points = 0;
  #process: SimProcess | null = null;
  #clock: ProcessClock | null = null;
  #entries: Journal | null = null;
  #cut = new PowerCut();
  #approved = false;
  #calm = false;

  constructor(scenario: Scenario, mutation: Mutation) {
    this.#scenario = scenario;
    this.#mutation = mutation;
    this.#auditor = new Auditor({
      approvalMs: this.#policies.approvalMs,
      nowMs: () => this.#sim.world.nowMs,
      isQuiet: isQuiet(scenario),
      tellsStatus: scenario.reach.tellsStatus,
      sharesVenues: scenario.reach.sharesVenues,
    });
    this.#sim = new SimWorld(scenario, this.#auditor, {
      process: () => this.#process,
      clock: () => this.#clock,
      session: () =>
        this.#process === null || this.#entries === null ? null : { process: this.#process, entries: this.#entries },
    });
  }

  async toEnd(): Promise<SeedResult> {
    const { world } = this.#sim;
    this.#boot();
    await this.#runUntil(this.#scenario.calmMs);
    // A machine that sleeps is woken before anything is asked of it.
    const calmMs = Math.max(this.#scenario.calmMs, this.#sim.machine.awakeMs);
    await this.#runUntil(calmMs);
    this.#calm = true;
    this.#cut.disarm();
    this.#sim.calm();
    this.#auditor.calm();
    this.#scenarioEnds();
    await this.#runUntil(calmMs + PERSON_LOOKS_MS);
    await this.#personDecides();
    // Where all is over early nothing more can come.
    for (let endMs = calmMs + PERSON_LOOKS_MS; endMs < calmMs + PERSON_LOOKS_MS + SETTLE_MS; endMs += STEP_MS) {
      this.#personVouches();
      await this.#runUntil(endMs + STEP_MS);
      if (this.#isOver()) break;
    }
    if (this.#auditor.violation === null) await this.#judge();
    // Where neither an expiry nor kept ids help, only a person can end it; a clock that was set makes every wait longer by as much, and
    // so does a queue for calls.
    const isClockSet = this.#scenario.events.some(({ kind }) => kind === "clockStep");
    const provable = new Set(
      (isClockSet || this.#scenario.reach.budget !== null ? [] : this.#sim.venues)
        .filter(({ rules }) => rules.expiryMs !== null || rules.idempotentClientId)
        .map(({ terms }) => terms.name),
    );
    const plan = this.#process?.rebalance.plans().latest[0];
    return {
      seed: this.#scenario.seed,
      violation: this.#auditor.violation,
      crashes: this.#crashes,
      virtualMs: world.nowMs,
      orders: this.#sim.venues.reduce((sum, { orders }) => sum + orders.length, 0),
      faults: this.#sim.faultCounts(),
      resolved: this.#auditor.resolved.filter(({ venue }) => provable.has(venue)),
      planState: plan?.state ?? null,
      points: this.#points,
      journal: this.#sim.disk.entries,
    };
  }

  /** Runs the world, restarting the program whenever it was killed. */
  async #runUntil(untilMs: number): Promise<void> {
    const { world } = this.#sim;
    await stepByStep(() => {
      if (this.#auditor.violation !== null) return false;
      if (this.#cut.dead && this.#process !== null) this.#died();
      return world.step(untilMs);
    });
  }

  #boot(): void {
    this.#number += 1;
    const clock = new ProcessClock(this.#sim.world, this.#sim.machine);
    const cut = new PowerCut(this.#calm ? undefined : this.#scenario.crashes[this.#crashes]);
    const real: ProcessParts = {
      ...this.#sim.parts(clock, this.#number),
      ...REAL_CLASSES,
      policies: this.#policies,
    };
    const mutated = this.#mutation(real, { cut, number: this.#number });
    const wired: ProcessParts = {
      ...mutated,
      journal: cut.journal(mutated.journal),
      clients: new Map([...mutated.clients].map(([id, client]) => [id, cut.client(client)])),
    };
    this.#sim.disk.reopen();
    if (this.#number > 1) this.#auditor.restarted();
    this.#cut = cut;
    this.#clock = clock;
    const process = buildProcess(wired);
    this.#process = process;
    this.#entries = wired.journal;
    // A start that fails leaves a program that is read-only; the person restarts it once the faults are over.
    process.start().then(
      () => this.#begin(process),
      () => undefined,
    );
  }

  /** The program was killed: it is started again after a while, at once where the faults are over. */
  #died(): void {
    this.#points ||= this.#cut.points;
    this.#clock?.kill();
    this.#process = null;
    const restart = this.#scenario.restartMs[this.#crashes] ?? 1_000;
    this.#crashes += 1;
    this.#sim.world.after(restart, () => {
      if (this.#process === null) this.#boot();
    });
  }

  /** The person approves one plan, or lets plans run by themselves. */
  #begin(process: SimProcess): void {
    if (this.#scenario.standing === null) this.#approveSoon(process, 0);
    else this.#sim.standing.giveSoon(() => this.#process);
  }

  /** The person asks for a plan and approves what is shown, as soon as the program lets them. */
  #approveSoon(process: SimProcess, tries: number): void {
    if (this.#approved || tries > 8) return;
    const attempt = async () => {
      const request = this.#sim.request();
      const { record, nonce } = await process.rebalance.preview(request, {});
      this.#auditor.hand.asked(record.plan.planHash, request);
      this.#auditor.approves(record.plan.planHash);
      await process.rebalance.approve({ planHash: record.plan.planHash, nonce, saveTargets: false });
      this.#approved = true;
    };
    attempt().catch(() => {
      this.#sim.world.after(5_000, () => {
        if (this.#process === process) this.#approveSoon(process, tries + 1);
      });
    });
  }

  /** The faults are over: a program whose disk had failed is restarted, as a person would. */
  #scenarioEnds(): void {
    const process = this.#process;
    if (process === null) return;
    const isBroken = process.journal.failure !== null || this.#sim.disk.health().state !== "ok";
    if (!isBroken) return;
    // Nothing of it may go on beside the next one: the lock of the data folder keeps them apart.
    this.#cut.kill();
    this.#clock?.kill();
    this.#process = null;
    this.#boot();
  }

  /** A held plan is resumed or ended by the person. */
  async #personDecides(): Promise<void> {
    const process = this.#process;
    const open = process?.rebalance.plans().open;
    if (process === null || open === null || open === undefined || open.state !== "PAUSED") return;
    const { planId } = open.plan;
    this.#auditor.resumes(planId);
    const end = () => process.rebalance.cancelAll(planId).then(() => undefined);
    const decided = this.#scenario.resumes ? process.rebalance.resume(planId).then(() => undefined, end) : end();
    decided.catch(() => undefined);
    await stepByStep(() => false);
  }

  /** What no look-up can prove the person looks up at the venue: the truth, as the venue's own pages tell it. */
  #personVouches(): void {
    const process = this.#process;
    if (process === null) return;
    for (const { state, clientOrderId } of this.#auditor.openOrders()) {
      if (state !== "UNKNOWN") continue;
      const isThere = this.#sim.venues.some(({ orders }) =>
        orders.some(({ request }) => request.clientOrderId === clientOrderId),
      );
      if (!isThere) process.desk.attest(clientOrderId, "not in the venue's list").catch(() => undefined);
    }
  }

  /** Nothing is open and nothing waits for the program any more. */
  #isOver(): boolean {
    const process = this.#process;
    if (process === null || !process.execution.ready.ok || this.#auditor.openOrders().length > 0) return false;
    const open = process.rebalance.plans().open;
    return open === null || open.state === "PAUSED";
  }

  async #judge(): Promise<void> {
    const auditor = this.#auditor;
    const process = this.#process;
    if (process === null) {
      auditor.fail("I12", "the program is not running though the faults are over");
      return;
    }
    this.#points ||= this.#cut.points;
    for (const order of auditor.openOrders()) auditor.fail("I12", `an order is still ${order.state} at ${order.venue}`);
    if (!process.execution.ready.ok)
      auditor.fail("I12", `trading is not open again: ${process.execution.ready.reason}`);
    const open = process.rebalance.plans().open;
    if (open !== null && !isPlanOver(open.state) && open.state !== "PAUSED") {
      auditor.fail("I12", `the plan is still ${open.state}`);
    }
    auditor.ledgerAgrees(this.#sim.venues);
    auditor.doneIsDone();
    this.#sim.timersAreOver();
    await this.#replayAgrees(process);
  }

  /** What is read back from disk is what the program holds in memory. */
  async #replayAgrees(process: SimProcess): Promise<void> {
    const clock = new ProcessClock(this.#sim.world, this.#sim.machine);
    const parts: ProcessParts = {
      ...this.#sim.parts(clock, 0),
      ...REAL_CLASSES,
      policies: this.#policies,
    };
    const replayed = buildProcess(parts);
    try {
      await replayed.journal.replay();
    } catch (error) {
      this.#auditor.fail(
        "I9",
        `the disk can not be read back: ${error instanceof Error ? error.message : String(error)}`,
      );
      return;
    }
    // What venues said of a plan's orders beforehand is asked again after a restart, not written down.
    const written = (plan: PlanRecord) => ({ ...plan, checks: [] });
    const told = ({ execution, rebalance, risk, standing }: SimProcess) => {
      const { open, latest } = rebalance.plans();
      const plans = [open === null ? null : written(open), latest.map(written)];
      return JSON.stringify([execution.orders(), plans, risk.trading, standing.list()]);
    };
    if (told(replayed) !== told(process)) this.#auditor.fail("I9", "the disk tells another story than memory");
  }
}
