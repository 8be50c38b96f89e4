// How are paces and modules read that stand at the top of a file, and those of its named parts?
import { asStatistic, type ImportNotes, type Range, type Section } from "./config-section.ts";
import { inWords, type ProfileDraft } from "./profile-draft.ts";
import { readMarket } from "./read-names.ts";

interface WholeRule {
  readonly key: string;
  readonly field: WholeField;
  readonly range: Range;
  readonly words: (value: number) => string;
}
type WholeField =
  | "balancesEveryS"
  | "pricesEveryS"
  | "firstReconnectS"
  | "reconnectAttempts"
  | "priceKeptS"
  | "positionsEveryS"
  | "assessmentRows"
  | "tacticsEveryS"
  | "historyRows";

const range = (min: number, max: number): Range => ({ min: String(min), max: String(max) });

const TOP: readonly WholeRule[] = [
  { key: "sync_interval", field: "balancesEveryS", range: range(10, 3600), words: (s) => `balances every ${s} s` },
  {
    key: "price_update_interval",
    field: "pricesEveryS",
    range: range(1, 300),
    words: (s) => `prices are polled every ${s} s where no stream runs`,
  },
  { key: "reconnect_delay", field: "firstReconnectS", range: range(1, 300), words: (s) => `the first wait is ${s} s` },
  {
    key: "max_reconnect_attempts",
    field: "reconnectAttempts",
    range: range(1, 1000),
    words: (n) => `called down after ${n} failures; trying goes on`,
  },
  { key: "price_cache_ttl", field: "priceKeptS", range: range(1, 3600), words: (s) => `a price is used for ${s} s` },
  {
    key: "position_monitoring_interval",
    field: "positionsEveryS",
    range: range(1, 3600),
    words: (s) => `positions are looked at every ${s} s`,
  },
  {
    key: "max_assessment_history",
    field: "assessmentRows",
    range: range(1, 100_000),
    words: (n) => `${n} rows in view; the journal keeps all`,
  },
];
const TACTICIAN: readonly WholeRule[] = [
  { key: "tactics_interval", field: "tacticsEveryS", range: range(1, 3600), words: (s) => `every ${s} s` },
  {
    key: "max_history",
    field: "historyRows",
    range: range(1, 100_000),
    words: (n) => `${n} rows in view; the journal keeps all`,
  },
];

/** Switches of parts that this program has, and why the others are not taken. */
const MODULES: Readonly<Record<string, string | null>> = {
  enable_advanced_features: null,
  enable_legacy_features: null,
  enable_feature_engineering: null,
  enable_regime_classification: null,
  enable_position_sizing: null,
  enable_risk_management: null,
  enable_autoencoder_features: "This program has no autoencoder.",
  enable_dual_model_system: "This program has no trained model.",
  enable_ml_predictions: "This program has no trained model.",
  enable_market_health_analysis: "This program has no score of a market's health.",
  enable_liquidation_risk_analysis: "This program trades spot only: nothing is liquidated.",
  enable_leverage_optimization: "This program trades spot only: there is no leverage.",
};

/** Keys at the top of a file. */
export function readTopOperation(root: Section, draft: ProfileDraft): void {
  const { notes } = root;
  readWholes(root, TOP, draft);
  const tracked = root.list("tracked_symbols", "a market like BTC/USD", (text) => readMarket(text, null));
  if (tracked !== undefined) {
    draft.operation.trackedSymbols = [...tracked];
    notes.taken(root.at("tracked_symbols"), inWords(tracked));
  }
  const contact = root.flag("api_enabled");
  if (contact !== undefined) {
    draft.operation.contactVenues = contact;
    notes.taken(
      root.at("api_enabled"),
      contact ? "exchanges may be contacted" : "no exchange is contacted, paper only",
    );
  }
  const strategies = root.flag("strategy_integration_enabled");
  if (strategies !== undefined) {
    draft.strategies.on = strategies;
    notes.taken(root.at("strategy_integration_enabled"), strategies ? "strategies on" : "strategies off");
  }
  const snapshots = root.flag("auto_snapshot_enabled");
  if (snapshots !== undefined) {
    draft.operation.snapshots = snapshots;
    notes.taken(root.at("auto_snapshot_enabled"), snapshots ? "snapshots on" : "snapshots off");
  }
  readRiskLevels(root, draft);
  for (const key of ["feature_engineering_orchestrator", "analyst", "tactician"]) {
    const part = root.section(key);
    if (part === undefined) continue;
    readModules(part, draft);
    if (key === "tactician") readWholes(part, TACTICIAN, draft);
    readCache(part, draft);
    part.finish();
  }
}

function readRiskLevels(root: Section, draft: ProfileDraft): void {
  const found = { high: 0.8, medium: 0.6, low: 0.3 };
  let named = false;
  for (const level of ["high", "medium", "low"] as const) {
    const key = `${level}_risk_threshold`;
    const value = root.decimal(key, { min: "0", max: "1" });
    if (value === undefined) continue;
    found[level] = asStatistic(value);
    named = true;
    root.notes.taken(root.at(key), value);
  }
  if (!named) return;
  if (found.low > found.medium || found.medium > found.high) {
    root.notes.problem(
      root.at("medium_risk_threshold"),
      null,
      "low <= medium <= high",
      `${found.low}, ${found.medium}, ${found.high}`,
    );
    return;
  }
  draft.operation.riskLevels = found;
}

function readWholes(part: Section, rules: readonly WholeRule[], { operation }: ProfileDraft): void {
  for (const { key, field, range: within, words } of rules) {
    const value = part.whole(key, within);
    if (value === undefined) continue;
    operation[field] = value;
    part.notes.taken(part.at(key), words(value));
  }
}

function readModules(part: Section, draft: ProfileDraft): void {
  for (const key of part.keys()) {
    if (!Object.hasOwn(MODULES, key)) continue;
    const on = part.flag(key);
    if (on === undefined) continue;
    const absent = MODULES[key] ?? null;
    noteModule(part.notes, part.at(key), { on, absent });
    if (absent === null) draft.modules[toCamel(key.replace(/^enable_/, ""))] = on;
  }
}

function noteModule(
  notes: ImportNotes,
  path: string,
  { on, absent }: { readonly on: boolean; readonly absent: string | null },
): void {
  if (absent !== null) notes.ignored(path, absent);
  else notes.taken(path, on ? "on" : "off");
}

function readCache(part: Section, { operation }: ProfileDraft): void {
  const cache = part.section("wavelet_cache");
  if (cache === undefined) return;
  const on = cache.flag("cache_enabled");
  if (on !== undefined) {
    operation.featureCache = on;
    cache.notes.taken(cache.at("cache_enabled"), on ? "on" : "off");
  }
  if (cache.text("cache_dir", 1_000) !== undefined) {
    cache.notes.ignored(cache.at("cache_dir"), "An imported file may not name a folder.");
  }
  cache.finish();
}

function toCamel(words: string): string {
  return words.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
