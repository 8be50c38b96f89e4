// What do venues call assets that have another name elsewhere? Shared by what reads their answers and what reads their files.

/**
 * Kraken's own codes against the usual ones; others are their `altname`. A renamed coin keeps its old code at Kraken.
 * Source: ccxt 4.5.84 `commonCurrencies` (2026-11-26).
 */
export const KRAKEN_ASSET_NAMES: Readonly<Record<string, string>> = {
  XBT: "BTC",
  XDG: "DOGE",
  FEE: "KFEE",
  LUNA: "LUNC",
  LUNA2: "LUNA",
  REP: "REPV1",
  REPV2: "REP",
  UST: "USTC",
  ETH2: "ETH",
};

/**
 * Balances kept apart under a suffix: counted in value, not tradable. `.F` flexible and `.M` opt-in rewards can be taken back at
 * once, `.S` staked, `.B` bonded and `.P` parachain cannot. Source: docs.kraken.com GetAccountBalance (2026-07).
 */
export const KRAKEN_BALANCE_SUFFIXES: Readonly<Record<string, "earn" | "locked">> = {
  F: "earn",
  M: "earn",
  S: "locked",
  B: "locked",
  P: "locked",
  HOLD: "locked",
};

/** Coinbase's codes, at both of its exchanges. Source: ccxt 4.5.84 `commonCurrencies` (2026-11-26). */
export const COINBASE_ASSET_NAMES: ReadonlyMap<string, string> = new Map([["CGLD", "CELO"]]);
