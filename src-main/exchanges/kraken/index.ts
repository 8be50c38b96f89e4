// What does the registry take from this folder?
import { CallDiary } from "#exchanges/shared/call-diary.ts";
import { keyFingerprint } from "#exchanges/shared/key-fingerprint.ts";
import { RateBudget, scaleLimits } from "#exchanges/shared/rate-budget.ts";
import type { AdapterContext, VenueAdapter, VenueFactory } from "#exchanges/shared/venue-adapter.ts";
import { venueAddress } from "#exchanges/shared/venue-address.ts";
import { type SessionParts, VenueSession } from "#exchanges/shared/venue-session.ts";
import { KrakenClient } from "./client.ts";
import { readKrakenCredentials } from "./credentials.ts";
import { KRAKEN_ERRORS, readKrakenError } from "./errors.ts";
import { makeKraken } from "./exchange.ts";
import { KrakenMarketSide } from "./market.ts";
import { NonceLane } from "./nonce-lane.ts";
import { BUDGETS, HOSTS, KRAKEN } from "./quirks.ts";
import { KRAKEN_STREAM } from "./stream.ts";
import { krakenStreamNames } from "./stream-names.ts";

export const krakenVenue: VenueFactory = {
  hasSandbox: false,
  adapter: makeAdapter,
  readCredentials: readKrakenCredentials,
};

function makeAdapter(context: AdapterContext): VenueAdapter {
  const { clock, nonces } = context;
  const budget = new RateBudget(KRAKEN, scaleLimits(BUDGETS, context.timeDivisor), clock, context.closing);
  /** One for each key, however many clients use it. */
  const lanes = new Map<string, NonceLane>();
  const laneOf = (fingerprint: string) => {
    const lane = lanes.get(fingerprint) ?? new NonceLane(fingerprint, nonces, clock);
    lanes.set(fingerprint, lane);
    return lane;
  };
  const session = (open: SessionParts["open"]) =>
    new VenueSession({
      venue: KRAKEN,
      clock,
      errors: KRAKEN_ERRORS,
      diary: new CallDiary(clock),
      open,
      address: venueAddress(HOSTS, context.loopbackOrigin),
      readError: readKrakenError,
      afterClockRefusal: async ({ lane }) => lane?.skipAhead(),
    });
  const market = new KrakenMarketSide(
    context,
    session(async () => ({ exchange: makeKraken(null), budget: budget.forKey(null), lane: null })),
  );
  return {
    market,
    stream: { protocol: KRAKEN_STREAM, names: async () => krakenStreamNames(await market.list.table()) },
    client: (account, credentials) => {
      const own = session(async () => {
        const key = await credentials();
        const fingerprint = await keyFingerprint(key.apiKey);
        return { exchange: makeKraken(key), budget: budget.forKey(fingerprint), lane: laneOf(fingerprint) };
      });
      return new KrakenClient(account, own, market, clock);
    },
  };
}
