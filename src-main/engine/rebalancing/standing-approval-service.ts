// May this profile rebalance by itself now? Gives, ends and remembers its standing approvals.
import { DisposableStore, type Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import type { ProfileJournal } from "#engine/core/profile-journal.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { Journal } from "#engine/ports/journal.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { KillSwitchService } from "#engine/risk/kill-switch-service.ts";
import type { RiskEngine } from "#engine/risk/risk-engine.ts";
import type { Asset, StandingApprovalId } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { Profile } from "#shared/domain/profile.ts";
import {
  STANDING_APPROVAL_DAYS,
  STANDING_APPROVAL_MS,
  type StandingApproval,
  type StandingProposal,
  type StandingRecord,
  type StandingTerms,
  standingApprovalSchema,
} from "#shared/domain/standing-approval.ts";
import { type DurationMs, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import {
  computeBinding,
  computeStandingApprovalId,
  computeSuspension,
  type Suspension,
} from "./compute-standing-approval.ts";
import { findMissedSuspension } from "./missed-suspension.ts";
import { StandingBookOfRecord } from "./standing-book-of-record.ts";

/** Life of a proposal, like that of a plan's preview. */
const PROPOSAL_MS: DurationMs = MINUTE_MS;
/** Proposals that may be open at once: one per window that shows the dialog. */
const OPEN_PROPOSALS = 8;

export interface StandingApprovalOptions {
  readonly profile: () => Profile;
  readonly journal: ProfileJournal;
  /** Everything that was written, by others too. */
  readonly entries: Pick<Journal, "read">;
  readonly killSwitch: Pick<KillSwitchService, "state" | "changes">;
  readonly risk: Pick<RiskEngine, "trading" | "changes">;
  /** What the profile holds now, as far as it is known. */
  readonly held: () => readonly Asset[];
  readonly clock: Clock;
  readonly ids: Pick<IdGenerator, "nonce">;
  readonly logger: Logger;
}

export class StandingApprovalService implements Stoppable {
  /** After any change to one of them. */
  readonly changes = new Topic<void>();
  readonly #options: StandingApprovalOptions;
  readonly #book = new StandingBookOfRecord();
  readonly #proposals = new Map<string, StandingProposal>();
  /** Ended here, and not on disk yet: what stops works at once. */
  readonly #ended = new Map<StandingApprovalId, Pick<StandingRecord, "status" | "reason" | "since">>();
  readonly #disposables: DisposableStore;
  #live = false;

  constructor(options: StandingApprovalOptions) {
    this.#options = options;
    this.#disposables = new DisposableStore(options.logger);
    this.#disposables.add(
      options.journal.applied.subscribe((entry) => {
        if (this.#book.apply(entry) && this.#live) this.changes.publish();
      }),
    );
  }

  /** To be called once after the replay: what ended it while nobody looked counts. Rejects with STORE_ codes. */
  async start(): Promise<void> {
    const { killSwitch, risk, clock, entries, profile } = this.#options;
    this.#live = true;
    this.#disposables.add(killSwitch.changes.subscribe(() => this.look()));
    this.#disposables.add(risk.changes.subscribe(() => this.look()));
    this.#disposables.add(clock.every(MINUTE_MS, () => this.look()));
    const live = this.#book.live();
    if (live === null) return;
    const { approvalId } = live.approval;
    const missed = await findMissedSuspension(live.approval, {
      entries,
      profileId: profile().id,
      after: this.#book.createdSeq(approvalId),
    });
    if (missed !== null) this.#suspend(approvalId, missed);
    this.look();
  }

  async dispose(): Promise<void> {
    await this.#disposables.dispose();
  }

  /** Newest first. */
  list(): readonly StandingRecord[] {
    return this.#book
      .all()
      .map((record) => this.#asItIs(record))
      .reverse();
  }

  /** What is known under that id; null where nothing is. */
  find(id: StandingApprovalId): StandingRecord | null {
    const record = this.#book.get(id);
    return record === null ? null : this.#asItIs(record);
  }

  /** The one that is live now. */
  live(): StandingRecord | null {
    return this.list().find(({ status }) => status === "live") ?? null;
  }

  /** Ends the live one where its time is over or what it was given for has changed. */
  look(): void {
    const live = this.#book.live();
    if (!this.#live || live === null || this.#ended.has(live.approval.approvalId)) return;
    const { approval } = live;
    const { approvalId } = approval;
    const suspension = this.#against(approval);
    if (suspension !== null) this.#suspend(approvalId, suspension);
    else if (this.#options.clock.now() >= approval.endsAt) {
      const reason = { code: "EXPIRED", message: "Its last day is over." };
      const ending = this.#end(approvalId, "expired", reason, { kind: "standingApproval.expired", approvalId });
      drop(ending, this.#options.logger, "Writing down the end of a standing approval");
    }
  }

  /**
   * What a person is shown before they give it: the terms with what they are bound to. Nothing is written. Throws
   * INPUT_INVALID naming the field, STANDING_EXISTS, STANDING_SUSPENDED where it would end at once.
   */
  propose(terms: StandingTerms): StandingProposal {
    const { profile: getProfile, clock, ids, held } = this.#options;
    const profile = getProfile();
    const now = clock.now();
    this.#checkTerms(terms, profile);
    const knownAssets = [...new Set([...held(), ...(Object.keys(profile.targets) as Asset[]), ...terms.assets])].sort();
    const content = {
      ...terms,
      ...computeBinding(profile),
      profileId: profile.id,
      number: this.#book.all().length + 1,
      knownAssets,
      createdAt: now,
    };
    const approval = standingApprovalSchema.parse({ ...content, approvalId: computeStandingApprovalId(content) });
    this.#checkMayBegin(approval);
    const proposal: StandingProposal = { approval, nonce: ids.nonce(), expiresAt: unixMs(now + PROPOSAL_MS) };
    this.#proposals.set(proposal.nonce, proposal);
    const oldest = this.#proposals.keys().next().value;
    if (this.#proposals.size > OPEN_PROPOSALS && oldest !== undefined) this.#proposals.delete(oldest);
    return proposal;
  }

  /**
   * Gives exactly what was proposed; its one-time value counts once. `typedName`: the profile's name, asked for in live mode.
   * Every refusal is journaled: STANDING_NONCE, STANDING_EXPIRED, INPUT_INVALID, STANDING_EXISTS, STANDING_SUSPENDED.
   */
  async create(given: {
    readonly approvalId: string;
    readonly nonce: string;
    readonly typedName: string | null;
  }): Promise<StandingRecord> {
    let refusal: EngineError | null = null;
    let created: StandingApprovalId | null = null;
    await this.#options.journal.record((): readonly JournalEvent[] => {
      try {
        const { approval, nonce } = this.#take(given);
        created = approval.approvalId;
        return [{ kind: "standingApproval.created", approval, nonce }];
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        refusal = error;
        const { code, message } = error;
        return [{ kind: "standingApproval.refused", approvalId: given.approvalId, reason: { code, message } }];
      }
    });
    // Whatever changed while it was being written ends it at once.
    this.look();
    const record = created === null ? null : this.find(created);
    if (record === null) throw refusal ?? new EngineError("STANDING_NONCE", "Nothing was proposed under this value.");
    return record;
  }

  /** Ends it by a person's word. Rejects with STANDING_NOT_FOUND, STANDING_STATE where it is over. */
  async revoke(approvalId: StandingApprovalId): Promise<StandingRecord> {
    const record = this.find(approvalId);
    if (record === null) throw new EngineError("STANDING_NOT_FOUND", "This profile has no such standing approval.");
    if (record.status !== "live") throw new EngineError("STANDING_STATE", `It is ${record.status} already.`);
    const reason = { code: "REVOKED", message: "You stopped it." };
    await this.#end(approvalId, "revoked", reason, { kind: "standingApproval.revoked", approvalId });
    return this.find(approvalId) ?? record;
  }

  #take({ approvalId, nonce, typedName }: Parameters<StandingApprovalService["create"]>[0]): StandingProposal {
    const proposal = this.#proposals.get(nonce);
    if (proposal === undefined || proposal.approval.approvalId !== approvalId) {
      throw new EngineError("STANDING_NONCE", "The one-time value was used already or belongs to another proposal.");
    }
    const { clock, profile } = this.#options;
    const { approval, expiresAt } = proposal;
    if (approval.mode === "live" && typedName !== profile().name) {
      throw new EngineError("INPUT_INVALID", `Type the profile's name, ${profile().name}, to allow it live.`, {
        data: { path: "typedName" },
      });
    }
    // From here on the value is used, whatever comes of it.
    this.#proposals.delete(nonce);
    if (clock.now() > expiresAt) throw new EngineError("STANDING_EXPIRED", "It was shown too long ago: look again.");
    this.#checkMayBegin(approval);
    return proposal;
  }

  #checkMayBegin(approval: StandingApproval): void {
    if (this.live() !== null) {
      throw new EngineError("STANDING_EXISTS", "A standing approval of this profile is live: stop it first.");
    }
    const against = this.#against(approval);
    if (against !== null) throw new EngineError("STANDING_SUSPENDED", against.message);
  }

  /** What ends it now. */
  #against(approval: StandingApproval): Suspension | null {
    const { profile, killSwitch, risk, held } = this.#options;
    const { state, reason } = risk.trading;
    return computeSuspension(approval, {
      profile: computeBinding(profile()),
      protectiveExits: profile().positions.protectiveExits,
      held: held(),
      killSwitch: killSwitch.state,
      trading: { state, reason: reason?.message ?? null },
    });
  }

  #checkTerms(terms: StandingTerms, profile: Profile): void {
    const refuse = (path: string, message: string): never => {
      throw new EngineError("INPUT_INVALID", message, { data: { path: `terms.${path}` } });
    };
    const now = this.#options.clock.now();
    if (terms.endsAt <= now) refuse("endsAt", "It must end after now.");
    if (terms.endsAt > now + STANDING_APPROVAL_MS) {
      refuse("endsAt", `It lives ${STANDING_APPROVAL_DAYS} days at most: choose an earlier end.`);
    }
    const ids = profile.accounts.map(({ id }) => id);
    const unknown = terms.accounts.find((id) => !ids.includes(id));
    if (unknown !== undefined) refuse("accounts", `The profile has no account ${unknown}.`);
    if (Object.keys(profile.targets).length === 0) refuse("assets", "Set targets first: it is given for them.");
  }

  #suspend(approvalId: StandingApprovalId, reason: Suspension): void {
    this.#options.logger.warn("A standing approval is suspended", { approvalId, ...reason });
    const event = { kind: "standingApproval.suspended", approvalId, reason: { ...reason } } as const;
    const ending = this.#end(approvalId, "suspended", reason, event);
    drop(ending, this.#options.logger, "Writing down a suspension");
  }

  /** Works at once, and is then written down. */
  async #end(
    approvalId: StandingApprovalId,
    status: "suspended" | "revoked" | "expired",
    reason: { readonly code: string; readonly message: string },
    event: JournalEvent,
  ): Promise<void> {
    const { journal, clock } = this.#options;
    this.#ended.set(approvalId, { status, reason: { ...reason }, since: clock.now() });
    this.changes.publish();
    await journal.record(() => (this.#book.get(approvalId)?.status === "live" ? [event] : []));
  }

  #asItIs(record: StandingRecord): StandingRecord {
    if (record.status !== "live") return record;
    return { ...record, ...this.#ended.get(record.approval.approvalId) };
  }
}
