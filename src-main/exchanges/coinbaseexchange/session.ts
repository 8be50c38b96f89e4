// How are Coinbase Exchange's routes called with one key, or without?
import type { Credentials } from "#engine/core/credentials.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { CallDiary } from "#exchanges/shared/call-diary.ts";
import { explainByClock } from "#exchanges/shared/explain-clock.ts";
import { keyFingerprint } from "#exchanges/shared/key-fingerprint.ts";
import type { RateBudget } from "#exchanges/shared/rate-budget.ts";
import type { AdapterContext } from "#exchanges/shared/venue-adapter.ts";
import { venueAddress } from "#exchanges/shared/venue-address.ts";
import { VenueSession } from "#exchanges/shared/venue-session.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { COINBASE_EXCHANGE_ERRORS, readCoinbaseExchangeError } from "./errors.ts";
import { hostOf, makeCoinbaseExchange } from "./exchange.ts";
import { CLOCK_MATTERS_MS, ROUTES } from "./quirks.ts";

export function openSession(
  context: AdapterContext,
  budget: RateBudget,
  credentials: (() => Promise<Credentials>) | null,
): VenueSession {
  const { venue, endpoint, clock, loopbackOrigin } = context;
  const session: VenueSession = new VenueSession({
    venue,
    clock,
    errors: COINBASE_EXCHANGE_ERRORS,
    diary: new CallDiary(clock),
    open: async () => {
      const key = credentials === null ? null : await credentials();
      return {
        exchange: makeCoinbaseExchange(key, endpoint),
        budget: budget.forKey(key === null ? null : await keyFingerprint(key.apiKey)),
        lane: null,
      };
    },
    address: venueAddress([hostOf(endpoint)], loopbackOrigin),
    readError: (body) => readCoinbaseExchangeError(new Answer(venue, "error", body)),
    explain: (verdict, signal) =>
      explainByClock(verdict, {
        venue,
        suspects: ["clock"],
        mattersMs: CLOCK_MATTERS_MS,
        measure: async () => {
          await readTime(session, signal);
          return session.diary.clockErrorMs();
        },
      }),
  });
  return session;
}

/** The venue's time now; the diary keeps the difference. */
export async function readTime(session: VenueSession, signal: AbortSignal | undefined): Promise<UnixMs> {
  const { body, tookMs } = await session.read(ROUTES.time, {}, { signal });
  const time = body.at("epoch").time("s");
  session.diary.measured(time, tookMs);
  return time;
}
