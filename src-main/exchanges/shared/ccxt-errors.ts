// What does a failed call mean: for a read, and for an order? The only place where that is decided.
import {
  AuthenticationError,
  BadRequest,
  BaseError,
  DDoSProtection,
  ExchangeError,
  InsufficientFunds,
  InvalidNonce,
  InvalidOrder,
  NotSupported,
  OnMaintenance,
  OperationFailed,
  OperationRejected,
  OrderNotFound,
  PermissionDenied,
  RateLimitExceeded,
} from "ccxt";
import { EngineError } from "#engine/core/engine-error.ts";
import type { ErrorCode } from "#shared/contract/errors.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { venueName } from "#shared/domain/venue.ts";
import { CallFailure, type FailureFacts } from "./call-failure.ts";

/** Kinds of failure. `order`: what it proves of an order that was being sent; only a definite refusal is `rejected`. */
const KINDS = {
  auth: { read: "VENUE_AUTH", retryable: false, order: "rejected", says: "does not accept the key" },
  permission: {
    read: "VENUE_PERMISSION",
    retryable: false,
    order: "rejected",
    says: "says that the key may not do this",
  },
  region: { read: "VENUE_NOT_SUPPORTED", retryable: false, order: "rejected", says: "does not serve this place" },
  clock: {
    read: "VENUE_CLOCK",
    retryable: true,
    order: "rejected",
    says: "refused the time or the number of the call",
  },
  rate: { read: "VENUE_RATE_LIMITED", retryable: true, order: "rejected", says: "asked for a pause" },
  banned: { read: "VENUE_BANNED", retryable: true, order: "rejected", says: "blocks this computer's address" },
  maintenance: { read: "VENUE_MAINTENANCE", retryable: true, order: "rejected", says: "is in maintenance" },
  /** Busy or broken on its side: an order may have been taken all the same. */
  busy: { read: "VENUE_UNREACHABLE", retryable: true, order: "unknown", says: "could not answer" },
  refused: { read: "VENUE_REJECTED", retryable: false, order: "rejected", says: "refused it" },
  orderNotFound: { read: "ORDER_NOT_FOUND", retryable: false, order: "rejected", says: "knows no such order" },
  orderOver: { read: "VENUE_REJECTED", retryable: false, order: "rejected", says: "says that the order is over" },
  /** An order with the same client id is there: ours, by whatever way it came there. */
  duplicate: { read: "VENUE_REJECTED", retryable: false, order: "unknown", says: "has an order with this id already" },
  notSupported: { read: "VENUE_NOT_SUPPORTED", retryable: false, order: "rejected", says: "cannot do this" },
  malformed: {
    read: "VENUE_ANSWER",
    retryable: true,
    order: "unknown",
    says: "answered something that cannot be understood",
  },
  silent: { read: "VENUE_UNREACHABLE", retryable: true, order: "unknown", says: "did not answer" },
  notSent: { read: "VENUE_UNREACHABLE", retryable: true, order: "rejected", says: "cannot be reached" },
  /** A refusal that no table lists: for an order it proves nothing. */
  unlisted: { read: "VENUE_REJECTED", retryable: false, order: "unknown", says: "refused it" },
} as const satisfies Record<
  string,
  {
    readonly read: ErrorCode;
    readonly retryable: boolean;
    readonly order: "rejected" | "unknown";
    readonly says: string;
  }
>;

export type FailureKind = keyof typeof KINDS;

/** One row of a venue's table: its code exactly, or a pattern over `code: message`. The first that fits decides. */
export type ErrorRow = readonly [match: string | RegExp, kind: FailureKind];

export interface ErrorTable {
  readonly rows: readonly ErrorRow[];
  /** For answers whose code no row lists. */
  readonly statuses: readonly (readonly [status: number, kind: FailureKind])[];
}

/** What a failure means. */
export interface Verdict {
  readonly kind: FailureKind;
  readonly order: "rejected" | "unknown";
  /** The venue's own code, else ours. */
  readonly code: string;
  /** One plain sentence, without any secret. */
  readonly message: string;
  readonly error: EngineError;
}

/** HTTP statuses that mean the same at every venue. */
const STATUSES: readonly (readonly [number, FailureKind])[] = [
  [418, "banned"],
  [429, "rate"],
  [451, "region"],
];

/** The library's classes, the special before the general. */
const CLASSES: readonly (readonly [new (...words: never[]) => Error, FailureKind])[] = [
  [PermissionDenied, "permission"],
  [AuthenticationError, "auth"],
  [InsufficientFunds, "refused"],
  [OrderNotFound, "orderNotFound"],
  [InvalidOrder, "refused"],
  [BadRequest, "refused"],
  [OperationRejected, "refused"],
  [NotSupported, "notSupported"],
  [DDoSProtection, "rate"],
  [RateLimitExceeded, "rate"],
  [InvalidNonce, "clock"],
  [OnMaintenance, "maintenance"],
  [OperationFailed, "busy"],
  [ExchangeError, "unlisted"],
];

export function judgeFailure(failure: unknown, venue: VenueId, table: ErrorTable): Verdict {
  if (failure instanceof EngineError) return ofEngineError(failure);
  const facts = failure instanceof CallFailure ? failure.facts : unforeseen(failure);
  const kind = kindOf(facts, table);
  const order = provesOf(facts, kind);
  const code = codeOf(facts, kind);
  const message = sentence(venue, kind, facts);
  return { kind, order, code, message, error: engineError(venue, kind, message, facts) };
}

function codeOf({ venueError, reason, status, error }: FailureFacts, kind: FailureKind): string {
  if (venueError !== null) return venueError.code;
  if (kind === "notSent") return "NOT_SENT";
  // The library's class is all that is known of an exchange without a table.
  if (error instanceof BaseError) return error.name;
  return OWN_CODES[reason] ?? `HTTP ${status ?? "?"}`;
}

function provesOf({ stage, status }: FailureFacts, kind: FailureKind): Verdict["order"] {
  if (stage === "notSent") return "rejected";
  // A broken gateway may have passed an order on before it broke, whatever its page says.
  return stage === "answered" && (status ?? 0) >= 500 ? "unknown" : KINDS[kind].order;
}

/** Codes of failures that the venue had no part in. */
const OWN_CODES: Readonly<Partial<Record<FailureFacts["reason"], string>>> = {
  timeout: "NO_ANSWER",
  aborted: "NO_ANSWER",
  network: "NO_ANSWER",
  redirect: "REDIRECT",
  signing: "SIGNING",
  late: "NOT_SENT",
  malformed: "NOT_UNDERSTOOD",
};

function kindOf(facts: FailureFacts, table: ErrorTable): FailureKind {
  const { stage, reason, status, venueError } = facts;
  if (reason === "signing") return "auth";
  // The library itself found the request wrong.
  if (stage === "notSent" && reason === "refusal") return classOf(facts.error);
  if (stage === "notSent") return "notSent";
  if (stage === "noAnswer") return "silent";
  const byStatus = STATUSES.find(([known]) => known === status);
  if (byStatus !== undefined) return byStatus[1];
  if (venueError !== null) {
    const row = table.rows.find(([match]) => fits(match, venueError));
    if (row !== undefined) return row[1];
  }
  if ((status ?? 0) >= 500) return "busy";
  const bySpecial = table.statuses.find(([known]) => known === status);
  if (bySpecial !== undefined) return bySpecial[1];
  if (reason === "malformed" && !(facts.error instanceof BaseError)) return "malformed";
  return classOf(facts.error);
}

function classOf(error: unknown): FailureKind {
  return CLASSES.find(([known]) => error instanceof known)?.[1] ?? "unlisted";
}

function fits(match: string | RegExp, { code, message }: { readonly code: string; readonly message: string }): boolean {
  return typeof match === "string" ? match === code : match.test(`${code}: ${message}`);
}

function unforeseen(error: unknown): FailureFacts {
  return { stage: "answered", reason: "malformed", status: null, venueError: null, error, retryAfterMs: null };
}

/** What stopped a call before it was sent, by its own code: a locked vault, a block that lasts, a paused account. */
function ofEngineError(error: EngineError): Verdict {
  return { kind: "notSent", order: "rejected", code: error.code, message: error.message, error };
}

function sentence(venue: VenueId, kind: FailureKind, facts: FailureFacts): string {
  const name = venueName(venue);
  if (facts.reason === "signing") return `${name}: the secret cannot sign. Check that it was pasted whole.`;
  if (facts.reason === "late") return `${name}: the order could not leave in time and was not sent.`;
  if (facts.reason === "timeout") return `${name} did not answer in time.`;
  if (facts.reason === "aborted")
    return facts.stage === "notSent"
      ? `${name} was not asked: the call was stopped.`
      : `${name}: the call was stopped.`;
  const words = facts.venueError === null ? "" : `: ${quotable(facts.venueError)}`;
  const status = facts.venueError === null && facts.status !== null ? ` (HTTP ${facts.status})` : "";
  return `${name} ${KINDS[kind].says}${words}${status}.`;
}

const LONGEST_QUOTE = 200;

/** A venue's own words, without addresses and without anything long enough to be a key, a signature or a token. */
function quotable({ code, message }: { readonly code: string; readonly message: string }): string {
  const text = message === "" || message === code ? code : `${code} ${message}`;
  return text
    .replace(/\bhttps?:\/\/\S+/g, "…")
    .replace(/[A-Za-z0-9+/=_.-]{40,}/g, "…")
    .replace(/\s+/g, " ")
    .slice(0, LONGEST_QUOTE)
    .replace(/[.\s]+$/, "");
}

function engineError(venue: VenueId, kind: FailureKind, message: string, facts: FailureFacts): EngineError {
  const { read, retryable } = KINDS[kind];
  const { venueError, status, retryAfterMs } = facts;
  return new EngineError(read, message, {
    retryable,
    data: {
      venue,
      ...(venueError === null ? {} : { venueCode: venueError.code.slice(0, LONGEST_QUOTE) }),
      ...(status === null ? {} : { status }),
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    },
  });
}
