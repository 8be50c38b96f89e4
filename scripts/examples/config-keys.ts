// Which keys may the example configuration use, and within which range? `*` stands for one freely chosen name.

export interface ConfigKey {
  readonly type: "boolean" | "number" | "text" | "list" | "variable";
  readonly min?: number;
  readonly max?: number;
}

const flag: ConfigKey = { type: "boolean" };
const text: ConfigKey = { type: "text" };
const list: ConfigKey = { type: "list" };
/** The name of an environment variable: a secret is never written into a file. */
const variable: ConfigKey = { type: "variable" };
const number = (min: number, max = Number.POSITIVE_INFINITY): ConfigKey => ({ type: "number", min, max });
const share = number(0, 1);
const percent = number(0, 100);

export const CONFIG_KEYS: Readonly<Record<string, ConfigKey>> = {
  api_enabled: flag,
  strategy_integration_enabled: flag,
  auto_snapshot_enabled: flag,
  rebalancing_enabled: flag,
  sync_interval: number(10, 3600),
  price_update_interval: number(1, 300),
  price_cache_ttl: number(0),
  reconnect_delay: number(0),
  max_reconnect_attempts: number(1),
  "exchanges.*.enabled": flag,
  "exchanges.*.sandbox": flag,
  "exchanges.*.websocket_enabled": flag,
  "exchanges.*.symbols": list,
  "exchanges.*.rate_limit": number(0),
  "exchanges.*.rate_limit_delay": number(0),
  "exchanges.*.timeout": number(0),
  "exchanges.*.max_retries": number(0),
  "exchanges.*.api_key": variable,
  "exchanges.*.api_secret": variable,
  "exchanges.*.passphrase": variable,
  tracked_symbols: list,
  "rebalancing.rebalancing_strategy": text,
  "rebalancing.threshold": number(0.001, 0.5),
  "rebalancing.interval": number(0),
  "rebalancing.max_rebalance_frequency": number(0),
  "rebalancing.max_rebalancing_cost": share,
  "rebalancing.min_order_size": number(0),
  "rebalancing.slippage_tolerance": share,
  "rebalancing.target_allocation.*": share,
  base_assets: list,
  random_asset_pool: list,
  trading_pairs: list,
  "strategy_weights.*": share,
  confidence_threshold: share,
  signal_strength_threshold: share,
  entropy_threshold: share,
  drift_delta_range: list,
  max_position_size_pct: percent,
  risk_adjustment_factor: number(0),
  max_open_positions: number(0),
  order_timeout: number(0),
  retry_attempts: number(0),
  stop_loss_pct: percent,
  take_profit_pct: percent,
  max_daily_loss_pct: percent,
  max_drawdown_pct: percent,
  volatility_threshold: number(0),
  "profile_hash.base_hash": text,
  "profile_hash.entropy_seed": text,
  "profile_hash.hash_rotation_interval": number(60),
  "profile_hash.hash_complexity_factor": number(1, 1.5),
  "profile_hash.hash_trajectory_weight": share,
  tactics_interval: number(0),
  position_monitoring_interval: number(0),
  max_history: number(0),
  max_assessment_history: number(0),
  high_risk_threshold: share,
  medium_risk_threshold: share,
  low_risk_threshold: share,
  "wavelet_cache.enabled": flag,
};
