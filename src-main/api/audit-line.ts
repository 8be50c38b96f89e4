// How is a journal entry told to people?
import type { AuditLine } from "#shared/contract/views.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { JournalEntry, JournalEvent, JournalKind } from "#shared/domain/journal.ts";
import type { Fill, Order, OrderState } from "#shared/domain/order.ts";
import type { PlanState } from "#shared/domain/plan.ts";
import type { StandingApproval, StandingUse } from "#shared/domain/standing-approval.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";

type Area = AuditLine["area"];
type Words = Pick<AuditLine, "title" | "detail" | "tone">;

/** Every kind has an area; the compiler asks for a line here when a kind is added. */
const AREA_OF: Readonly<Record<JournalKind, Area>> = {
  "system.started": "system",
  "system.stopped": "system",
  "system.recovered": "system",
  "journal.sealed": "system",
  "journal.restored": "system",
  "killSwitch.set": "system",
  "settings.changed": "system",
  "profile.created": "profile",
  "profile.changed": "profile",
  "assetChoice.answered": "profile",
  "profiles.compared": "profile",
  "profile.tradingState": "profile",
  "profile.mode": "profile",
  "live.unlocked": "profile",
  "live.ramp": "profile",
  "account.connected": "account",
  "account.keyRotated": "account",
  "account.renamed": "account",
  "account.paused": "account",
  "account.deadManSwitch": "account",
  "account.removed": "account",
  "account.permissions": "account",
  "account.keyFailing": "account",
  "suggestion.opened": "suggestion",
  "suggestion.closed": "suggestion",
  "suggestion.snoozed": "suggestion",
  "standingApproval.created": "plan",
  "standingApproval.refused": "plan",
  "standingApproval.suspended": "plan",
  "standingApproval.revoked": "plan",
  "standingApproval.expired": "plan",
  "plan.previewed": "plan",
  "plan.approved": "plan",
  "plan.approvalRefused": "plan",
  "plan.state": "plan",
  "plan.command": "plan",
  "plan.report": "plan",
  "order.planned": "order",
  "order.state": "order",
  "order.lookup": "order",
  "order.command": "order",
  "order.external": "order",
  "order.fill": "fill",
  "position.highest": "plan",
  "position.rearmed": "plan",
};

/** Journal kinds of the given areas; undefined means all. */
export function kindsOfAreas(areas: readonly Area[] | undefined): readonly JournalKind[] | undefined {
  if (areas === undefined) return undefined;
  // Object.entries forgets the key type; the keys are exactly the journal's kinds.
  return (Object.entries(AREA_OF) as [JournalKind, Area][]).flatMap(([kind, area]) =>
    areas.includes(area) ? [kind] : [],
  );
}

export function toAuditLine(entry: JournalEntry): AuditLine {
  return {
    seq: entry.seq,
    ts: entry.ts,
    profileId: entry.profileId,
    kind: entry.event.kind,
    area: AREA_OF[entry.event.kind],
    ...describe(entry.event),
    hash: entry.hash,
    json: JSON.stringify(entry.event, withholdOneTimeValues),
  };
}

/** An approval's one-time value is for the window that saw the preview, not for every reader of the log. */
function withholdOneTimeValues(key: string, value: unknown): unknown {
  return key === "nonce" ? "[withheld]" : value;
}

function describe(event: JournalEvent): Words {
  switch (event.kind) {
    case "system.started":
      return words("Started", `Version ${event.version}, ${event.shell} shell`);
    case "journal.sealed": {
      const { seq, lostSeq } = event.seal;
      return lostSeq === undefined
        ? words("Journal sealed", `up to entry ${seq}`)
        : words(
            "Journal sealed after a loss",
            `up to entry ${seq}; entries up to ${lostSeq} had been sealed and are gone`,
            "bad",
          );
    }
    case "journal.restored":
      return words(
        "Journal restored from a backup",
        `taken at ${new Date(event.takenAt).toISOString()}; what was written after it is gone`,
        "attention",
      );
    case "system.stopped":
      return words("Stopped", "");
    case "system.recovered":
      return words("Recovered after an interruption", event.detail, "attention");
    case "killSwitch.set":
      return event.on
        ? words("Everything paused", event.reason, "attention")
        : words("Pause released", event.reason, "good");
    case "settings.changed":
      return words("Settings changed", Object.keys(event.changes).join(", "));
    case "profile.created":
      return words("Profile created", `${event.profile.name} (${event.profile.mode})`);
    case "profile.changed":
      return words("Profile changed", `${event.profile.name}: ${event.fields.map(spaced).join(", ")}`);
    case "assetChoice.answered":
      return words(
        event.answer === "taken" ? `${event.asset} has joined` : `${event.asset} was not taken`,
        event.holder === null ? "Chosen from the pool" : `From the pool, in the place of ${event.holder}`,
      );
    case "profiles.compared":
      return words(
        event.what === "together" ? "All profiles read together" : "Profiles compared with each other",
        event.profileIds.join(", "),
      );
    case "profile.tradingState":
      return words(`Trading ${event.state}`, event.reason.message, event.state === "active" ? "good" : "attention");
    case "profile.mode":
      return words(`Mode changed from ${event.from} to ${event.to}`, event.reason, "attention");
    case "live.unlocked":
      return words("Live trading unlocked", acceptedWords(event.accepted), "attention");
    case "live.ramp":
      return words("Live ramp changed", `${rampWords(event.from)} to ${rampWords(event.to)}`, "attention");
    case "account.connected":
      return words(
        "Exchange connected",
        `${event.accountId} at ${event.venue}, key kept in the ${event.storedIn}`,
        "good",
      );
    case "account.keyRotated":
      return words("Key replaced", `${event.accountId}, key ${event.fingerprint}`);
    case "account.renamed":
      return words("Account renamed", `${event.accountId}: ${event.name}`);
    case "account.paused":
      return words(
        event.paused ? "Account paused" : "Account resumed",
        event.accountId,
        event.paused ? "attention" : "good",
      );
    case "account.deadManSwitch":
      return words(`Dead-man switch ${event.state}`, `${event.accountId}: ${event.detail}`);
    case "account.removed":
      return words("Account removed", `${event.accountId} at ${event.venue}`, "attention");
    case "account.permissions":
      return words("Key permissions read", event.detail, event.refused ? "bad" : "neutral");
    case "account.keyFailing":
      return words("Key not accepted", `${event.accountId}: ${event.message}`, "bad");
    case "suggestion.opened":
      return words("Suggestion opened", event.title);
    case "suggestion.closed":
      return words("Suggestion closed", closedBecause(event.because, event.detail));
    case "suggestion.snoozed":
      return words("Suggestion snoozed", event.until === "doubles" ? "until it doubles" : `until ${event.until}`);
    case "plan.previewed":
      return words("Plan previewed", `${count(event.plan.legs.length, "order")}, ${short(event.plan.planHash)}`);
    case "plan.approved":
      return event.standing === undefined
        ? words("Plan approved", `${event.mode}, ${short(event.planHash)}`, "good")
        : words("Plan approved by itself", automaticWords(event.mode, event.planHash, event.standing), "attention");
    case "standingApproval.created":
      return words("Automatic rebalancing allowed", allowedWords(event.approval), "attention");
    case "standingApproval.refused":
      return words("Automatic rebalancing refused", event.reason.message, "bad");
    case "standingApproval.suspended":
      return words(
        "Automatic rebalancing suspended",
        `${short(event.approvalId)}: ${event.reason.message}`,
        "attention",
      );
    case "standingApproval.revoked":
      return words("Automatic rebalancing stopped by you", short(event.approvalId), "attention");
    case "standingApproval.expired":
      return words("Automatic rebalancing ended", `${short(event.approvalId)}: its last day is over`);
    case "plan.approvalRefused":
      return words("Approval refused", event.reason.message, "bad");
    case "plan.state":
      return words(PLAN_WORDS[event.to], event.reason?.message ?? "", planTone(event.to));
    case "plan.command":
      return words("Plan command", COMMAND_WORDS[event.command], "attention");
    case "plan.report":
      return words(
        "Plan reported",
        `${count(event.report.legs.length, "order")}, cost ${twoPlaces(event.report.actualCost)}`,
      );
    case "order.planned":
      return words("Order written down before sending", orderWords(event.order));
    case "order.state":
      return words(ORDER_WORDS[event.to], event.order.detail ?? orderWords(event.order), orderTone(event.to));
    case "order.fill":
      return words("Filled", fillWords(event.fill), "good");
    case "order.lookup":
      return words("Venue asked", `${event.asked}: ${event.answer}`);
    case "order.command":
      return words("Order command", "cancel, by your hand", "attention");
    case "position.highest":
      return words("Highest price of a position from a signal", `${event.asset}: ${event.price}`);
    case "position.rearmed":
      return words("Re-armed after a stop", `${event.asset}: ${event.reason}`, "attention");
    case "order.external":
      return words("Order from elsewhere", `${event.venue}: ${event.detail}`, "attention");
  }
}

const PLAN_WORDS = {
  DRAFT: "Plan drafted",
  PREVIEWED: "Plan shown",
  APPROVED: "Plan may begin",
  EXECUTING: "Plan executing",
  RECONCILING: "Plan compared with the venues",
  DONE: "Plan done",
  DONE_PARTIAL: "Plan partly done",
  ABORTED: "Plan stopped",
  PAUSED: "Plan held",
} as const satisfies Record<PlanState, string>;

const ORDER_WORDS = {
  PLANNED: "Order planned",
  DENIED: "Order denied",
  SUBMITTING: "Order on its way",
  UNKNOWN: "Order unknown",
  OPEN: "Order open",
  PARTIAL: "Order partly filled",
  CANCELING: "Order being canceled",
  CANCEL_UNKNOWN: "Cancel unknown",
  FILLED: "Order filled",
  CANCELED: "Order canceled",
  EXPIRED: "Order expired",
  REJECTED: "Order refused by the venue",
  NOT_PLACED: "Order proven not placed",
  ATTESTED: "Order settled by your word",
} as const satisfies Record<OrderState, string>;

const COMMAND_WORDS = {
  pause: "pause",
  resume: "resume",
  stopAfterLeg: "stop after this leg",
  cancelAll: "cancel all",
} as const;

const CLOSED_WORDS: Readonly<Record<NonNullable<Suggestion["closedBecause"]>, string>> = {
  conditionOver: "its condition is over",
  dismissed: "dismissed",
  rebalanced: "rebalanced",
};

function closedBecause(because: string, detail: string | null): string {
  const reason = Object.entries(CLOSED_WORDS).find(([code]) => code === because)?.[1] ?? because;
  return detail === null ? reason : `${reason}: ${detail}`;
}

function rampWords(ramp: Extract<JournalEvent, { kind: "live.ramp" }>["from"]): string {
  return ramp === "none" ? "no cap" : `${Decimal.parse(ramp).mul(Decimal.fromInteger(100)).toString()} % a plan`;
}

function acceptedWords(accepted: readonly string[]): string {
  return accepted.length === 0 ? "every line fulfilled" : `accepted while open: ${accepted.map(spaced).join(", ")}`;
}

/** "paper rebalance": names of fields and lines are one word in the records. */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function words(title: string, detail: string, tone: AuditLine["tone"] = "neutral"): Words {
  return { title, detail, tone };
}

function orderWords(order: Order): string {
  const price = order.limitPrice === null ? "at market" : `at ${order.limitPrice}`;
  return `${order.side} ${order.quantity} ${order.symbol} ${price} on ${order.venue}`;
}

function fillWords(fill: Fill): string {
  return `${fill.side} ${fill.quantity} ${fill.symbol} at ${fill.price} on ${fill.venue}, fee ${fill.fee.amount} ${fill.fee.asset}`;
}

function planTone(state: Extract<JournalEvent, { kind: "plan.state" }>["to"]): AuditLine["tone"] {
  if (state === "DONE") return "good";
  return state === "DONE_PARTIAL" || state === "ABORTED" || state === "PAUSED" ? "attention" : "neutral";
}

function orderTone(state: Order["state"]): AuditLine["tone"] {
  if (state === "FILLED") return "good";
  if (state === "REJECTED" || state === "DENIED") return "bad";
  return state === "UNKNOWN" || state === "CANCEL_UNKNOWN" ? "attention" : "neutral";
}

function automaticWords(mode: string, planHash: string, { approvalId, trigger }: StandingUse): string {
  return `${mode}, ${short(planHash)}, asked for by ${spaced(trigger)}, under ${short(approvalId)}`;
}

function allowedWords({ mode, triggers, approvalId, endsAt }: StandingApproval): string {
  const until = new Date(endsAt).toISOString().slice(0, 16).replace("T", " ");
  return `${mode}, ${triggers.map(spaced).join(", ")}, until ${until} UTC, ${short(approvalId)}`;
}

function twoPlaces(amount: string): string {
  return Decimal.parse(amount).toFixed(2, "halfEven");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function short(hash: string): string {
  return hash.slice(0, 12);
}
