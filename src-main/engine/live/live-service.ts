// How does a profile come to trade live, and back? By its computed checklist and a person's word, and raised step by step.
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { GoingLive } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { type Profile, type Ramp, rampSchema } from "#shared/domain/profile.ts";
import { venueName } from "#shared/domain/venue.ts";
import { computeChecklist, type Line, type LineId } from "./compute-checklist.ts";
import { computeLiveBlock } from "./compute-live-block.ts";
import type { LiveFacts, LiveProfiles } from "./live-facts.ts";

/** From the narrowest to none. */
const RAMPS: readonly Ramp[] = rampSchema.options;
const FIRST_RAMP: Ramp = "0.02";
const RAMP_WORDS: Readonly<Record<Ramp, string>> = { "0.02": "2 %", "0.1": "10 %", none: "no ramp" };

export interface LiveServiceOptions {
  readonly profiles: LiveProfiles;
  readonly facts: LiveFacts;
  /** `readTradingEnvironment(...).liveLocked` */
  readonly liveLocked: boolean;
  readonly clock: Clock;
}

export class LiveService {
  readonly #options: LiveServiceOptions;

  constructor(options: LiveServiceOptions) {
    this.#options = options;
  }

  /** Rejects with PROFILE_NOT_FOUND. */
  async checklist(profileId: ProfileId): Promise<GoingLive> {
    const profile = this.#options.profiles.profile(profileId);
    return {
      mode: profile.mode,
      sandboxPossible: sandboxProblem(profile) === null,
      lines: [...(await this.#lines(profile))],
      blocked: computeLiveBlock(profile, this.#options.liveLocked),
      ramp: profile.live?.ramp ?? null,
    };
  }

  async unlock(
    profileId: ProfileId,
    consent: { readonly typedName: string; readonly acceptedOpen: readonly LineId[] },
  ): Promise<void> {
    const { profiles, clock } = this.#options;
    const profile = profiles.profile(profileId);
    this.#refuseUnlock(profile);
    this.#refuseDuringPlan(profile);
    if (consent.typedName.trim() !== profile.name) {
      const message = `Type the profile's name, ${profile.name}, to unlock live trading.`;
      throw new EngineError("INPUT_INVALID", message, { data: { path: "typedName" } });
    }
    const lines = await this.#lines(profile);
    refuseUnfulfilled(lines, consent.acceptedOpen);
    const accepted = lines.filter(({ state }) => state === "open").map(({ id }) => id);
    const events: JournalEvent[] = [
      { kind: "live.unlocked", accepted, ramp: FIRST_RAMP },
      { kind: "profile.mode", from: profile.mode, to: "live", reason: "Unlocked by its checklist." },
    ];
    await profiles.change(
      profileId,
      (current) => {
        // Accounts may have changed while the checklist was computed: it holds for those that were looked at.
        this.#refuseUnlock(current);
        refuseOtherAccounts(profile, current);
        const now = clock.now();
        return { ...current, mode: "live", modeSince: now, live: { unlockedAt: now, ramp: FIRST_RAMP } };
      },
      { events, reopen: true },
    );
  }

  /** Up one step at a time, down at once. */
  async setRamp(profileId: ProfileId, ramp: Ramp): Promise<void> {
    const { profiles } = this.#options;
    const profile = profiles.profile(profileId);
    const from = rampOf(profile);
    if (ramp === from) return;
    this.#refuseDuringPlan(profile);
    refuseJump(from, ramp);
    await profiles.change(
      profileId,
      (current) => {
        refuseJump(rampOf(current), ramp);
        return current.live === undefined ? current : { ...current, live: { ...current.live, ramp } };
      },
      { events: [{ kind: "live.ramp", from, to: ramp }], reopen: false },
    );
  }

  /** Leaving live ends its unlock: going back asks for everything anew. */
  async setMode(profileId: ProfileId, mode: "paper" | "sandbox"): Promise<void> {
    const { profiles, clock } = this.#options;
    const profile = profiles.profile(profileId);
    if (profile.mode === mode) return;
    this.#refuseDuringPlan(profile);
    if (mode === "sandbox") refuseSandbox(profile);
    await profiles.change(
      profileId,
      ({ live: _ended, ...current }) => {
        if (mode === "sandbox") refuseSandbox(current);
        return { ...current, mode, modeSince: clock.now() };
      },
      { events: [{ kind: "profile.mode", from: profile.mode, to: mode, reason: "Set by a person." }], reopen: true },
    );
  }

  async #lines(profile: Profile): Promise<readonly Line[]> {
    const { facts, clock } = this.#options;
    const exchange = profile.accounts.filter(({ kind }) => kind === "exchange");
    const [paperReports, secrets] = await Promise.all([facts.paperReports(profile.id), facts.secrets()]);
    return computeChecklist({
      profile,
      paperReports,
      feeds: [...new Set(profile.accounts.map(({ venue }) => venue))].map((venue) => ({
        venue,
        liveSince: facts.feedLiveSince(venue),
      })),
      store: facts.store(),
      secrets,
      clocks: exchange.map(({ id, name }) => ({ account: name, errorMs: facts.clockErrorMs(profile.id, id) })),
      killSwitch: facts.killSwitch(),
      now: clock.now(),
    });
  }

  #refuseUnlock(profile: Profile): void {
    const blocked = computeLiveBlock(profile, this.#options.liveLocked);
    if (blocked !== null) throw new EngineError(blocked.code, blocked.message);
    if (profile.mode === "live") throw new EngineError("PROFILE_MODE", `${profile.name} trades live already.`);
  }

  #refuseDuringPlan({ id, name }: Profile): void {
    if (!this.#options.profiles.isPlanUnderWay(id)) return;
    const message = `A plan of ${name} is under way: wait for it or stop it before its mode is changed.`;
    throw new EngineError("PLAN_BUSY", message);
  }
}

function refuseUnfulfilled(lines: readonly Line[], acceptedOpen: readonly LineId[]): void {
  const failed = lines.filter(({ state }) => state === "failed");
  if (failed.length > 0) {
    throw new EngineError("LIVE_CHECKLIST", `To be mended first: ${failed.map(sentence).join(" ")}`, {
      data: { lines: failed.map(({ id }) => id) },
    });
  }
  const unaccepted = lines.filter(({ id, state }) => state === "open" && !acceptedOpen.includes(id));
  if (unaccepted.length === 0) return;
  throw new EngineError("LIVE_CHECKLIST", `Still open and not accepted: ${unaccepted.map(sentence).join(" ")}`, {
    data: { lines: unaccepted.map(({ id }) => id) },
  });
}

function sentence({ label, detail }: Line): string {
  return `${label}: ${detail}`;
}

function refuseOtherAccounts(looked: Profile, current: Profile): void {
  const keys = ({ accounts }: Profile) =>
    accounts.map(({ id, connection }) => `${id} ${connection?.fingerprint ?? ""}`).join("\n");
  if (keys(looked) === keys(current)) return;
  const message = `The accounts of ${current.name} have changed meanwhile: read the checklist again.`;
  throw new EngineError("LIVE_CHECKLIST", message, { retryable: true });
}

function rampOf({ name, mode, live }: Profile): Ramp {
  if (mode === "live" && live !== undefined) return live.ramp;
  throw new EngineError("PROFILE_MODE", `${name} does not trade live: there is no ramp to set.`);
}

function refuseJump(from: Ramp, to: Ramp): void {
  const next = RAMPS[RAMPS.indexOf(from) + 1];
  if (RAMPS.indexOf(to) <= RAMPS.indexOf(from) || to === next || next === undefined) return;
  const message = `The ramp is raised one step at a time: from ${RAMP_WORDS[from]} to ${RAMP_WORDS[next]} first.`;
  throw new EngineError("PROFILE_MODE", message, { data: { path: "ramp" } });
}

/** Why the profile cannot be in sandbox mode; null where it can. */
function sandboxProblem({ name, accounts }: Profile): string | null {
  if (accounts.length === 0) return `${name} has no account.`;
  const others = accounts.filter(({ connection }) => connection?.endpoint !== "sandbox");
  if (others.length === 0) return null;
  const places = others.map((account) => `${account.name} (${venueName(account.venue)})`).join(", ");
  return `Sandbox needs keys of the exchanges' own sandboxes, and these are none: ${places}.`;
}

function refuseSandbox(profile: Profile): void {
  const problem = sandboxProblem(profile);
  if (problem !== null) throw new EngineError("PROFILE_MODE", problem);
}
