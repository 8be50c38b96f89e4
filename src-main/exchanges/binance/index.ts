// What does the registry take from this folder?
import { CallDiary } from "#exchanges/shared/call-diary.ts";
import type { CcxtExchange } from "#exchanges/shared/ccxt-exchange.ts";
import { keyFingerprint } from "#exchanges/shared/key-fingerprint.ts";
import { type KeyBudget, RateBudget, scaleLimits } from "#exchanges/shared/rate-budget.ts";
import type { AdapterContext, VenueAdapter, VenueFactory } from "#exchanges/shared/venue-adapter.ts";
import { venueAddress } from "#exchanges/shared/venue-address.ts";
import { type SessionParts, VenueSession } from "#exchanges/shared/venue-session.ts";
import { BinanceAccountStream } from "./account-stream.ts";
import { BinanceClient } from "./client.ts";
import { readBinanceCredentials } from "./credentials.ts";
import { BINANCE_ERRORS, readBinanceError } from "./errors.ts";
import { makeBinance } from "./exchange.ts";
import { BinanceMarketSide } from "./market.ts";
import { BINANCE, BUDGETS, HOSTS } from "./quirks.ts";
import { binanceStream } from "./stream.ts";
import { binanceStreamNames } from "./stream-names.ts";

export const binanceVenue: VenueFactory = {
  hasSandbox: true,
  adapter: makeAdapter,
  readCredentials: readBinanceCredentials,
};

/** Headers that tell how much is used, by our bucket. Source: Binance spot and wallet docs (2026-07). */
const USAGE: readonly (readonly [header: string, bucket: string])[] = [
  ["x-mbx-used-weight-1m", "weight"],
  ["x-sapi-used-ip-weight-1m", "sapi"],
  ["x-sapi-used-uid-weight-1m", "sapiAccount"],
  ["x-mbx-order-count-10s", "orders"],
  ["x-mbx-order-count-1d", "ordersPerDay"],
];

function readUsage(headers: ReadonlyMap<string, string>, budget: KeyBudget): void {
  for (const [header, bucket] of USAGE) {
    const used = headers.get(header);
    if (used !== undefined && /^\d{1,9}$/.test(used)) budget.correct(bucket, Number(used));
  }
}

function makeAdapter(context: AdapterContext): VenueAdapter {
  const { clock, endpoint, loopbackOrigin } = context;
  const sandbox = endpoint === "sandbox";
  const budget = new RateBudget(BINANCE, scaleLimits(BUDGETS, context.timeDivisor), clock, context.closing);
  const parts = (open: SessionParts["open"]): SessionParts => ({
    venue: BINANCE,
    clock,
    errors: BINANCE_ERRORS,
    diary: new CallDiary(clock),
    open,
    address: venueAddress(sandbox ? HOSTS.sandbox : HOSTS.production, loopbackOrigin),
    readError: readBinanceError,
    onHeaders: readUsage,
  });
  const keyless = parts(async () => ({
    exchange: makeBinance(null, sandbox),
    budget: budget.forKey(null),
    lane: null,
  }));
  const market = new BinanceMarketSide(context, new VenueSession(keyless));
  /** The library's own measuring ignores how long the answer took. */
  const setTime = async (exchange: CcxtExchange, anew: boolean) => {
    exchange.options.timeDifference = await market.clockCheck.errorMs(anew);
  };
  const fetchSnapshot = market.fetchBookSnapshot.bind(market);
  return {
    market,
    stream: {
      protocol: binanceStream({ endpoint, fetchSnapshot }),
      names: async () => binanceStreamNames(await market.list.table()),
    },
    client: (account, credentials) => {
      const keyed = parts(async () => {
        const key = await credentials();
        const own = budget.forKey(await keyFingerprint(key.apiKey));
        return { exchange: makeBinance(key, sandbox), budget: own, lane: null };
      });
      const session = new VenueSession({
        ...keyed,
        beforeSigned: (exchange) => setTime(exchange, false),
        afterClockRefusal: ({ exchange }) => setTime(exchange, true),
      });
      const stream = () => new BinanceAccountStream({ credentials, market, clock });
      return new BinanceClient(account, market, { session, clock, stream });
    },
  };
}
