// Which entries of the journal belong to one plan, and which order do they speak of? Pure.
import type { AuditLine } from "#shared/contract/views.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";

export interface Lookup {
  readonly clientOrderId: string;
  readonly asked: string;
  readonly answer: string;
  /** The venue did answer; silence proves nothing. */
  readonly answered: boolean;
}

export interface PlanJournalLine {
  readonly line: AuditLine;
  /** "Order 4" or "Plan". */
  readonly about: string;
  /** What happened to it, in as few words as fit a narrow line. */
  readonly words: string;
  /** What was asked and answered; only where it was a look-up. */
  readonly lookup: Lookup | null;
}

/** How the journal begins the words of a look-up without an answer. */
const NO_ANSWER = "no answer";

function field(value: unknown, name: string): unknown {
  // Journal entries come as JSON text; every field is checked before it is used.
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function text(value: unknown, name: string): string | null {
  const found = field(value, name);
  return typeof found === "string" ? found : null;
}

/** Newest first, as the journal's lines come. */
export function planJournal(lines: readonly AuditLine[], record: PlanRecord): readonly PlanJournalLine[] {
  const { planId } = record.plan;
  const numbers = new Map(record.orders.map((order) => [order.clientOrderId as string, order.legIndex + 1]));
  return lines.flatMap((line) => {
    if (line.area !== "plan" && line.area !== "order" && line.area !== "fill") return [];
    const event: unknown = JSON.parse(line.json);
    const order = field(event, "order");
    const fill = field(event, "fill");
    const clientOrderId =
      text(event, "clientOrderId") ?? text(order, "clientOrderId") ?? text(fill, "clientOrderId") ?? null;
    const number = clientOrderId === null ? undefined : numbers.get(clientOrderId);
    const mine =
      number !== undefined ||
      text(event, "planId") === planId ||
      text(field(event, "plan"), "planId") === planId ||
      text(event, "planHash") === record.plan.planHash;
    if (!mine) return [];
    const asked = text(event, "asked");
    const answer = text(event, "answer");
    return [
      {
        line,
        about: number === undefined ? "Plan" : `Order ${number}`,
        words: shortWords(line, event),
        lookup:
          line.kind === "order.lookup" && clientOrderId !== null && asked !== null && answer !== null
            ? { clientOrderId, asked, answer, answered: !answer.startsWith(NO_ANSWER) }
            : null,
      },
    ];
  });
}

const ORDER_WORDS: Readonly<Record<string, string>> = {
  PLANNED: "planned",
  DENIED: "denied before sending",
  SUBMITTING: "sent",
  UNKNOWN: "no answer, unknown",
  OPEN: "open at the venue",
  PARTIAL: "partly filled",
  CANCELING: "cancel sent",
  CANCEL_UNKNOWN: "cancel without answer",
  FILLED: "all filled",
  CANCELED: "canceled",
  EXPIRED: "expired",
  REJECTED: "rejected by the venue",
  NOT_PLACED: "proven not placed",
  ATTESTED: "settled by your word",
};

const PLAN_WORDS: Readonly<Record<string, string>> = {
  APPROVED: "approved",
  EXECUTING: "executing",
  PAUSED: "held",
  RECONCILING: "reading results",
  DONE: "done",
  DONE_PARTIAL: "done in part",
  ABORTED: "ended",
};

/** The column beside it names the order already; whatever has no short form keeps the journal's own words. */
function shortWords(line: AuditLine, event: unknown): string {
  const to = text(event, "to") ?? "";
  switch (line.kind) {
    case "order.planned":
      return "written down before sending";
    case "order.state":
      return ORDER_WORDS[to] ?? line.title;
    case "order.fill": {
      const fill = field(event, "fill");
      return `filled ${text(fill, "quantity") ?? ""} at ${text(fill, "price") ?? ""}`;
    }
    case "order.lookup":
      return `venue asked: ${text(event, "answer") ?? ""}`;
    case "plan.state":
      return PLAN_WORDS[to] ?? line.title;
    case "plan.previewed":
      return "previewed";
    case "plan.approved":
      return "approved by you";
    case "plan.command":
      return `your word: ${line.detail}`;
    case "plan.report":
      return "report written";
    default:
      return line.detail === "" ? line.title : `${line.title}, ${line.detail}`;
  }
}
