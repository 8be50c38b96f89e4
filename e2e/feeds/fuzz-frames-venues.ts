// Which frames of each venue are spoiled, and where does a quote's truth stand in one? Frames in the documented form of each venue.
import type { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { parseBinanceFrame } from "#exchanges/binance/parse-frame.ts";
import { scanBinanceQuote } from "#exchanges/binance/scan-quote.ts";
import { guessBinanceNames } from "#exchanges/binance/stream-names.ts";
import { parseCoinbaseFrame } from "#exchanges/coinbase/parse-frame.ts";
import { scanCoinbaseQuote } from "#exchanges/coinbase/scan-quote.ts";
import { guessCoinbaseNames } from "#exchanges/coinbase/stream-names.ts";
import { parseCoinbaseExchangeFrame } from "#exchanges/coinbaseexchange/parse-frame.ts";
import { scanCoinbaseExchangeQuote } from "#exchanges/coinbaseexchange/scan-quote.ts";
import { guessCoinbaseExchangeNames } from "#exchanges/coinbaseexchange/stream-names.ts";
import { parseKrakenFrame } from "#exchanges/kraken/parse-frame.ts";
import { scanKrakenQuote } from "#exchanges/kraken/scan-quote.ts";
import { guessKrakenNames } from "#exchanges/kraken/stream-names.ts";
import type { ReadingUnderTest } from "#testing/judge-scan.ts";

/** Names of the fields that a quote's figures come from. */
export interface QuoteFields {
  readonly id: string;
  readonly bid: string;
  readonly ask: string;
  readonly last: string;
  readonly volume: string;
}

export interface FuzzedVenue {
  readonly reading: ReadingUnderTest;
  /** A frame of best prices, each time another one. */
  readonly quote: (rng: SeededRng) => string;
  /** Of each other kind. */
  readonly others: readonly string[];
  readonly fields: QuoteFields;
}

const pick = <Item>(rng: SeededRng, items: readonly Item[]): Item => {
  const item = items[rng.integer(0, items.length - 1)];
  if (item === undefined) throw new RangeError("Nothing to pick from");
  return item;
};

/** Decimal text of one to fifteen digits, mostly as prices are. */
function amount(rng: SeededRng): string {
  const units = rng.integer(1, 10 ** rng.integer(1, 15) - 1);
  const places = rng.integer(0, 10);
  const digits = String(units).padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

const isoTime = (rng: SeededRng) =>
  `${new Date(rng.integer(1_700_000_000_000, 1_900_000_000_000)).toISOString().slice(0, -1)}${pick(rng, ["", "456", "456789"])}Z`;

const BINANCE_IDS = ["BTCUSDT", "ETHUSDT", "1000SATSUSDT", "BNBBTC"];
const binance: FuzzedVenue = {
  reading: { scan: scanBinanceQuote, parse: parseBinanceFrame, names: guessBinanceNames(), ids: BINANCE_IDS },
  quote: (rng) =>
    `{"u":${rng.integer(1, 10 ** 12)},"s":"${pick(rng, BINANCE_IDS)}","b":"${amount(rng)}","B":"${amount(rng)}","a":"${amount(rng)}","A":"${amount(rng)}"}`,
  others: [
    '{"stream":"btcusdt@bookTicker","data":{"u":400900217,"s":"BTCUSDT","b":"64000.10","B":"1.5","a":"64000.20","A":"2.25"}}',
    '{"e":"24hrTicker","E":1772366400123,"s":"BTCUSDT","p":"-120.0","P":"-0.187","w":"64100.0","x":"64120.2","c":"64000.2","Q":"0.001","b":"64000.10","B":"0.5","a":"64000.20","A":"1.25","o":"64120.2","h":"65000.0","l":"63000.0","v":"12345.678","q":"790000000.0","O":1772280000123,"C":1772366400123,"F":1,"L":900,"n":900}',
    '{"e":"trade","E":1772366400123,"s":"BTCUSDT","t":4123456789,"p":"64000.1","q":"0.0002","T":1772366400122,"m":true,"M":true}',
    '{"e":"kline","E":1772366400123,"s":"BTCUSDT","k":{"t":1772366400000,"T":1772366459999,"s":"BTCUSDT","i":"1m","f":100,"L":200,"o":"64000.1","c":"64005.5","h":"64010.0","l":"63990.0","v":"0.75","n":101,"x":true,"q":"48000.0","V":"0.5","Q":"32000","B":"0"}}',
    '{"e":"depthUpdate","E":1772366400123,"s":"BTCUSDT","U":157,"u":160,"b":[["64000.1","0.0"]],"a":[["64000.2","1.5"],["64000.3","2"]]}',
    '{"result":null,"id":3}',
    '{"error":{"code":2,"msg":"Invalid request"},"id":4}',
  ],
  fields: { id: "s", bid: "b", ask: "a", last: "c", volume: "v" },
};

const COINBASE_IDS = ["BTC-USD", "ETH-USDT", "SHIB-EUR"];
const coinbase: FuzzedVenue = {
  reading: { scan: scanCoinbaseQuote, parse: parseCoinbaseFrame, names: guessCoinbaseNames(), ids: COINBASE_IDS },
  quote: (rng) =>
    `{"channel":"ticker","client_id":"","timestamp":"${isoTime(rng)}","sequence_num":${rng.integer(0, 10 ** 9)},"events":[{"type":"${pick(rng, ["update", "snapshot"])}",` +
    `"tickers":[{"type":"ticker","product_id":"${pick(rng, COINBASE_IDS)}","price":"${amount(rng)}","volume_24_h":"${amount(rng)}","low_24_h":"${amount(rng)}",` +
    `"high_24_h":"${amount(rng)}","low_52_w":"1","high_52_w":"73800","price_percent_chg_24_h":"-4.15","best_bid":"${amount(rng)}","best_bid_quantity":"1.5",` +
    `"best_ask":"${amount(rng)}","best_ask_quantity":"0.5"}]}]}`,
  others: [
    '{"channel":"market_trades","client_id":"","timestamp":"2026-04-07T14:30:03.123456789Z","sequence_num":3,"events":[{"type":"update","trades":[{"trade_id":"995098701","product_id":"BTC-USD","price":"68900.00","size":"0.05","side":"SELL","time":"2026-04-07T14:30:02.800123Z"}]}]}',
    '{"channel":"l2_data","client_id":"","timestamp":"2026-04-07T14:30:03.123456789Z","sequence_num":4,"events":[{"type":"update","product_id":"BTC-USD","updates":[{"side":"bid","event_time":"1970-01-01T00:00:00Z","price_level":"68900.5","new_quantity":"0"},{"side":"offer","event_time":"1970-01-01T00:00:00Z","price_level":"68901.5","new_quantity":"2.25"}]}]}',
    '{"channel":"candles","client_id":"","timestamp":"2026-04-07T14:30:03.123456789Z","sequence_num":5,"events":[{"type":"update","candles":[{"start":"1775571900","high":"68950.0","low":"68850.0","open":"68900.0","close":"68920.5","volume":"42.15","product_id":"BTC-USD"}]}]}',
    '{"channel":"heartbeats","client_id":"","timestamp":"2026-04-07T14:30:03.123456789Z","sequence_num":6,"events":[{"current_time":"2026-04-07 14:30:03.123 +0000 UTC","heartbeat_counter":3049}]}',
    '{"channel":"subscriptions","client_id":"","timestamp":"2026-04-07T14:30:03.123456789Z","sequence_num":1,"events":[{"subscriptions":{"ticker":["BTC-USD"]}}]}',
    '{"type":"error","message":"authentication failure"}',
  ],
  fields: { id: "product_id", bid: "best_bid", ask: "best_ask", last: "price", volume: "volume_24_h" },
};

const EXCHANGE_IDS = ["BTC-USD", "ETH-EUR", "SHIB-USD"];
const coinbaseexchange: FuzzedVenue = {
  reading: {
    scan: scanCoinbaseExchangeQuote,
    parse: parseCoinbaseExchangeFrame,
    names: guessCoinbaseExchangeNames(),
    ids: EXCHANGE_IDS,
  },
  quote: (rng) =>
    `{"type":"ticker","sequence":${rng.integer(1, 10 ** 11)},"product_id":"${pick(rng, EXCHANGE_IDS)}","price":"${amount(rng)}","open_24h":"16437.94",` +
    `"volume_24h":"${amount(rng)}","low_24h":"1","high_24h":"17259.37","volume_30d":"1093827.95","best_bid":"${amount(rng)}","best_bid_size":"0.6",` +
    `"best_ask":"${amount(rng)}","best_ask_size":"0.18","side":"sell","time":"${isoTime(rng)}","trade_id":${rng.integer(1, 10 ** 9)},"last_size":"0.05"}`,
  others: [
    '{"type":"match","trade_id":370843402,"sequence":50,"maker_order_id":"ac928c66","taker_order_id":"132fb6ae","time":"2026-01-05T00:00:01.234567Z","product_id":"BTC-USD","size":"0.00000001","price":"100000.49","side":"sell"}',
    '{"type":"heartbeat","sequence":90,"last_trade_id":20,"product_id":"BTC-USD","time":"2026-01-05T00:00:01.234567Z"}',
    '{"type":"snapshot","product_id":"BTC-USD","bids":[["99999.90","0.4505"],["99999.8","2"]],"asks":[["100000.10","0.57753524"]]}',
    '{"type":"l2update","product_id":"BTC-USD","time":"2026-01-05T00:00:01.234567Z","changes":[["buy","99999.8","0"],["sell","100000.20","0.162567"]]}',
    '{"type":"subscriptions","channels":[{"name":"ticker","product_ids":["BTC-USD"],"account_ids":null}]}',
    '{"type":"error","message":"Failed to subscribe","reason":"XYZ-USD is not a valid product"}',
  ],
  fields: { id: "product_id", bid: "best_bid", ask: "best_ask", last: "price", volume: "volume_24h" },
};

const KRAKEN_IDS = ["BTC/USD", "ETH/USDT", "DOGE/EUR"];
const kraken: FuzzedVenue = {
  reading: { scan: scanKrakenQuote, parse: parseKrakenFrame, names: guessKrakenNames(), ids: KRAKEN_IDS },
  quote: (rng) =>
    `{"channel":"ticker","type":"${pick(rng, ["update", "snapshot"])}","data":[{"symbol":"${pick(rng, KRAKEN_IDS)}","bid":${amount(rng)},"bid_qty":2.5,"ask":${amount(rng)},` +
    `"ask_qty":3.2,"last":${amount(rng)},"volume":${amount(rng)},"vwap":105904.39279,"low":104711.0,"high":106613.1,"change":-250.0,"change_pct":-0.24` +
    `${pick(rng, ["", `,"timestamp":"${isoTime(rng)}"`])}}]}`,
  others: [
    '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":64000.10,"qty":0.0002,"ord_type":"limit","trade_id":71,"timestamp":"2026-03-01T12:00:01.5Z"}]}',
    '{"channel":"ohlc","type":"update","timestamp":"2026-03-01T12:00:31.5Z","data":[{"symbol":"BTC/USD","open":64000.1,"high":64010.0,"low":63990.0,"close":64005.5,"trades":3,"volume":0.75,"vwap":64001.2,"interval_begin":"2026-03-01T12:00:00.000000000Z","interval":1,"timestamp":"2026-03-01T12:01:00.000000Z"}]}',
    '{"channel":"book","type":"snapshot","data":[{"symbol":"BTC/USD","bids":[{"price":64000.10,"qty":0.50000000}],"asks":[{"price":64000.2,"qty":1.25}],"checksum":1,"timestamp":"2026-03-01T12:00:00.5Z"}]}',
    '{"channel":"heartbeat"}',
    '{"channel":"status","type":"update","data":[{"version":"2.0.9","system":"online","api_version":"v2","connection_id":1}]}',
    '{"method":"subscribe","result":{"channel":"ticker","symbol":"BTC/USD","snapshot":true},"success":true,"time_in":"2026-03-01T12:00:00Z","time_out":"2026-03-01T12:00:00Z","req_id":1}',
    '{"error":"Currency pair not supported BTC/XXX","method":"subscribe","req_id":2,"success":false,"symbol":"BTC/XXX"}',
  ],
  fields: { id: "symbol", bid: "bid", ask: "ask", last: "last", volume: "volume" },
};

export const FUZZED_VENUES: Readonly<Record<string, FuzzedVenue>> = { binance, coinbase, coinbaseexchange, kraken };
