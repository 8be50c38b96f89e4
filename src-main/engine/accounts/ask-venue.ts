// How long is a venue waited for when a person waits too?
import { EngineError } from "#engine/core/engine-error.ts";
import { CallTimeout, withinCall } from "#engine/core/within-call.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";

/** Like `withinCall`; no answer in time is VENUE_UNREACHABLE, in words. */
export async function askVenue<T>(
  clock: Clock,
  venue: VenueId,
  limitMs: DurationMs,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await withinCall(clock, limitMs, signal, call);
  } catch (error) {
    throw error instanceof CallTimeout ? noAnswer(venue, limitMs, error) : error;
  }
}

function noAnswer(venue: VenueId, limitMs: DurationMs, cause: CallTimeout): EngineError {
  const message = `${venueName(venue)} did not answer within ${Math.round(limitMs / SECOND_MS)} seconds.`;
  return new EngineError("VENUE_UNREACHABLE", message, { retryable: true, cause });
}
