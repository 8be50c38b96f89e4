// What is a plan computed from, at this moment?
import { EngineError } from "#engine/core/engine-error.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Balance } from "#shared/domain/account.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { PlannerInput } from "#shared/domain/plan.ts";
import type { Policy, Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { QuoteState } from "#shared/domain/quote.ts";
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import type { RebalanceMarket } from "./rebalance-market.ts";

interface GatherOptions {
  readonly profile: Profile;
  readonly targets: Targets;
  readonly policy: Policy;
  readonly clients: Iterable<ExchangeClient>;
  readonly market: RebalanceMarket;
  readonly fetchBalances: (client: ExchangeClient) => Promise<readonly Balance[]>;
  readonly signal?: AbortSignal;
}

/** Filters and market states older than this are read again before a plan is made. */
const MARKETS_OLD_MS = MINUTE_MS;

/** Planning again must not cost the calls that live prices need; the limits of the orders keep what moved since. */
const BOOK_OLD_MS = 15 * SECOND_MS;

/** Prices this old may be planned on; the gate asks for live ones again before each send. */
const usable = (state: QuoteState) => state === "live" || state === "lagging";

/** Reads balances and books now. Rejects with VENUE_ codes where an account cannot be read: a plan of half the money is none. */
export async function gatherPlannerInput(options: GatherOptions): Promise<PlannerInput> {
  const { profile, market, policy, targets, signal } = options;
  const clients = [...options.clients];
  const accounts = await Promise.all(
    clients.map(async (client) => ({ account: client.account, balances: await options.fetchBalances(client) })),
  );
  const heldAt = accounts.flatMap(({ account, balances }) =>
    balances.filter((balance) => !totalOf(balance).isZero).map(({ asset }) => ({ asset, venue: account.venue })),
  );
  const held = heldAt.map(({ asset }) => asset);
  // A kind of cash that is neither held there nor wanted leads nowhere, and reading its books costs a call each.
  const isCash = (asset: Asset): boolean => profile.cashAssets.includes(asset);
  const isOfUse = (asset: Asset, venue: VenueId): boolean =>
    !isCash(asset) ||
    asset === profile.currency ||
    Object.hasOwn(targets, asset) ||
    heldAt.some((own) => own.asset === asset && own.venue === venue);
  // Targets' keys are assets by their schema; a record type forgets it.
  const assets = new Set<Asset>([...(Object.keys(targets) as Asset[]), ...held, ...profile.cashAssets]);
  const venues = new Set(clients.map((client) => client.account.venue));
  const refresh = { olderThanMs: MARKETS_OLD_MS, ...(signal === undefined ? {} : { signal }) };
  await Promise.all([...venues].map((venue) => market.refreshMarkets(venue, refresh)));
  // Markets between two coins are left out where each book is a call of its own: venues allow few, and live prices need them.
  const instruments = [...venues]
    .flatMap((venue) => market.instruments(venue))
    .filter(({ base, quote }) => assets.has(base) && assets.has(quote))
    .filter(({ venue, base, quote }) => [base, quote].every((asset) => isOfUse(asset, venue)))
    .filter(({ venue, base, quote }) => market.sourceOf(venue) !== "rest" || isCash(base) || isCash(quote));
  const priced = await Promise.all(instruments.map((instrument) => withQuote(instrument, market, signal)));
  const prices: Record<Asset, DecimalString> = {};
  for (const asset of assets) {
    const price = asset === profile.currency ? null : market.consensus(asset, profile.currency);
    if (asset === profile.currency) prices[asset] = Decimal.ONE.toString();
    else if (price !== null && usable(price.state)) prices[asset] = price.price;
  }
  if (priced.every((instrument) => instrument === null) && instruments.length > 0) {
    throw new EngineError("FEED_DOWN", "None of the markets has a price that is fresh enough to plan on.", {
      retryable: true,
    });
  }
  return {
    valuationAsset: profile.currency,
    cashAssets: profile.cashAssets,
    accounts: accounts.map(({ account, balances }) => ({
      ...account,
      balances: balances.map(({ accountId: _accountId, ...balance }) => balance),
    })),
    instruments: priced.filter((instrument) => instrument !== null),
    prices,
    targets,
    policy,
  };
}

function totalOf({ free, inOrders, earn, locked }: Balance): Decimal {
  return Decimal.sum([free, inOrders, earn, locked].map((amount) => Decimal.parse(amount)));
}

async function withQuote(
  instrument: Instrument,
  market: RebalanceMarket,
  signal: AbortSignal | undefined,
): Promise<PlannerInput["instruments"][number] | null> {
  const quote = market.quote(instrument.venue, instrument.symbol);
  if (quote === null || !usable(quote.state)) return null;
  const options = { maxAgeMs: BOOK_OLD_MS, ...(signal === undefined ? {} : { signal }) };
  // Without a book the plan says so; a book that cannot be read is no reason not to plan.
  const book = await market.fetchOrderBook(instrument.venue, instrument.symbol, options).catch(() => null);
  signal?.throwIfAborted();
  return {
    ...instrument,
    bid: quote.bid,
    ask: quote.ask,
    book: book === null ? null : { bids: book.bids, asks: book.asks },
  };
}
