// Does this computer's clock agree with the venue's?
import type { Clock } from "#engine/ports/clock.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { Verdict } from "./check-report.ts";
import { clockWords } from "./failure-texts.ts";

const MOST_MS = SECOND_MS;

export async function checkClock(market: VenueMarket, clock: Clock, signal: AbortSignal): Promise<Verdict> {
  const sentAt = clock.now();
  const startedMs = clock.monotonicMs();
  const venueTime = await market.fetchTime({ signal });
  const tookMs = clock.monotonicMs() - startedMs;
  return judgeClock({ venue: market.venue, sentAt, tookMs, venueTime });
}

/**
 * The venue's answer lies somewhere within the call, and some venues (Kraken) tell whole seconds only: what cannot be
 * known exactly fails nobody.
 */
export function judgeClock(measured: {
  readonly venue: VenueMarket["venue"];
  readonly sentAt: number;
  readonly tookMs: number;
  readonly venueTime: number;
}): Verdict {
  const { venue, sentAt, tookMs, venueTime } = measured;
  const wholeSeconds = venueTime % SECOND_MS === 0;
  const halfUnit = wholeSeconds ? SECOND_MS / 2 : 0;
  const differenceMs = Math.round(sentAt + tookMs / 2 - (venueTime + halfUnit));
  const unsureMs = tookMs / 2 + halfUnit;
  const surelyOffMs = Math.abs(differenceMs) - unsureMs;
  const name = venueName(venue);
  const words = describeDifference(differenceMs);
  if (surelyOffMs > MOST_MS) {
    return {
      state: "failed",
      message: `This computer's clock is ${words} ${name}'s; at most 1 second is accepted.`,
      ...clockWords(venue),
    };
  }
  if (Math.abs(differenceMs) > MOST_MS) {
    return {
      state: "warning",
      message: `The clock could not be compared closely: ${name} took ${Math.round(tookMs)} ms to answer.`,
    };
  }
  return {
    state: "ok",
    message:
      surelyOffMs <= 0
        ? `This computer's clock agrees with ${name}'s to within ${Math.max(1, Math.ceil(unsureMs))} ms.`
        : `This computer's clock is ${words} ${name}'s.`,
  };
}

function describeDifference(differenceMs: number): string {
  const size = Math.abs(differenceMs);
  const amount = size < 10 * SECOND_MS ? `${size} ms` : `${Math.round(size / SECOND_MS)} seconds`;
  return `${amount} ${differenceMs > 0 ? "ahead of" : "behind"}`;
}
