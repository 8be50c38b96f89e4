// What is Coinbase Exchange like? Facts as data, each with its source: R = recorded message, D = vendor documentation,
// S = ccxt 4.5.84's source, I = an issue that quotes it, U = from general knowledge and not confirmed. Collected 2026-11-26.
import type { RejectCode } from "#engine/simulation/exchange/check-order.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import type { Listing } from "../core/listing.ts";

export const VENUE = "coinbaseexchange";

/** D (authentication): more than this many seconds off the venue's time is refused. */
export const CLOCK_WINDOW_S = 30;

export interface KeyError {
  readonly status: number;
  readonly message: string;
}

/** 400 for signature and time: I (coinbase-pro-node 42 and 388). Passphrase: I (XChange 1463). The rest: D for the status, U for the words. */
export const KEY_ERRORS = {
  unknownKey: { status: 401, message: "Invalid API Key" },
  wrongPassphrase: { status: 400, message: "Invalid Passphrase" },
  badTimestamp: { status: 400, message: "invalid timestamp" },
  oldTimestamp: { status: 400, message: "request timestamp expired" },
  wrongSignature: { status: 400, message: "invalid signature" },
  wrongAddress: { status: 401, message: "IP does not match IP whitelist" },
  forbidden: { status: 403, message: "Forbidden" },
} as const satisfies Record<string, KeyError>;

/** D (authentication). */
export type ExchangePermission = "view" | "trade" | "transfer" | "manage";

/** D (rate limits): requests a second and in bursts; public per address, private per profile, fills on their own. */
export const RATES = {
  public: { burst: 15, perSecond: 10 },
  private: { burst: 30, perSecond: 15 },
  fills: { burst: 20, perSecond: 10 },
} as const;

/** D (pagination; candles). Transfers: U. */
export const PAGES = {
  most: 1_000,
  orders: 1_000,
  fills: 1_000,
  ledger: 1_000,
  transfers: 100,
  trades: 1_000,
  candles: 300,
} as const;

/** R: places of a balance. */
export const BALANCE_PLACES = 16;

/** D: seconds of a candle. */
export const GRANULARITIES: readonly number[] = [60, 300, 900, 3_600, 21_600, 86_400];

/** First tier: S. */
export const FEES = { maker: "0.004", taker: "0.006" } as const;

const listing = (symbol: string, priceStep: string, amountStep: string, costMin = "1"): Listing => ({
  symbol,
  priceStep,
  amountStep,
  // D: products tell no least and no greatest size.
  amountMin: null,
  amountMax: null,
  costMin,
  costMax: null,
});

/** BTC-USD: D. Others: U. There are no USDC markets here but USDC's own. */
export const LISTINGS: readonly Listing[] = [
  listing("BTC/USD", "0.01", "0.00000001"),
  listing("BTC/EUR", "0.01", "0.00000001"),
  listing("BTC/USDT", "0.01", "0.00000001"),
  listing("ETH/USD", "0.01", "0.00000001"),
  listing("ETH/EUR", "0.01", "0.00000001"),
  listing("ETH/BTC", "0.00001", "0.00000001", "0.000016"),
  listing("SOL/USD", "0.01", "0.00000001"),
  listing("XRP/USD", "0.0001", "0.000001"),
  listing("ADA/USD", "0.0001", "0.00000001"),
  listing("DOGE/USD", "0.00001", "0.1"),
  listing("LINK/USD", "0.001", "0.01"),
  listing("LTC/USD", "0.01", "0.00000001"),
  listing("USDT/USD", "0.00001", "0.01"),
  listing("USDC/EUR", "0.001", "0.01"),
  listing("CELO/USD", "0.001", "0.1"),
];

/** Words of a refused order. I: `size is too small. Minimum size is …`, `funds is too accurate. Smallest unit is …`. S: funds, product, modes. */
export function orderMessage(code: RejectCode, instrument: Instrument | null): string {
  const tick = instrument?.priceStep ?? "";
  switch (code) {
    case "UNKNOWN_SYMBOL":
      return "Product not found";
    case "MARKET_OFFLINE":
      return MODES[instrument?.status ?? "offline"];
    case "NO_BOOK":
      return "No liquidity";
    case "BAD_NUMBER":
      return "Invalid size";
    case "PRICE_MISSING":
    case "PRICE_NOT_ALLOWED":
      return "Invalid price";
    case "PRICE_TICK":
      return `price is too accurate. Smallest unit is ${tick}`;
    case "LOT_STEP":
      return `size is too accurate. Smallest unit is ${instrument?.amountStep ?? ""}`;
    case "AMOUNT_MIN":
      return `size is too small. Minimum size is ${instrument?.amountMin ?? ""}`;
    case "AMOUNT_MAX":
      return `size is too large. Maximum size is ${instrument?.amountMax ?? ""}`;
    case "COST_MIN":
      return `notional is too small. Minimum is ${instrument?.costMin ?? ""}`;
    case "COST_MAX":
      return `notional is too large. Maximum is ${instrument?.costMax ?? ""}`;
    case "POST_ONLY_WOULD_CROSS":
      return "post only";
    case "INSUFFICIENT_FUNDS":
      return "Insufficient funds";
    case "DUPLICATE_CLIENT_ID":
      return DUPLICATE_CLIENT_OID;
    case "REQUEST_EXPIRED":
      return "request timestamp expired";
  }
}

/** U: that a client_oid is used once is known, the words for it are not. */
export const DUPLICATE_CLIENT_OID = "Duplicate client_oid";

const MODES: Readonly<Record<Instrument["status"], string>> = {
  online: "Product is online",
  offline: "Trading is disabled",
  cancelOnly: "Cancel only mode",
  limitOnly: "Limit only mode",
  postOnly: "Post only mode",
};
