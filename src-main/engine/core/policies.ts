// How long is waited, how often is asked again, and when is enough enough? One table; services hold no numbers of their own.
import type { OrderRules } from "#engine/ports/exchange-client.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";

/** Times that decide how orders and plans are followed. A harness may run with all of them divided by one number. */
export interface ExecutionPolicies {
  /** How far before the send fills are asked for when the outcome is unknown. */
  readonly lookBackMs: DurationMs;
  /** Longest a call may be under way on our side before the venue can see it. */
  readonly callMs: DurationMs;
  /** Longest a reading that proves nothing of an order (balances, a venue's status, a check of a draft) is waited for. */
  readonly readMs: DurationMs;
  /** Least time allowed for a placed order to become visible; a venue's own longer lag wins. */
  readonly visibilityLagMs: DurationMs;
  /** Added on top of all of these before "not found" counts. */
  readonly proofMarginMs: DurationMs;
  /** Complete "not found" answers that make a proof. */
  readonly proofAnswers: number;
  /** First wait between two look-ups; doubles up to the caps. */
  readonly lookupFirstMs: DurationMs;
  readonly lookupCapMs: DurationMs;
  /** Cap once the alarm was raised. */
  readonly lookupAlarmCapMs: DurationMs;
  /** An outcome unknown for longer raises an alarm; looking goes on. */
  readonly unknownAlarmMs: DurationMs;
  /** How long after its first send an order may be sent again under its id, where the venue keeps ids. */
  readonly resendMs: DurationMs;
  /** Unknown for longer, an order at a venue that proves no absence may be ended by a person's word; elsewhere after the alarm. */
  readonly attestAfterMs: DurationMs;
  /** How often a resting order is looked at, and how long it may rest. */
  readonly restingPollMs: DurationMs;
  readonly orderTimeoutMs: DurationMs;
  /** How long an order that may make the market rests before what is left is sent at once. */
  readonly makerWaitMs: DurationMs;
  /** Least and most time between two parts of one leg. */
  readonly sliceWaitMs: { readonly least: DurationMs; readonly most: DurationMs };
  /** Most that the start of a plan is put off, so that profiles do not trade at the same moment. */
  readonly startDelayMs: DurationMs;
  /** How often recent orders' fills are read again, for late ones. */
  readonly sweepMs: DurationMs;
  /** Orders sent for one approved leg until its quantity is filled. */
  readonly ordersPerLeg: number;
  /** Life of a preview, and of an approval. */
  readonly previewMs: DurationMs;
  readonly approvalMs: DurationMs;
  /** A measured clock difference is used this long. */
  readonly clockCheckMs: DurationMs;
}

export const EXECUTION_POLICIES: ExecutionPolicies = {
  lookBackMs: MINUTE_MS,
  callMs: 10 * SECOND_MS,
  readMs: 10 * SECOND_MS,
  visibilityLagMs: 5 * SECOND_MS,
  proofMarginMs: 5 * SECOND_MS,
  proofAnswers: 2,
  lookupFirstMs: 250,
  lookupCapMs: 10 * SECOND_MS,
  lookupAlarmCapMs: MINUTE_MS,
  unknownAlarmMs: 15 * MINUTE_MS,
  resendMs: MINUTE_MS,
  attestAfterMs: 2 * MINUTE_MS,
  restingPollMs: SECOND_MS,
  orderTimeoutMs: 45 * SECOND_MS,
  makerWaitMs: 30 * SECOND_MS,
  sliceWaitMs: { least: 5 * SECOND_MS, most: 20 * SECOND_MS },
  startDelayMs: MINUTE_MS,
  sweepMs: MINUTE_MS,
  ordersPerLeg: 3,
  previewMs: MINUTE_MS,
  approvalMs: 5 * MINUTE_MS,
  clockCheckMs: MINUTE_MS,
};

/** Counts, and what waits for a person or for work on a real machine, which are no faster in a harness. */
const KEPT: ReadonlySet<string> = new Set<keyof ExecutionPolicies>([
  "proofAnswers",
  "ordersPerLeg",
  "readMs",
  "previewMs",
  "approvalMs",
]);

/** The same policies with every wait divided, in whole milliseconds of at least one. For a harness whose venues' times are divided alike. */
export function scalePolicies(policies: ExecutionPolicies, divisor: number): ExecutionPolicies {
  // Each field keeps its name and kind; only numbers of milliseconds change.
  return scaleTimes(policies, divisor) as ExecutionPolicies;
}

/** A venue's expiry and lag, divided like {@link scalePolicies}; what it does with client ids stays. */
export function scaleOrderRules(rules: OrderRules, divisor: number): OrderRules {
  const { expiryMs, visibilityLagMs } = rules;
  return {
    ...rules,
    expiryMs: expiryMs === null ? null : divide(expiryMs, divisor),
    visibilityLagMs: divide(visibilityLagMs, divisor),
  };
}

function scaleTimes(times: object, divisor: number): object {
  return Object.fromEntries(
    Object.entries(times).map(([name, value]) => {
      if (KEPT.has(name)) return [name, value];
      return [name, typeof value === "number" ? divide(value, divisor) : scaleTimes(value, divisor)];
    }),
  );
}

function divide(timeMs: DurationMs, divisor: number): DurationMs {
  return divisor === 1 ? timeMs : Math.max(1, Math.round(timeMs / divisor));
}
