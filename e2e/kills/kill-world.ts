// What happens to one data folder and one account at a venue through a row of kills? Each life of the program ends at its own moment;
// what the one before left is resolved first, and both sides' books are compared after every death and every plan.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import { EndedAtStart, EngineProcess } from "../fixtures/engine-process.ts";
import { audit } from "./audit.ts";
import { describePoint, environmentOf, type KillPoint } from "./kill-point.ts";
import { EngineGone, Person } from "./person.ts";
import { DIVISOR, type VenueName, VenueSide } from "./venue-side.ts";

/** Plans in one life until its moment must have come. */
const PLANS = 3;
/** A person's tries to go on with a held plan before it is ended. */
const RESUMES = 3;

/** How one life went. */
export interface Life {
  /** In words; null where it was to live on. */
  readonly point: string | null;
  /** False where its moment never came, and the program was stopped. */
  readonly killed: boolean;
  readonly violations: readonly string[];
}

export class KillWorld {
  readonly #side: VenueSide;
  readonly #folder: string;
  readonly #profileId: ProfileId;
  /** Requests to place orders until the last death. */
  #sentBefore: number;
  #isClean = true;

  private constructor(side: VenueSide, folder: string, profileId: ProfileId) {
    this.#side = side;
    this.#folder = folder;
    this.#profileId = profileId;
    this.#sentBefore = side.orderRequests;
  }

  /** What the venue has of it all. */
  get traded(): { readonly orders: number; readonly fills: number } {
    return this.#side.books((account) => ({ orders: account.orders().length, fills: account.history.fills.length }));
  }

  /** A venue, a folder, and a profile in live mode with the venue's account. */
  static async open(venue: VenueName): Promise<KillWorld> {
    const side = await VenueSide.start(venue);
    const folder = mkdtempSync(path.join(tmpdir(), `schwabot-kills-${venue}-`));
    const engine = await start(side, folder, null);
    try {
      const person = await Person.at(engine);
      const profileId = await person.setUp(side.venue, side.key, side.mixes[0]);
      person.leave();
      await engine.stop();
      return new KillWorld(side, folder, profileId);
    } catch (error) {
      await engine.kill();
      await side.close();
      throw error;
    }
  }

  /** One start of the program that ends at this moment; null: lives on until all is settled, and is stopped. */
  async live(point: KillPoint | null): Promise<Life> {
    const name = point === null ? null : describePoint(point);
    const violations: string[] = [];
    let engine: EngineProcess | null = null;
    let killed = false;
    let lift = () => {};
    try {
      engine = await start(this.#side, this.#folder, point);
      const started = engine;
      const plant = (what: "order" | "any") => {
        if (point?.at !== "request" || point.what !== what) return;
        lift = this.#side.plantKill(point.side, what, point.count, () => void started.kill());
      };
      const person = await Person.at(engine);
      plant("any");
      await person.unlockKeys();
      violations.push(...(await this.#settle(person)));
      // Counted from the next plan on, so that what the last kill left is also brought to its end now and then.
      plant("order");
      for (let plan = 0; point !== null && plan < PLANS; plan += 1) {
        await person.approve(this.#profileId, this.#side.mixes);
        violations.push(...(await this.#end(person, await this.#held(person))));
      }
      const { ok } = await person.verify();
      if (!ok) violations.push("the program finds its own chain broken");
      person.leave();
      await engine.stop();
    } catch (error) {
      const exit = error instanceof EngineGone || error instanceof EndedAtStart ? error.exit : null;
      if (exit?.signal !== "SIGKILL" || point === null) {
        this.#isClean = false;
        throw new Error(`${name ?? "no kill"}: ${String(error)} (its data is kept in ${this.#folder})`, {
          cause: error,
        });
      }
      killed = true;
    } finally {
      lift();
      if (engine?.isRunning === true) await engine.kill();
    }
    this.#sentBefore = this.#side.orderRequests;
    violations.push(...this.#audit(false));
    if (violations.length > 0) this.#isClean = false;
    return { point: name, killed, violations };
  }

  /** The folder is kept where something was wrong. */
  async close(): Promise<void> {
    await this.#side.close();
    if (this.#isClean) rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** What the life before left: looked up without sending anything, then a person's word. */
  async #settle(person: Person): Promise<readonly string[]> {
    const held = await this.#held(person);
    const sent = this.#side.orderRequests - this.#sentBefore;
    const early = sent === 0 ? [] : [`${sent} orders were sent after the start before a person resumed`];
    return [...early, ...(await this.#end(person, held))];
  }

  /** Brings a held plan to its end, as a person would: go on while that helps, else end it. */
  async #end(person: Person, first: PlanRecord | null): Promise<readonly string[]> {
    let held = first;
    for (let tries = 0; held !== null && tries < RESUMES; tries += 1) {
      if (!(await person.resume(held))) break;
      held = await this.#held(person);
    }
    if (held !== null) {
      await person.cancelAll(held);
      held = await this.#held(person);
    }
    return held === null ? this.#audit(true) : [`a plan is held for good: ${held.reason?.message}`];
  }

  #held(person: Person): Promise<PlanRecord | null> {
    return person.whenHeld(this.#profileId, (id) =>
      this.#side.books((account) => account.orderByClientId(id) === null),
    );
  }

  #audit(isOver: boolean): readonly string[] {
    const dataDir = path.join(this.#folder, "data");
    return this.#side.books((account) => audit(dataDir, account, isOver));
  }
}

function start(side: VenueSide, folder: string, point: KillPoint | null): Promise<EngineProcess> {
  return EngineProcess.start({
    dataDir: path.join(folder, "data"),
    endpoints: { [side.venue]: side.running.server.url },
    env: { SCHWABOT_POLICY_DIVISOR: String(DIVISOR), ...environmentOf(point) },
  });
}
