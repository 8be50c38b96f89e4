// Does the report say of every pace, bound and switch of the table what the program does with it, or why it does nothing?
import { expect, it } from "vitest";
import { unixMs } from "#shared/domain/time.ts";
import { readConfiguration } from "./read-configuration.ts";

function read(text: string) {
  const context = {
    fileName: "one.yaml",
    environment: {},
    others: [],
    now: unixMs(0),
    source: "real",
    seed: null,
  } as const;
  const { profiles, keys, problems } = readConfiguration(`rebalancing: {threshold: 0.05}\n${text}`, context);
  expect(problems).toEqual([]);
  const said = keys.filter(({ path }) => !path.startsWith("rebalancing"));
  return {
    profile: profiles[0]?.profile,
    said: said.map(({ path, status, as, reason }) => `${path} ${status}: ${as}${reason}`),
  };
}

it.each<[string, string, string, object]>([
  [
    "sync_interval: 90",
    "sync_interval",
    "taken: balances every 90 s; strategies decide when an hour's candle has closed",
    { balancesEveryS: 90 },
  ],
  [
    "price_update_interval: 4",
    "price_update_interval",
    "taken: prices are asked for every 4 s where no stream runs",
    { pricesEveryS: 4 },
  ],
  [
    "price_update_interval: 60",
    "price_update_interval",
    "taken: prices are asked for every 60 s where no stream runs; over 15 s nothing is traded on them between two",
    { pricesEveryS: 60 },
  ],
  ["reconnect_delay: 8", "reconnect_delay", "taken: the first wait is 8 s at most", { firstReconnectS: 8 }],
  [
    "max_reconnect_attempts: 8",
    "max_reconnect_attempts",
    "ignored: Kept, not used: a feed is called down at its first failure, and trying goes on for ever.",
    { reconnectAttempts: 8 },
  ],
  ["price_cache_ttl: 30", "price_cache_ttl", "taken: a price values the portfolio for 30 s", { priceKeptS: 30 }],
  [
    "price_cache_ttl: 300",
    "price_cache_ttl",
    "taken: a price values the portfolio for 60 s, the longest there is",
    { priceKeptS: 300 },
  ],
  [
    "tracked_symbols: [BTC/USD]",
    "tracked_symbols",
    "taken: watched beside what is held: BTC/USD",
    { trackedSymbols: ["BTC/USD"] },
  ],
  [
    "position_monitoring_interval: 20",
    "position_monitoring_interval",
    "taken: positions are looked at every 20 s",
    { positionsEveryS: 20 },
  ],
  [
    "high_risk_threshold: 0.9",
    "high_risk_threshold",
    "taken: 0.9",
    { riskLevels: { high: 0.9, medium: 0.6, low: 0.3 } },
  ],
  [
    "max_assessment_history: 7",
    "max_assessment_history",
    "ignored: Kept, not used: why rules did or did not fire is shown in pages, 30 days of it.",
    { assessmentRows: 7 },
  ],
  [
    "api_enabled: false",
    "api_enabled",
    "taken: no exchange is contacted until you resume an account; paper only",
    { contactVenues: false },
  ],
  [
    "auto_snapshot_enabled: false",
    "auto_snapshot_enabled",
    "changed: snapshots onLosses of the day are measured on them.",
    { snapshots: false },
  ],
  [
    "tactician: {tactics_interval: 9}",
    "tactician.tactics_interval",
    "ignored: Kept, not used: sizes and tactics are reckoned anew for each plan.",
    { tacticsEveryS: 9 },
  ],
  [
    "tactician: {max_history: 9}",
    "tactician.max_history",
    "ignored: Kept, not used: lists are shown in pages, and the journal keeps all.",
    { historyRows: 9 },
  ],
  [
    "tactician: {wavelet_cache: {cache_enabled: false}}",
    "tactician.wavelet_cache.cache_enabled",
    "ignored: Kept, not used: a bar's features are reckoned once, and nothing of them lies on disk.",
    { featureCache: false },
  ],
  [
    "tactician: {wavelet_cache: {cache_dir: /tmp}}",
    "tactician.wavelet_cache.cache_dir",
    "ignored: An imported file may not name a folder.",
    {},
  ],
  [
    "tactician: {enable_risk_management: false}",
    "tactician.enable_risk_management",
    "changed: onLimits on risk are never switched off.",
    { modules: { riskManagement: false } },
  ],
  [
    "tactician: {enable_position_sizing: true}",
    "tactician.enable_position_sizing",
    "taken: on",
    { modules: { positionSizing: true } },
  ],
  [
    "analyst: {enable_ml_predictions: true}",
    "analyst.enable_ml_predictions",
    "ignored: This program has no trained model.",
    {},
  ],
  [
    "analyst: {enable_legacy_features: true}",
    "analyst.enable_legacy_features",
    "ignored: No part of this program has the name.",
    {},
  ],
  [
    "exchanges: {kraken: {websocket_enabled: false}}",
    "exchanges.kraken.websocket_enabled",
    "taken: prices are asked for",
    { venues: { kraken: { stream: false } } },
  ],
  [
    "exchanges: {kraken: {symbols: [BTC/USD]}}",
    "exchanges.kraken.symbols",
    "taken: BTC/USD",
    { venues: { kraken: { symbols: ["BTC/USD"] } } },
  ],
  [
    "exchanges: {kraken: {timeout: 20}}",
    "exchanges.kraken.timeout",
    "taken: a reading of an account may take 20 s",
    { venues: { kraken: { timeoutS: 20 } } },
  ],
  [
    "exchanges: {kraken: {max_retries: 2}}",
    "exchanges.kraken.max_retries",
    "ignored: Kept, not used: a reading that failed is made again at its next turn, and no order is ever sent twice.",
    { venues: { kraken: { retries: 2 } } },
  ],
  [
    "exchanges: {kraken: {rate_limit: 30}}",
    "exchanges.kraken.rate_limit",
    "ignored: Kept, not used: the exchange's own limit is kept with a reserve; a smaller one is not.",
    { venues: { kraken: { requestsPerMinute: 30 } } },
  ],
])("%s", (text, path, words, operation) => {
  const { profile, said } = read(`${text}\n`);
  expect(said).toContain(`${path} ${words}`);
  expect(profile?.operation).toMatchObject(operation);
});

it("features off means strategies off, and says so", () => {
  const { profile, said } = read("feature_engineering_orchestrator: {enable_feature_engineering: false}\n");
  expect(profile?.strategies.on).toBe(false);
  expect(said).toContain(
    "feature_engineering_orchestrator.enable_feature_engineering taken: off, and with it the strategies, which have nothing else to go by",
  );
});

it("of a profile's own part: order_timeout, retry_attempts, trading_pairs", () => {
  const { profile, said } = read(
    "profiles: {a: {name: A, trading_params: {order_timeout: 60, retry_attempts: 2, trading_pairs: [BTC/USDC]}}}\n",
  );
  expect(profile?.operation).toMatchObject({ orderTimeoutS: 60, retryAttempts: 2, tradingPairs: ["BTC/USDC"] });
  expect(said.slice(-3)).toEqual([
    "profiles.a.trading_params.trading_pairs taken: watched: BTC/USDC; a plan takes the market where it costs least",
    "profiles.a.trading_params.order_timeout taken: a resting order is cancelled after 60 s",
    "profiles.a.trading_params.retry_attempts ignored: Kept, not used: a reading that failed is made again at its next turn, and no order is ever sent twice.",
  ]);
});
