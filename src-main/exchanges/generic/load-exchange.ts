// How does any exchange of the library come in? Loaded when the first one is asked for: it costs nothing at start.
import type { Credentials } from "#engine/core/credentials.ts";
import { CCXT_CONFIG, type CcxtExchange } from "#exchanges/shared/ccxt-exchange.ts";

/** What the unified calls give: numbers are texts (`number: String`), and nothing is trusted before it was looked at. */
export interface UnifiedExchange extends CcxtExchange {
  readonly has: Readonly<Record<string, unknown>>;
  readonly urls: Readonly<Record<string, unknown>>;
  readonly precisionMode: number;
  readonly hostname: string | undefined;
  readonly fees: unknown;
  loadMarkets(reload: boolean): Promise<unknown>;
  amountToPrecision(symbol: string, amount: string): string;
  priceToPrecision(symbol: string, price: string): string;
  fetchTickers(symbols: readonly string[]): Promise<unknown>;
  fetchTicker(symbol: string): Promise<unknown>;
  fetchOHLCV(symbol: string, timeframe: string, since: number, limit: number): Promise<unknown>;
  fetchOrderBook(symbol: string, limit: number): Promise<unknown>;
  fetchTime(): Promise<unknown>;
  fetchBalance(params: object): Promise<unknown>;
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: string | undefined,
    price: string | undefined,
    params: object,
  ): Promise<unknown>;
  cancelOrder(id: string, symbol: string): Promise<unknown>;
  fetchOrder(id: string, symbol: string): Promise<unknown>;
  fetchOpenOrders(symbol?: string): Promise<unknown>;
  fetchClosedOrders(symbol: string, since: number): Promise<unknown>;
  fetchMyTrades(symbol: string, since: number, limit: undefined): Promise<unknown>;
  fetchDeposits(code: undefined, since: number, limit: number): Promise<unknown>;
  fetchWithdrawals(code: undefined, since: number, limit: number): Promise<unknown>;
  fetchLedger(code: undefined, since: number, limit: number): Promise<unknown>;
}

type ExchangeClass = new (config: object) => UnifiedExchange;

/** Null for an id that the library does not have. */
export async function loadExchange(id: string, credentials: Credentials | null): Promise<UnifiedExchange | null> {
  const library: Readonly<Record<string, unknown>> = await import("ccxt");
  const found = Object.hasOwn(library, id) ? library[id] : undefined;
  if (typeof found !== "function") return null;
  // Every exchange of the library is a class with these members; `has` says which of them work.
  const Exchange = found as ExchangeClass;
  return new Exchange({
    ...CCXT_CONFIG,
    number: String,
    options: { defaultType: "spot" },
    ...(credentials === null
      ? {}
      : {
          apiKey: credentials.apiKey.reveal(),
          secret: credentials.secret.reveal(),
          ...(credentials.passphrase === null ? {} : { password: credentials.passphrase.reveal() }),
        }),
  });
}
