// What is written down for ever? The events of the append-only, hash-chained journal.
import { z } from "zod";
import { accountConnectionSchema, endpointKindSchema, modeSchema } from "./account.ts";
import { nonNegativeDecimalSchema } from "./decimal.ts";
import {
  accountIdSchema,
  assetSchema,
  clientOrderIdSchema,
  nonceSchema,
  planHashSchema,
  planIdSchema,
  profileIdSchema,
  standingApprovalIdSchema,
  suggestionIdSchema,
  venueIdSchema,
} from "./ids.ts";
import { journalSealSchema } from "./journal-seal.ts";
import { fillSchema, orderSchema, orderStateSchema } from "./order.ts";
import { planReportSchema, planStateSchema, rebalancePlanSchema } from "./plan.ts";
import { profileSchema, rampSchema, tradingStateSchema } from "./profile.ts";
import { standingApprovalSchema, standingUseSchema } from "./standing-approval.ts";
import { unixMsSchema } from "./time.ts";

const reason = z.strictObject({ code: z.string(), message: z.string() });

/** Everything that can be journaled. Later kinds are added; none is ever changed or removed. */
export const journalEventSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("system.started"), version: z.string(), shell: z.string() }),
  z.strictObject({ kind: z.literal("system.stopped") }),
  z.strictObject({
    kind: z.literal("system.recovered"),
    plans: z.number().int(),
    orders: z.number().int(),
    detail: z.string(),
  }),
  z.strictObject({ kind: z.literal("journal.sealed"), seal: journalSealSchema }),
  /** The journal is a backup that was put back: what was written after it was taken is gone. */
  z.strictObject({ kind: z.literal("journal.restored"), takenAt: unixMsSchema }),
  z.strictObject({ kind: z.literal("killSwitch.set"), on: z.boolean(), reason: z.string() }),
  z.strictObject({ kind: z.literal("settings.changed"), changes: z.record(z.string(), z.unknown()) }),
  z.strictObject({ kind: z.literal("profile.created"), profile: profileSchema }),
  z.strictObject({ kind: z.literal("profile.changed"), profile: profileSchema, fields: z.array(z.string()) }),
  z.strictObject({
    kind: z.literal("assetChoice.answered"),
    asset: assetSchema,
    holder: assetSchema.nullable(),
    answer: z.enum(["taken", "kept"]),
    lead: z.number().nullable(),
  }),
  /** What belongs to several profiles was read at once, to be set side by side. */
  z.strictObject({
    kind: z.literal("profiles.compared"),
    what: z.enum(["together", "separation"]),
    profileIds: z.array(profileIdSchema),
  }),
  z.strictObject({ kind: z.literal("profile.tradingState"), state: tradingStateSchema, reason }),
  z.strictObject({ kind: z.literal("suggestion.opened"), suggestionId: suggestionIdSchema, title: z.string() }),
  z.strictObject({
    kind: z.literal("suggestion.closed"),
    suggestionId: suggestionIdSchema,
    because: z.string(),
    detail: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal("suggestion.snoozed"), suggestionId: suggestionIdSchema, until: z.string() }),
  z.strictObject({ kind: z.literal("plan.previewed"), plan: rebalancePlanSchema, nonce: nonceSchema }),
  z.strictObject({
    kind: z.literal("plan.approved"),
    planId: planIdSchema,
    planHash: planHashSchema,
    nonce: nonceSchema,
    mode: modeSchema,
    /** Of an automatic plan: what it runs under. Absent where a person approved it. */
    standing: standingUseSchema.optional(),
  }),
  z.strictObject({ kind: z.literal("plan.approvalRefused"), planHash: z.string(), reason }),
  z.strictObject({
    kind: z.literal("plan.state"),
    planId: planIdSchema,
    from: planStateSchema,
    to: planStateSchema,
    reason: reason.nullable(),
  }),
  z.strictObject({
    kind: z.literal("plan.command"),
    planId: planIdSchema,
    command: z.enum(["pause", "resume", "stopAfterLeg", "cancelAll"]),
  }),
  z.strictObject({
    kind: z.literal("standingApproval.created"),
    approval: standingApprovalSchema,
    nonce: nonceSchema,
  }),
  z.strictObject({ kind: z.literal("standingApproval.refused"), approvalId: z.string(), reason }),
  z.strictObject({ kind: z.literal("standingApproval.suspended"), approvalId: standingApprovalIdSchema, reason }),
  z.strictObject({ kind: z.literal("standingApproval.revoked"), approvalId: standingApprovalIdSchema }),
  z.strictObject({ kind: z.literal("standingApproval.expired"), approvalId: standingApprovalIdSchema }),
  z.strictObject({ kind: z.literal("plan.report"), planId: planIdSchema, report: planReportSchema }),
  /** The intent: journaled and on disk before the order may leave. `bodyHash` addresses the exact request. */
  z.strictObject({ kind: z.literal("order.planned"), order: orderSchema, bodyHash: z.string() }),
  z.strictObject({
    kind: z.literal("order.state"),
    clientOrderId: clientOrderIdSchema,
    from: orderStateSchema,
    to: orderStateSchema,
    /** The order after the change. */
    order: orderSchema,
    /** What proved it: the venue's reply, the look-ups made, the code. */
    evidence: z.unknown(),
  }),
  z.strictObject({ kind: z.literal("order.fill"), planId: planIdSchema, fill: fillSchema }),
  z.strictObject({
    kind: z.literal("order.lookup"),
    clientOrderId: clientOrderIdSchema,
    asked: z.string(),
    answer: z.string(),
  }),
  z.strictObject({
    kind: z.literal("account.connected"),
    accountId: accountIdSchema,
    venue: venueIdSchema,
    endpoint: endpointKindSchema,
    storedIn: accountConnectionSchema.shape.storedIn,
    fingerprint: accountConnectionSchema.shape.fingerprint,
  }),
  /** The key was replaced; `from` and `to` are the stored bundles' generations. */
  z.strictObject({
    kind: z.literal("account.keyRotated"),
    accountId: accountIdSchema,
    from: z.number().int(),
    to: z.number().int(),
    fingerprint: accountConnectionSchema.shape.fingerprint,
  }),
  z.strictObject({ kind: z.literal("account.renamed"), accountId: accountIdSchema, name: z.string() }),
  z.strictObject({ kind: z.literal("account.paused"), accountId: accountIdSchema, paused: z.boolean() }),
  /** The venue's timer that cancels every order of the account: a person's leave, and when it was armed by it. */
  z.strictObject({
    kind: z.literal("account.deadManSwitch"),
    accountId: accountIdSchema,
    state: z.enum(["allowed", "refused", "armed", "disarmed"]),
    detail: z.string(),
  }),
  z.strictObject({ kind: z.literal("account.removed"), accountId: accountIdSchema, venue: venueIdSchema }),
  /** What the venue says the key may do has changed, or is refused now. */
  z.strictObject({
    kind: z.literal("account.permissions"),
    accountId: accountIdSchema,
    detail: z.string(),
    refused: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("account.keyFailing"),
    accountId: accountIdSchema,
    code: z.string(),
    message: z.string(),
  }),
  z.strictObject({ kind: z.literal("profile.mode"), from: modeSchema, to: modeSchema, reason: z.string() }),
  z.strictObject({ kind: z.literal("live.unlocked"), accepted: z.array(z.string()), ramp: rampSchema }),
  z.strictObject({ kind: z.literal("live.ramp"), from: rampSchema, to: rampSchema }),
  /** A person's command on one order; an attest is in the order's own change of state. */
  z.strictObject({
    kind: z.literal("order.command"),
    clientOrderId: clientOrderIdSchema,
    command: z.enum(["cancel"]),
  }),
  /** The price of a position from a signal has risen so far: its trailing stop hangs on it. */
  z.strictObject({ kind: z.literal("position.highest"), asset: assetSchema, price: nonNegativeDecimalSchema }),
  /** A person lets the target of an asset that a stop had sold be served again. */
  z.strictObject({ kind: z.literal("position.rearmed"), asset: assetSchema, reason: z.string() }),
  z.strictObject({ kind: z.literal("order.external"), venue: venueIdSchema, detail: z.string() }),
]);
export type JournalEvent = z.infer<typeof journalEventSchema>;
export type JournalKind = JournalEvent["kind"];

/** One link of the chain: hash = SHA-256 over canonical JSON of all fields but itself. */
export const journalEntrySchema = z.strictObject({
  seq: z.number().int().min(1),
  ts: unixMsSchema,
  profileId: profileIdSchema.nullable(),
  event: journalEventSchema,
  prevHash: z.string(),
  hash: z.string(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;
