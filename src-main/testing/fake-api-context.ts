// What do tests of the API and the shells talk to? Services that do nothing but say so in a journal: whatever changes anything leaves an entry.

import type { ApiContext } from "#api/context.ts";
import type { StreamSource } from "#api/watch-stream.ts";
import { verifyJournal } from "#engine/audit/verify-seals.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { CandleArchiveService } from "#engine/market-data/candle-archive-service.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type {
  AccountView,
  BookView,
  Health,
  Plans,
  Prices,
  ProfileSummary,
  Suggestions,
  TargetsView,
} from "#shared/contract/views.ts";
import type { Candle } from "#shared/domain/candle.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, type ProfileId, profileIdSchema } from "#shared/domain/ids.ts";
import type { JournalEntry, JournalEvent } from "#shared/domain/journal.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import { type Settings, settingsSchema } from "#shared/domain/settings.ts";
import { emptyDisk, MemorySecretStore } from "./account-fakes.ts";
import { fakeBooksApi } from "./fake-books-api.ts";
import { fakeOrdersApi } from "./fake-orders-api.ts";
import { fakeProfileLife } from "./fake-profile-life.ts";
import { fakeSignalsApi } from "./fake-signals-api.ts";
import { fakeStandingApi } from "./fake-standing-api.ts";
import { fakeStrategiesApi } from "./fake-strategies-api.ts";
import { ManualClock } from "./manual-clock.ts";
import { MemoryStore } from "./memory-repositories.ts";
import { silentLogger } from "./silent-logger.ts";
import { sampleProfile } from "./store-conformance.ts";

export const KNOWN_PROFILE: ProfileId = profileIdSchema.parse("demo-a");
/** More digits than a binary float holds: it must cross every wire unchanged. */
export const LONG_DECIMAL = decimalString("12345678901234567890.123456789012345678");

export interface FakeApi {
  readonly context: ApiContext;
  readonly store: MemoryStore;
  /** Publish here what the engine would. */
  readonly topics: {
    readonly health: Topic<Health>;
    readonly portfolio: Topic<Portfolio>;
    readonly prices: Topic<Prices>;
    readonly plans: Topic<PlanRecord>;
    readonly journal: Topic<JournalEntry>;
  };
  /** Entries in the journal: it grows with every change and with nothing else. */
  changes(): Promise<number>;
}

export function fakeApi(options: { readonly clock?: Clock; readonly logger?: Logger } = {}): FakeApi {
  const clock = options.clock ?? new ManualClock();
  const store = new MemoryStore();
  const settingsTopic = new Topic<Settings>();
  const topics = {
    health: new Topic<Health>(),
    portfolio: new Topic<Portfolio>(),
    prices: new Topic<Prices>(),
    plans: new Topic<PlanRecord>(),
    journal: new Topic<JournalEntry>(),
  };
  let settings = settingsSchema.parse({});

  const record = async (profileId: ProfileId | null, event: JournalEvent): Promise<void> => {
    const entries = await store.journal.append(clock.now(), profileId, [event]);
    for (const entry of entries) topics.journal.publish(entry);
  };
  const changed = (reason: string): Promise<void> => record(null, { kind: "killSwitch.set", on: true, reason });
  const known = (profileId: ProfileId): ProfileId => {
    if (profileId === KNOWN_PROFILE) return profileId;
    throw new EngineError("PROFILE_NOT_FOUND", `There is no profile ${profileId}.`, {
      data: { path: "profileId", profileId },
    });
  };
  const refuse = async (what: string): Promise<never> => {
    await changed(what);
    throw new EngineError("PLAN_NOT_FOUND", "There is no such plan.", { data: { what } });
  };
  function source<State, Change>(state: State, topic: Topic<Change>): StreamSource<State, Change> {
    return { read: () => state, subscribe: (listener) => topic.subscribe(listener) };
  }

  const noAccount = async (what: string): Promise<never> => {
    await changed(what);
    throw new EngineError("PROFILE_ACCOUNT_NOT_FOUND", "There is no such account.", { data: { what } });
  };

  const context: ApiContext = {
    clock,
    logger: options.logger ?? silentLogger,
    guard: { scrub: (text) => text },
    system: {
      info: () => ({
        version: "0.0.0",
        shell: "headless",
        startedAt: clock.now(),
        dataDir: "/data",
        marketLabel: "SIMULATED",
        testServers: [],
        capabilities: { openPath: false, updates: false },
        notices: [],
        journalDamaged: false,
      }),
      health: { read: () => sampleHealth(clock), subscribe: (listener) => topics.health.subscribe(listener) },
      feedMarkets: () => [],
      reconnectFeed: (venue) => {
        throw new EngineError("FEED_NO_DATA", `${venue} is not a venue in use.`);
      },
      pause: (reason) => changed(reason),
      release: (reason) => changed(reason),
      acknowledgeDamage: () => changed("acknowledged"),
    },
    settings: {
      get: () => settings,
      update: async (patch) => {
        await record(null, { kind: "settings.changed", changes: patch });
        settings = settingsSchema.parse({ ...settings, ...patch });
        settingsTopic.publish(settings);
        return settings;
      },
      changes: settingsTopic,
    },
    profiles: {
      summaries: source<readonly ProfileSummary[], readonly ProfileSummary[]>([sampleSummary()], new Topic()),
      summary: (profileId) => {
        known(profileId);
        return sampleSummary();
      },
      createDemo: async () => {
        await changed("demo");
        return [];
      },
      update: async (profileId) => {
        const id = known(profileId);
        await changed("profile");
        return sampleProfile(id, 1);
      },
      halt: async (profileId, reason) => {
        known(profileId);
        await changed(reason);
      },
      arm: async (profileId, reason) => {
        known(profileId);
        await changed(reason);
      },
      ...fakeProfileLife({ known, changed }),
    },
    accounts: {
      venues: () => [],
      views: source<readonly AccountView[], readonly AccountView[]>([], new Topic()),
      check: async function* () {
        yield { steps: [], format: null, permissions: null, balances: [], result: { kind: "failed" } };
      },
      connect: () => noAccount("connect"),
      rotate: () => noAccount("rotate"),
      rename: () => noAccount("rename"),
      setPaused: () => noAccount("setPaused"),
      recheck: () => noAccount("recheck"),
      removalNotice: () => ({ lost: [], kept: [] }),
      remove: () => noAccount("remove"),
    },
    deadManSwitch: {
      read: () => ({ supported: false, allowed: false, armedUntil: null }),
      allow: () => noAccount("allowDeadManSwitch"),
    },
    secrets: {
      status: async () => ({ place: "keychain", reason: null, state: "open" }),
      unlock: async () => {
        await changed("unlock");
        return { place: "keychain", reason: null, state: "open" };
      },
      choosePassphrase: async () => {
        await changed("choosePassphrase");
        return { place: "vault", reason: "No keychain works here.", state: "open" };
      },
    },
    live: {
      checklist: (profileId) => {
        known(profileId);
        return { mode: "paper", sandboxPossible: false, lines: [], blocked: null, ramp: null };
      },
      unlock: async (profileId) => {
        known(profileId);
        await changed("unlock live");
        throw new EngineError("LIVE_NOT_READY", "This version does not trade live at a real venue.");
      },
      setRamp: async (profileId) => {
        known(profileId);
        await changed("ramp");
      },
      setMode: async (profileId) => {
        known(profileId);
        await changed("mode");
      },
    },
    overall: {
      read: () => ({
        ...{ currency: assetSchema.parse("USD"), profiles: [], value: null, unknown: "no prices", largest: null },
        ...{ dayLoss: Decimal.ZERO.toString(), drawdown: Decimal.ZERO.toString() },
      }),
    },
    portfolio: {
      portfolio: (profileId) => source(samplePortfolio(known(profileId), clock), topics.portfolio),
      equity: (profileId) => {
        throw new EngineError("FEED_NO_DATA", `Nothing is recorded for ${known(profileId)} yet.`);
      },
      assetDetail: (profileId) => {
        throw new EngineError("FEED_NO_DATA", `${known(profileId)} holds nothing of it.`);
      },
      sparklines: (profileId) => {
        known(profileId);
        return [];
      },
      sync: async (profileId) => {
        const id = known(profileId);
        await changed("sync");
        return samplePortfolio(id, clock);
      },
    },
    books: fakeBooksApi({ clock, known, changed }),
    candleArchive: new CandleArchiveService({ candles: store.repositories.candles, clock }),
    marketData: {
      instruments: (profileId) => {
        known(profileId);
        return [];
      },
      prices: (profileId) => {
        known(profileId);
        return source<Prices, Prices>({ prices: [], quotes: [], unresolved: [] }, topics.prices);
      },
      candles: async () => [],
      candle: () => source<Candle | null, Candle>(null, new Topic()),
      book: ({ venue, symbol }) =>
        source<BookView, BookView>(
          {
            book: { venue, symbol, bids: [], asks: [], tsEvent: null, tsInit: clock.now() },
            kept: false,
            depth: [],
          },
          new Topic(),
        ),
    },
    rebalancing: {
      suggestions: (profileId) => {
        known(profileId);
        return source<Suggestions, Suggestions>({ open: [], recent: [], lastEvaluation: null }, new Topic());
      },
      snooze: () => refuse("snooze"),
      dismiss: () => refuse("dismiss"),
      check: async (profileId) => {
        known(profileId);
        await changed("check");
        return { ts: clock.now(), fired: [], summary: "Nothing to do." };
      },
      preview: () => refuse("preview"),
      smallestDeposit: () => refuse("smallestDeposit"),
      history: (profileId) => {
        known(profileId);
        return [];
      },
      approve: async (_profileId, { planHash }) => {
        await changed("approve");
        throw new EngineError("PLAN_HASH_MISMATCH", "The approval does not name the plan that was shown.", {
          data: { path: "planHash", got: planHash },
        });
      },
      pause: () => refuse("pause"),
      resume: () => refuse("resume"),
      stopAfterLeg: () => refuse("stopAfterLeg"),
      cancelAll: () => refuse("cancelAll"),
      plans: (profileId) => {
        known(profileId);
        return source<Plans, PlanRecord>({ open: null, latest: [] }, topics.plans);
      },
    },
    targets: {
      view: (profileId) => {
        known(profileId);
        return source<TargetsView, TargetsView>(sampleTargets(), new Topic());
      },
      preview: async (profileId) => {
        known(profileId);
        return { kind: "failed", reason: "There are 3 daily returns of all assets; 30 are needed." };
      },
      setMethod: async (profileId, method) => {
        known(profileId);
        await changed(method.method);
        return { ...sampleTargets(), method };
      },
    },
    triggers: {
      read: () => refuse("triggers"),
      update: () => refuse("updateTriggers"),
      nextTimes: () => [],
      evaluations: async (profileId) => {
        known(profileId);
        return { items: [], next: null };
      },
    },
    standingApprovals: fakeStandingApi({ known, changed }),
    orders: fakeOrdersApi({ known, changed }),
    strategies: fakeStrategiesApi({ known, changed, clock }),
    signals: fakeSignalsApi({ known, changed, refuse }),
    audit: {
      readLatest: (query) => store.journal.readLatest(query),
      verify: () => verifyJournal(store.journal, new MemorySecretStore(emptyDisk())),
      appended: topics.journal,
    },
    desktop: null,
  };
  return {
    context,
    store,
    topics,
    changes: async () => (await store.journal.verify()).entries,
  };
}

function sampleTargets(): TargetsView {
  const { targetMethod: method, targets } = sampleProfile(KNOWN_PROFILE, 1);
  return { method, targets, state: "fixed", reason: null, computed: null };
}

function sampleSummary(): ProfileSummary {
  return {
    profile: sampleProfile(KNOWN_PROFILE, 1),
    tradingState: "active",
    stateReason: null,
    value: null,
    valueInDoubt: false,
    dayPnl: null,
    dayPnlShare: null,
    readOnlyReason: null,
    openSuggestions: 0,
    openSignals: 0,
    openPlan: null,
    automaticUntil: null,
  };
}

export function sampleHealth(clock: Clock): Health {
  return {
    ts: clock.now(),
    state: "ok",
    headline: "All well",
    detail: "",
    paused: null,
    store: { state: "ok", detail: null },
    feeds: [],
    profiles: [],
    uptimeMs: 0,
    memoryBytes: 0,
    eventLoopDelayMs: 0,
  };
}

export function samplePortfolio(profileId: ProfileId, clock: Clock): Portfolio {
  return {
    profileId,
    currency: sampleProfile(profileId, 1).currency,
    ts: clock.now(),
    totalValue: LONG_DECIMAL,
    cash: LONG_DECIMAL,
    netInvested: LONG_DECIMAL,
    realized: decimalString("0"),
    unrealized: null,
    fees: decimalString("0"),
    totalPnl: null,
    dayPnl: null,
    dayPnlShare: null,
    oldestPriceAgeMs: null,
    state: "unresolved",
    positions: [],
  };
}
