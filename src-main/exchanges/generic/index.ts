// What does the registry take from this folder? One factory for every exchange without a folder of its own.

import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { EnteredCredentials, ReadCredentials } from "#engine/ports/venues.ts";
import { CallDiary } from "#exchanges/shared/call-diary.ts";
import { goodKey, mendEntered, mendPem } from "#exchanges/shared/entered-key.ts";
import { keyFingerprint } from "#exchanges/shared/key-fingerprint.ts";
import { RateBudget } from "#exchanges/shared/rate-budget.ts";
import type { AdapterContext, VenueAdapter, VenueFactory } from "#exchanges/shared/venue-adapter.ts";
import { venueAddress } from "#exchanges/shared/venue-address.ts";
import { VenueSession } from "#exchanges/shared/venue-session.ts";
import { GenericClient } from "./client.ts";
import { loadExchange, type UnifiedExchange } from "./load-exchange.ts";
import { GenericMarketSide } from "./market.ts";
import { BUDGETS, ERRORS } from "./quirks.ts";
import { UnifiedSession } from "./unified-session.ts";

export const genericVenue: VenueFactory = { hasSandbox: false, adapter: makeAdapter, readCredentials };

function makeAdapter(context: AdapterContext): VenueAdapter {
  const { clock, venue } = context;
  const budget = new RateBudget(venue, BUDGETS, clock, context.closing);
  const unifiedSession = (credentials: (() => Promise<Credentials>) | null) => {
    let loaded: UnifiedExchange | null = null;
    const session = new VenueSession({
      venue,
      clock,
      errors: ERRORS,
      diary: new CallDiary(clock),
      open: async () => {
        const key = credentials === null ? null : await credentials();
        loaded = await loadExchange(venue, key);
        if (loaded === null) throw new EngineError("VENUE_NOT_SUPPORTED", `The library does not have ${venue}.`);
        const own = budget.forKey(key === null ? null : await keyFingerprint(key.apiKey));
        return { exchange: loaded, budget: own, lane: null };
      },
      address: (url) => venueAddress(loaded === null ? [] : hostsOf(loaded), context.loopbackOrigin)(url),
      readError: () => null,
    });
    return new UnifiedSession(venue, session, () => loaded);
  };
  const market = new GenericMarketSide(context, unifiedSession(null));
  return {
    market,
    // No exchange in general has a socket that we speak.
    stream: null,
    client: (account, credentials) => new GenericClient(account, unifiedSession(credentials), market, clock),
  };
}

/** Every host that the library itself names for the exchange. */
function hostsOf({ urls, hostname }: UnifiedExchange): readonly string[] {
  const texts = JSON.stringify(urls.api).replaceAll("{hostname}", hostname ?? "");
  return [...texts.matchAll(/"https:\/\/([^/"]+)/g)].map((match) => match[1] ?? "");
}

const LEAST = 8;

/** Only what no key of any exchange is: too short. */
function readCredentials(entered: EnteredCredentials): ReadCredentials {
  const { apiKey, secret, passphrase, mended } = mendEntered(entered);
  const problem = "It is too short to be one. Copy it whole from the exchange's page.";
  if (apiKey.length < LEAST) return { kind: "bad", field: "apiKey", problem };
  if (secret.length < LEAST) return { kind: "bad", field: "secret", problem };
  const parts = { apiKey, secret: mendPem(secret)?.pem ?? secret, passphrase: passphrase === "" ? null : passphrase };
  return goodKey(parts, "API key", mended);
}
