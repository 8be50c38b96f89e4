// What does a person do at the program, from the first key to the last plan? Through the contract, as the window does; every answer
// is waited for only as long as the engine lives.
import type { EnteredCredentials } from "#engine/ports/venues.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { ERROR_CODES } from "#shared/contract/errors.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { ClientOrderId, ProfileId, VenueId } from "#shared/domain/ids.ts";
import { isPlanOver, type PlanRecord } from "#shared/domain/plan.ts";
import type { Targets } from "#shared/domain/policy.ts";
import type { EngineProcess, Exit } from "../fixtures/engine-process.ts";
import { type EngineClient, openEngineClient } from "./engine-client.ts";
import { until } from "./until.ts";

const PASSPHRASE = "a passphrase for test servers";
const PROFILE = "Kills";
/** A preview costs the venue's limits a call for each thing it reads. */
const ASK_AGAIN_MS = 300;
const RESUME_TRIES = 30;
/** A socket breaks a moment before its process is known to be dead. */
const DEATH_MS = 30_000;

/** The engine ended while it was asked. */
export class EngineGone extends Error {
  readonly exit: Exit;

  constructor(exit: Exit) {
    super(`The engine is gone: ${JSON.stringify(exit)}`);
    this.exit = exit;
  }
}

export class Person {
  readonly #open: EngineClient;
  readonly #gone: Promise<never>;

  private constructor(open: EngineClient, gone: Promise<never>) {
    this.#open = open;
    this.#gone = gone;
  }

  /** Rejects with {@link EngineGone}, here and in every call. */
  static async at(engine: EngineProcess): Promise<Person> {
    const gone = engine.ended.then((exit) => {
      throw new EngineGone(exit);
    });
    // Whoever asks hears of it; nobody need ask.
    gone.catch(() => undefined);
    return new Person(await asked(() => openEngineClient(engine), gone), gone);
  }

  /** Connects the account in a new profile, unlocks live and takes the ramp away. */
  async setUp(venue: VenueId, key: EnteredCredentials, targets: Targets): Promise<ProfileId> {
    await this.#ask((client) => client.secrets.choosePassphrase({ passphrase: PASSPHRASE }));
    const source = { kind: "entered", ...key } as const;
    const steps = await this.#ask((client) =>
      client.accounts.check({ venue, endpoint: "loopback", key: source, replaces: null }),
    );
    let checkId: string | null = null;
    let last: unknown;
    for await (const event of steps) {
      last = event.steps;
      if (event.result?.kind === "passed") checkId = event.result.checkId;
    }
    if (checkId === null) throw new Error(`The key was refused: ${JSON.stringify(last)}`);
    const made = { checkId, name: "Main", profileId: null, profileName: PROFILE, confirmedNoTransfer: true };
    const { profileId } = await this.#ask((client) => client.accounts.connect(made));
    // Many plans in one day are this test's doing, not a person's; their fees alone come to more than a day may lose.
    const losses = { maxDailyLossFraction: "1", maxDrawdownFraction: "1" };
    const limits = { maxOrdersPerDay: 10_000, maxDayTurnoverFraction: "100", maxOrderFraction: "0.25", ...losses };
    await this.#ask((client) => client.settings.update({ totalDailyLossFraction: null, totalDrawdownFraction: null }));
    await this.#ask((client) => client.profiles.update({ profileId, changes: { targets, limits } }));
    let missing = "nothing";
    const lines = await until(
      () => `live to be possible: ${missing}`,
      async () => {
        const checklist = await this.#ask((client) => client.live.checklist({ profileId }));
        // Prices are still on their way right after the account was connected.
        const failed = checklist.lines.find(({ state }) => state === "failed");
        missing = failed?.detail ?? missing;
        return failed === undefined ? checklist.lines : undefined;
      },
    );
    const acceptedOpen = lines.filter(({ state }) => state === "open").map(({ id }) => id);
    await this.#ask((client) => client.live.unlock({ profileId, typedName: PROFILE, acceptedOpen }));
    for (const ramp of ["0.1", "none"] as const) await this.#ask((client) => client.live.setRamp({ profileId, ramp }));
    return profileId;
  }

  async unlockKeys(): Promise<void> {
    await this.#ask((client) => client.secrets.unlock({ passphrase: PASSPHRASE }));
  }

  /**
   * The plan under way once the program waits for a person with it, or null where there is none. Where it can prove nothing of an
   * order and `isAbsent` from the venue's own books, the person vouches for that as soon as the program allows it.
   */
  whenHeld(profileId: ProfileId, isAbsent: (id: ClientOrderId) => boolean): Promise<PlanRecord | null> {
    let seen = "nothing";
    return until(
      () => `a plan that is over or held: ${seen}`,
      async () => {
        const { open } = await this.#ask((client) => client.rebalancing.plans({ profileId }));
        if (open === null || isPlanOver(open.state)) return null;
        seen = `${open.state} ${open.reason?.message ?? ""} ${JSON.stringify(open.orders.map(({ state }) => state))}`;
        const unknown = open.orders.filter(({ state }) => state === "UNKNOWN");
        for (const { clientOrderId } of unknown)
          if (isAbsent(clientOrderId)) await this.#attest(profileId, clientOrderId);
        return open.state === "PAUSED" && unknown.length === 0 ? open : undefined;
      },
    );
  }

  /** Previews and approves what moves the profile towards the first of these mixes that it is not at yet; resolves when that is under way. */
  async approve(profileId: ProfileId, mixes: readonly [Targets, Targets]): Promise<PlanRecord> {
    let refusal = "nothing";
    let [targets, other] = mixes;
    return until(
      () => `a plan that may be approved: ${refusal}`,
      async () => {
        try {
          const { record, nonce, gates } = await this.#ask((client) =>
            client.rebalancing.preview({ profileId, targets }),
          );
          const denied = gates.find(({ ok }) => !ok);
          refusal = denied?.detail ?? "a plan without legs";
          if (record.plan.legs.length === 0) [targets, other] = [other, targets];
          if (denied !== undefined || nonce === null || record.plan.legs.length === 0) return undefined;
          const { planHash } = record.plan;
          return await this.#ask((client) =>
            client.rebalancing.approve({ profileId, planHash, nonce, saveTargets: false }),
          );
        } catch (error) {
          // Right after a start, prices and balances are still on their way.
          if (codeOf(error) === null || codeOf(error) === "SYSTEM_INTERNAL") throw error;
          refusal = String(error);
          return undefined;
        }
      },
      ASK_AGAIN_MS,
    );
  }

  /** False where the program goes on refusing: then the plan is to be ended. */
  resume({ plan }: PlanRecord): Promise<boolean> {
    const { profileId, planId } = plan;
    let tries = 0;
    return until(
      () => "a plan to be resumed",
      async () => {
        tries += 1;
        try {
          await this.#ask((client) => client.rebalancing.resume({ profileId, planId }));
          return true;
        } catch (error) {
          if (codeOf(error) === null) throw error;
          // Right after a start the venues are not reconciled yet, and no price is live.
          return codeOf(error) === "PLAN_EXPIRED" || tries === RESUME_TRIES ? false : undefined;
        }
      },
      ASK_AGAIN_MS,
    );
  }

  async cancelAll({ plan }: PlanRecord): Promise<void> {
    const { profileId, planId } = plan;
    await this.#ask((client) => client.rebalancing.cancelAll({ profileId, planId }));
  }

  /** The program's own look at its whole chain. */
  verify(): Promise<{ readonly ok: boolean; readonly entries: number }> {
    return this.#ask((client) => client.audit.verify({}));
  }

  leave(): void {
    this.#open.close();
  }

  async #attest(profileId: ProfileId, clientOrderId: ClientOrderId): Promise<void> {
    const evidence = "The venue's own books have no such order.";
    try {
      await this.#ask((client) => client.orders.attest({ profileId, clientOrderId, evidence }));
    } catch (error) {
      // While the program may still find out by itself, and when it just has.
      if (codeOf(error) !== "ORDER_STATE") throw error;
    }
  }

  async #ask<Answer>(question: (client: SchwabotClient) => Promise<Answer>): Promise<Answer> {
    return asked(() => question(this.#open.client), this.#gone);
  }
}

/** The answer; where the connection breaks, it is the engine's end that is told, once that is known. */
async function asked<Answer>(ask: () => Promise<Answer>, gone: Promise<never>): Promise<Answer> {
  try {
    return await Promise.race([ask(), gone]);
  } catch (error) {
    if (error instanceof EngineGone || codeOf(error) !== null) throw error;
    const never = new Promise<never>((_, reject) => setTimeout(reject, DEATH_MS, error).unref());
    return Promise.race([never, gone]);
  }
}

/** The program's own code of an error; null for anything else, like a broken socket. */
function codeOf(error: unknown): string | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return Object.hasOwn(ERROR_CODES, code) ? ensure(code, "code") : null;
}
