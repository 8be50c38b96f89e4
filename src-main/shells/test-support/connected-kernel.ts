// How does a test start the whole engine with keys at venues whose prices stand still?
import { AccountClients } from "#engine/accounts/account-clients.ts";
import { EXECUTION_POLICIES } from "#engine/core/policies.ts";
import { Kernel } from "#engine/kernel.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import { GreedyPlanner } from "#engine/rebalancing/greedy-planner.ts";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import type { LatencyModel } from "#exchanges/paper/paper-exchange.ts";
import { RestFeed } from "#exchanges/shared/rest-feed.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import type { ProfileId, VenueId } from "#shared/domain/ids.ts";
import { openMarkets, paperLatency } from "#shells/market-sources.ts";
import { realAccounts } from "#shells/real-accounts.ts";
import { type Disk, emptyDisk, MemorySecretStore, RecordingGuard } from "#testing/account-fakes.ts";
import { checkKey, enteredKey } from "#testing/accounts-bench.ts";
import { FakeVenues, KRAKEN } from "#testing/fake-venues.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { MemoryStore } from "#testing/memory-repositories.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { silentLogger } from "#testing/silent-logger.ts";

/** Prices stand still, so that every number can be written down: one Bitcoin costs 50,005, one Ether a twentieth. */
export class StillVenues extends FakeVenues {
  override market(venue: VenueId, endpoint: EndpointKind): VenueMarket {
    const prices: Readonly<Record<string, readonly [string, string]>> = {
      "BTC/USD": ["50000", "50010"],
      "ETH/USD": ["2500", "2500.5"],
      "ETH/BTC": ["0.05", "0.05001"],
    };
    const market = super.market(venue, endpoint);
    return {
      ...market,
      fetchTickers: async (symbols, options) => {
        const tickers = await market.fetchTickers(symbols, options);
        return tickers.map((ticker) => {
          const [bid = "0", ask = "0"] = prices[ticker.symbol] ?? [];
          return { ...ticker, bid: decimalString(bid), ask: decimalString(ask) };
        });
      },
      fetchOrderBook: async (request, options) => {
        const [bid = "0", ask = "0"] = prices[request.symbol] ?? [];
        const book = await market.fetchOrderBook(request, options);
        const size = decimalString("100");
        return { ...book, bids: [[decimalString(bid), size]], asks: [[decimalString(ask), size]] };
      },
    };
  }
}

/** What outlives a run of the program. */
export interface Machine {
  readonly clock: ManualClock;
  readonly store: MemoryStore;
  readonly disk: Disk;
  readonly secrets: MemorySecretStore;
  readonly venues: StillVenues;
  readonly ids: SeededIds;
}

export function machine(create = (clock: ManualClock) => new StillVenues(clock)): Machine {
  const clock = new ManualClock(Date.UTC(2026, 10, 20, 12, 34, 56));
  const venues = create(clock);
  venues.redirected.add(KRAKEN);
  const disk = emptyDisk();
  const secrets = new MemorySecretStore(disk);
  return { clock, store: new MemoryStore(), disk, secrets, venues, ids: new SeededIds() };
}

export async function startConnected(
  { clock, store, secrets, venues, ids }: Machine,
  latency: LatencyModel = paperLatency(SeededRng.of(7)),
): Promise<Kernel> {
  const clients = new AccountClients({ venues, secrets, guard: new RecordingGuard(), clock });
  const repository = store.repositories.paperExchange;
  const { feeds, source } = await openMarkets({
    choice: { kind: "simulated" },
    gaps: "none",
    clock,
    logger: silentLogger,
    repository,
    latency,
    connectReal: realAccounts({ venues, clients, repository, clock, logger: silentLogger, latency }),
  });
  return Kernel.start({
    version: "test",
    shell: "headless",
    store,
    feeds,
    source,
    real: {
      venues,
      clients,
      openFeed: (venue, endpoint) =>
        new RestFeed({ market: venues.market(venue, endpoint), clock, rng: SeededRng.of(3) }),
    },
    secrets,
    guard: { scrub: (text) => text },
    environment: {},
    planner: new GreedyPlanner(),
    policies: EXECUTION_POLICIES,
    clock,
    ids,
    rng: SeededRng.of(5),
    metrics: { memoryBytes: () => 1, eventLoopDelayMs: () => 0 },
    logger: silentLogger,
  });
}

/** Connects a key in a profile of its own. */
export async function connect(
  kernel: Kernel,
  apiKey = "key-1",
  profileName = "Savings",
  venue = KRAKEN,
): Promise<ProfileId> {
  const request = enteredKey(apiKey, { venue, endpoint: "loopback" });
  // Only the service is asked for: the bench's other parts are not needed for a check.
  const checkId = await checkKey({ service: kernel.accounts } as Parameters<typeof checkKey>[0], request);
  const { profileId } = await kernel.accounts.connect({
    checkId,
    name: "Main",
    profileId: null,
    profileName,
    confirmedNoTransfer: false,
  });
  return profileId;
}
