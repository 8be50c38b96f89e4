// How long is a private stream listened to? For as long as its account may be called, whatever happens in between.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { AccountHint, VenueClient } from "#engine/ports/exchange-client.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";

const LOOK_MS: DurationMs = 5 * SECOND_MS;
/** A key that could not be read is read again no sooner. */
const REFUSED_MS: DurationMs = 60 * SECOND_MS;

interface AccountWatchOptions {
  readonly clock: Clock;
  /** Whether the account may be called now, as far as is known without asking anybody. */
  readonly mayCall: () => boolean;
  /** Its client; null where it may not or cannot be called. */
  readonly open: () => Promise<VenueClient | null>;
  readonly listener: (hint: AccountHint) => void;
}

export function watchWhileAllowed({ clock, mayCall, open, listener }: AccountWatchOptions): Stoppable {
  let running: Stoppable | null = null;
  let opening = false;
  let over = false;
  let againMs = Number.NEGATIVE_INFINITY;
  const end = () => {
    void running?.dispose();
    running = null;
  };
  const begin = async () => {
    opening = true;
    try {
      const client = await open();
      if (over || !mayCall()) return;
      running = client?.watchAccount?.(listener) ?? null;
      if (running === null) againMs = clock.monotonicMs() + REFUSED_MS;
    } finally {
      opening = false;
    }
  };
  const look = () => {
    if (!mayCall()) end();
    else if (running === null && !opening && clock.monotonicMs() >= againMs) void begin();
  };
  const timer = clock.every(LOOK_MS, look);
  look();
  return {
    dispose: () => {
      over = true;
      void timer.dispose();
      end();
    },
  };
}
