// From when on may a person vouch for the end of an order whose outcome is unknown?
import type { Order } from "#shared/domain/order.ts";
import { type DurationMs, type UnixMs, unixMs } from "#shared/domain/time.ts";

/**
 * Where the venue's rules allow a proof of absence, only once the alarm was raised; elsewhere sooner, because the program can prove nothing
 * there. Counted from the last send: one that was sent again may have left as late as that is allowed. Null where the outcome is known.
 */
export function computeAttestTime(
  order: Pick<Order, "state" | "sentAt" | "attempt">,
  expiryMs: DurationMs | null,
  policies: { readonly attestAfterMs: DurationMs; readonly unknownAlarmMs: DurationMs; readonly resendMs: DurationMs },
): UnixMs | null {
  if ((order.state !== "UNKNOWN" && order.state !== "CANCEL_UNKNOWN") || order.sentAt === null) return null;
  const lastSentAt = order.sentAt + (order.attempt > 1 ? policies.resendMs : 0);
  return unixMs(lastSentAt + (expiryMs === null ? policies.attestAfterMs : policies.unknownAlarmMs));
}
