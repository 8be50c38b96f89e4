// What does a simulated person do about automatic rebalancing: allow it, change what it was allowed for, stop it? And when do rules fire?
import { Topic } from "#engine/core/event-bus.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { AutomaticRebalanceOptions } from "#engine/rebalancing/automatic-rebalance-service.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { suggestionIdSchema } from "#shared/domain/ids.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { type StandingTerms, standingTermsSchema } from "#shared/domain/standing-approval.ts";
import { type Suggestion, suggestionSchema } from "#shared/domain/suggestion.ts";
import { HOUR_MS, unixMs } from "#shared/domain/time.ts";
import type { Auditor } from "./auditor.ts";
import type { Edit, Scenario } from "./scenario.ts";
import type { SimProcess } from "./sim-process.ts";
import { splitSymbol } from "./sim-venue.ts";
import { WORLD_BEGAN_MS, type WorldTime } from "./virtual-time.ts";

interface Seen {
  profile: Profile;
}

export class SimStanding {
  readonly #scenario: Scenario;
  readonly #auditor: Auditor;
  readonly #world: WorldTime;
  readonly #original: Profile;
  /** As it is stored: a program that is started finds it so. */
  #saved: Profile;
  /** As the running program knows it. */
  #seen: Seen;
  #open: readonly Suggestion[] = [];
  #changes = new Topic<void>();
  #fired = 0;
  #isGiven = false;

  constructor(options: {
    readonly scenario: Scenario;
    readonly auditor: Auditor;
    readonly world: WorldTime;
    readonly profile: Profile;
  }) {
    this.#scenario = options.scenario;
    this.#auditor = options.auditor;
    this.#world = options.world;
    this.#original = options.profile;
    this.#saved = options.profile;
    this.#seen = { profile: options.profile };
  }

  /** What a process that is started now finds. */
  parts(): {
    readonly profile: () => Profile;
    readonly suggestions: AutomaticRebalanceOptions["suggestions"];
  } {
    const seen = { profile: this.#saved };
    const changes = new Topic<void>();
    this.#seen = seen;
    this.#changes = changes;
    return { profile: () => seen.profile, suggestions: { read: () => ({ open: this.#open }), changes } };
  }

  /** The person allows it, as soon as the program lets them. Once: what ended is not given again. */
  giveSoon(process: () => SimProcess | null, tries = 0): void {
    const running = process();
    if (running === null || this.#isGiven || tries > 8) return;
    const give = async () => {
      const { approval, nonce } = running.standing.propose(this.#terms());
      this.#auditor.standing.given(approval.approvalId);
      await running.standing.create({ approvalId: approval.approvalId, nonce, typedName: null });
      this.#isGiven = true;
    };
    give().catch(() => {
      this.#world.after(2_000, () => {
        if (process() === running) this.giveSoon(process, tries + 1);
      });
    });
  }

  /** A rule fires: its suggestion takes the place of the one before. */
  fire(): void {
    this.#fired += 1;
    this.#open = [
      suggestionSchema.parse({
        id: suggestionIdSchema.parse(`00000000-0000-4000-8000-${this.#fired.toString().padStart(12, "0")}`),
        profileId: this.#original.id,
        type: "threshold",
        asset: null,
        title: "Drift",
        reason: "Drift",
        action: "Rebalance",
        plan: { policy: { sending: this.#scenario.sending } },
        priority: "medium",
        measured: "0.1",
        limit: "0.05",
        openedAt: unixMs(WORLD_BEGAN_MS),
        updatedAt: unixMs(WORLD_BEGAN_MS),
        snoozedUntil: null,
        snoozedUntilDoubles: null,
        closedAt: null,
        closedBecause: null,
        dismissReason: null,
      }),
    ];
    this.#changes.publish();
  }

  /** Stored first, then journaled, then known to the program: a crash may lie anywhere in between. What is not journaled is stored as it was. */
  edit(what: Edit, forMs: number, running: () => Session | null): void {
    const now = running();
    if (now === null) return;
    // A program lets nobody change the mode while a plan is under way.
    if (what === "mode" && now.process.rebalance.plans().open !== null) return;
    const changed: Profile =
      what === "mode"
        ? { ...this.#original, mode: this.#original.mode === "paper" ? "sandbox" : "paper" }
        : profileSchema.parse({ ...this.#original, targets: { BTC: "0.6", ETH: "0.3", USD: "0.1" } });
    const save = (profile: Profile, session: Session) =>
      this.#save(profile, what, session, () => running()?.process === session.process);
    save(changed, now);
    this.#world.after(forMs, () => {
      const later = running();
      // Where the program does not run the person sets nothing right: it stays as it is stored.
      if (later !== null) save(this.#original, later);
    });
  }

  #save(profile: Profile, field: string, { process, entries }: Session, isStillRunning: () => boolean): void {
    const seen = this.#seen;
    const before = this.#saved;
    if (profile !== before) this.#auditor.standing.edited();
    this.#saved = profile;
    const event = { kind: "profile.changed", profile, fields: [field] } as const;
    entries
      .append(unixMs(WORLD_BEGAN_MS + Math.floor(this.#world.nowMs)), profile.id, [{ ...event, fields: [field] }])
      .then(
        () => {
          seen.profile = profile;
          process.standing.look();
          this.#auditor.standing.settled();
        },
        () => {
          if (!isStillRunning()) return;
          this.#saved = before;
          this.#auditor.standing.refused();
        },
      );
  }

  #terms(): StandingTerms {
    const { standing, legs } = this.#scenario;
    const bases = [...new Set(legs.map(({ symbol }) => splitSymbol(symbol)[0]))];
    const named = standing?.leavesOut === true && bases.length > 1 ? bases.slice(1) : bases;
    const value = legs.reduce((sum, { lots, symbol }) => sum + (lots / 10_000) * (START_PRICES[symbol] ?? 0), 0);
    const perDay = Decimal.parse((value * (standing?.dayPlans ?? 1)).toFixed(2)).toString();
    const wide = { kind: "share", share: "1" };
    return standingTermsSchema.parse({
      accounts: this.#original.accounts.map(({ id }) => id),
      triggers: ["threshold"],
      assets: [...named, "USD", ...(named.length === 0 ? ["BTC"] : [])],
      turnover: { perPlan: wide, perDay: { kind: "money", amount: perDay } },
      cost: { perPlan: wide, perDay: wide },
      endsAt: unixMs(WORLD_BEGAN_MS + HOUR_MS + Math.floor(this.#world.nowMs)),
    });
  }
}

interface Session {
  readonly process: SimProcess;
  readonly entries: Journal;
}

const START_PRICES: Readonly<Record<string, number>> = { "BTC/USD": 50_000, "ETH/USD": 2_500, "SOL/USD": 100 };
