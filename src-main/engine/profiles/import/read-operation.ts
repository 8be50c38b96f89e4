// How are paces and modules read that stand at the top of a file, and those of its named parts?
import { PRICE_AGE_MS } from "#shared/domain/quote.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { asStatistic, type ImportNotes, type Range, type Section } from "./config-section.ts";
import { inWords, type ProfileDraft } from "./profile-draft.ts";
import { readMarket } from "./read-names.ts";

interface WholeRule {
  readonly key: string;
  readonly field: WholeField;
  readonly range: Range;
  /** What becomes of it, or why nothing does. */
  readonly words: ((value: number) => string) | { readonly unused: string };
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
  {
    key: "sync_interval",
    field: "balancesEveryS",
    range: range(10, 3600),
    words: (s) => `balances every ${s} s; strategies decide when an hour's candle has closed`,
  },
  {
    key: "price_update_interval",
    field: "pricesEveryS",
    range: range(1, 300),
    words: (s) =>
      `prices are asked for every ${s} s where no stream runs${s > FRESH_S ? `; over ${FRESH_S} s nothing is traded on them between two` : ""}`,
  },
  {
    key: "reconnect_delay",
    field: "firstReconnectS",
    range: range(1, 300),
    words: (s) => `the first wait is ${s} s at most`,
  },
  {
    key: "max_reconnect_attempts",
    field: "reconnectAttempts",
    range: range(1, 1000),
    words: { unused: "a feed is called down at its first failure, and trying goes on for ever." },
  },
  {
    key: "price_cache_ttl",
    field: "priceKeptS",
    range: range(1, 3600),
    words: (s) =>
      `a price values the portfolio for ${Math.min(s, KEPT_S)} s${s > KEPT_S ? ", the longest there is" : ""}`,
  },
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
    words: { unused: "why rules did or did not fire is shown in pages, 30 days of it." },
  },
];
const TACTICIAN: readonly WholeRule[] = [
  {
    key: "tactics_interval",
    field: "tacticsEveryS",
    range: range(1, 3600),
    words: { unused: "sizes and tactics are reckoned anew for each plan." },
  },
  {
    key: "max_history",
    field: "historyRows",
    range: range(1, 100_000),
    words: { unused: "lists are shown in pages, and the journal keeps all." },
  },
];

/** Switches of parts that this program has: what off does. Null: nothing switches it off. */
const SWITCHES: Readonly<Record<string, string | null>> = {
  enable_feature_engineering: "off, and with it the strategies, which have nothing else to go by",
  enable_regime_classification: null,
  enable_position_sizing: null,
  enable_risk_management: null,
};
/** Why these cannot be switched off. */
const ALWAYS_ON: Readonly<Record<string, string>> = {
  enable_regime_classification: "Regimes are read by the weight tensor alone: its weight of 0 switches them off.",
  enable_position_sizing: "A plan made of a signal always has a size within the limits.",
  enable_risk_management: "Limits on risk are never switched off.",
};
/** Switches of parts that this program does not have. */
const ABSENT: Readonly<Record<string, string>> = {
  enable_advanced_features: "No part of this program has the name.",
  enable_legacy_features: "No part of this program has the name.",
  enable_autoencoder_features: "This program has no autoencoder.",
  enable_dual_model_system: "This program has no trained model.",
  enable_ml_predictions: "This program has no trained model.",
  enable_market_health_analysis: "This program has no score of a market's health.",
  enable_liquidation_risk_analysis: "This program trades spot only: nothing is liquidated.",
  enable_leverage_optimization: "This program trades spot only: there is no leverage.",
};
/** Prices that are older are not traded on, and older than the second they value nothing. */
const FRESH_S = PRICE_AGE_MS.lagging / SECOND_MS;
const KEPT_S = PRICE_AGE_MS.valuationTtl / SECOND_MS;

/** Keys at the top of a file. */
export function readTopOperation(root: Section, draft: ProfileDraft): void {
  const { notes } = root;
  readWholes(root, TOP, draft);
  const tracked = root.list("tracked_symbols", "a market like BTC/USD", (text) => readMarket(text, null));
  if (tracked !== undefined) {
    draft.operation.trackedSymbols = [...tracked];
    notes.taken(root.at("tracked_symbols"), `watched beside what is held: ${inWords(tracked)}`);
  }
  const contact = root.flag("api_enabled");
  if (contact !== undefined) {
    draft.operation.contactVenues = contact;
    notes.taken(
      root.at("api_enabled"),
      contact ? "exchanges may be contacted" : "no exchange is contacted until you resume an account; paper only",
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
    if (snapshots) notes.taken(root.at("auto_snapshot_enabled"), "snapshots on");
    else notes.changed(root.at("auto_snapshot_enabled"), "snapshots on", "Losses of the day are measured on them.");
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
    if (typeof words === "function") part.notes.taken(part.at(key), words(value));
    else part.notes.unused(part.at(key), words.unused);
  }
}

function readModules(part: Section, draft: ProfileDraft): void {
  for (const key of part.keys()) {
    const absent = ABSENT[key];
    if (absent === undefined && !Object.hasOwn(SWITCHES, key)) continue;
    const on = part.flag(key);
    if (on === undefined) continue;
    if (absent !== undefined) {
      part.notes.ignored(part.at(key), absent);
      continue;
    }
    draft.modules[toCamel(key.replace(/^enable_/, ""))] = on;
    noteSwitch({ notes: part.notes, at: (name) => part.at(name) }, key, on);
    if (!on && key === "enable_feature_engineering") draft.strategies.on = false;
  }
}

function noteSwitch(
  { notes, at }: { notes: ImportNotes; at: (key: string) => string },
  key: string,
  on: boolean,
): void {
  const off = SWITCHES[key] ?? null;
  if (on) notes.taken(at(key), "on");
  else if (off !== null) notes.taken(at(key), off);
  else notes.changed(at(key), "on", ALWAYS_ON[key] ?? "");
}

function readCache(part: Section, { operation }: ProfileDraft): void {
  const cache = part.section("wavelet_cache");
  if (cache === undefined) return;
  const on = cache.flag("cache_enabled");
  if (on !== undefined) {
    operation.featureCache = on;
    cache.notes.unused(
      cache.at("cache_enabled"),
      "a bar's features are reckoned once, and nothing of them lies on disk.",
    );
  }
  if (cache.text("cache_dir", 1_000) !== undefined) {
    cache.notes.ignored(cache.at("cache_dir"), "An imported file may not name a folder.");
  }
  cache.finish();
}

function toCamel(words: string): string {
  return words.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
