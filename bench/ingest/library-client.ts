// The peer: the exchange library's own sockets, awaited in a loop as its documentation has it.
import { pro } from "ccxt";
import type { StreamClient } from "./stream-client.ts";

/** What of the library's exchange is used here; its own types leave much open. */
interface ProExchange {
  readonly urls: { readonly api: Record<string, unknown> };
  setMarkets(markets: readonly object[]): unknown;
  loadHttpProxyAgent(): Promise<unknown>;
  handleMessage(client: unknown, message: unknown): unknown;
  watchTicker(symbol: string): Promise<unknown>;
  watchTickers(symbols: readonly string[]): Promise<unknown>;
  watchBidsAsks(symbols: readonly string[]): Promise<unknown>;
  close(): Promise<unknown>;
}

const EXCHANGES = {
  binance: pro.binance,
  coinbase: pro.coinbase,
  coinbaseexchange: pro.coinbaseexchange,
  kraken: pro.kraken,
};

/** Addresses by exchange. Binance's spot sockets are told by `/stream` in the address, Kraken's ping by `/v2`. */
const ADDRESSES: Readonly<Record<string, (origin: string) => unknown>> = {
  binance: (origin) => ({ spot: `${origin}/stream/ws` }),
  coinbase: (origin) => origin,
  coinbaseexchange: (origin) => origin,
  kraken: (origin) => ({ public: origin, publicV2: `${origin}/v2` }),
};

interface LibraryOptions {
  readonly name: string;
  readonly url: string;
  readonly markets: number;
  readonly id: (index: number) => string;
  readonly symbol: (index: number) => string;
  readonly onFrame?: (number: number) => void;
}

export async function openLibrary({ name, url, markets, id, symbol, onFrame }: LibraryOptions): Promise<StreamClient> {
  const Exchange = EXCHANGES[name as keyof typeof EXCHANGES]; // the bench's own names
  // Its own types leave much open, and say nothing of some of these.
  const exchange = new Exchange({ enableRateLimit: false }) as unknown as ProExchange;
  const origin = new URL(url).origin.replace("http", "ws");
  exchange.urls.api.ws = ADDRESSES[name]?.(origin);
  const symbols = Array.from({ length: markets }, (_, index) => symbol(index));
  exchange.setMarkets(symbols.map((of, index) => marketOf(of, id(index))));
  // Plain `ws://` needs it.
  await exchange.loadHttpProxyAgent();
  let frames = 0;
  const handle = exchange.handleMessage;
  exchange.handleMessage = function counted(client, message) {
    const result = handle.call(exchange, client, message);
    onFrame?.(frames);
    frames += 1;
    return result;
  };
  let awaited = 0;
  let closed = false;
  const loop = async (next: () => Promise<unknown>) => {
    while (!closed) {
      await next();
      awaited += 1;
    }
  };
  for (const next of watches(name, exchange, symbols)) {
    loop(next).catch((error: unknown) => {
      if (!closed) throw error;
    });
  }
  return {
    taken: () => ({ frames, unaccounted: 0, rejected: 0, scanned: 0, awaited }),
    close: async () => {
      closed = true;
      await exchange.close();
    },
  };
}

/** What is awaited again and again. Coinbase's call for several markets has another channel than the one that is sent here. */
function watches(name: string, exchange: ProExchange, symbols: readonly string[]): readonly (() => Promise<unknown>)[] {
  if (name === "coinbase") return symbols.map((symbol) => () => exchange.watchTicker(symbol));
  return [() => (name === "binance" ? exchange.watchBidsAsks(symbols) : exchange.watchTickers(symbols))];
}

function marketOf(symbol: string, id: string): object {
  const [base, quote] = symbol.split("/");
  return {
    ...{ id, symbol, base, quote, baseId: base, quoteId: quote, type: "spot", spot: true, active: true },
    ...{
      lowercaseId: id.toLowerCase(),
      wsId: symbol,
      precision: { amount: 1e-8, price: 1e-8 },
      limits: {},
      info: { wsname: symbol },
    },
  };
}
