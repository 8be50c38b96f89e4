// Which venues' frames are ingested, and how do they look? Synthetic, in the documented format of each venue.
import { binanceStream } from "#exchanges/binance/stream.ts";
import { COINBASE_STREAM } from "#exchanges/coinbase/stream.ts";
import { coinbaseExchangeStream } from "#exchanges/coinbaseexchange/stream.ts";
import { KRAKEN_STREAM } from "#exchanges/kraken/stream.ts";
import type { FeedProtocol } from "#exchanges/shared/stream/feed-protocol.ts";
import { venueIdSchema } from "#shared/domain/ids.ts";

/** A market's state as its next frame tells it; prices and amounts are texts without an exponent. */
export interface FrameContent {
  readonly id: string;
  /** Number of the frame in the stream, from 0. */
  readonly number: number;
  readonly timeMs: number;
  readonly bid: string;
  readonly ask: string;
  readonly last: string;
  readonly size: string;
  readonly volume: string;
}

export interface StreamVenue {
  readonly protocol: FeedProtocol;
  /** The venue's and the program's name of market `index`. */
  readonly id: (index: number) => string;
  readonly symbol: (index: number) => string;
  readonly frame: (content: FrameContent) => string;
}

const FIRST_UPDATE = 22_606_535_573;
const QUOTE = "USD";
const symbol = (quote: string) => (index: number) => `C${index}/${quote}`;
const time = (ms: number) => `${new Date(ms).toISOString().slice(0, -1)}359Z`;
const noBooks = () => Promise.reject(new Error("The bench asks for no book"));

export const STREAM_VENUES: Readonly<Record<string, StreamVenue>> = {
  binance: {
    protocol: binanceStream({ endpoint: "production", fetchSnapshot: noBooks }),
    id: (index) => `C${index}USDT`,
    symbol: symbol("USDT"),
    frame: ({ id, number, bid, ask, size }) =>
      `{"u":${FIRST_UPDATE + number},"s":"${id}","b":"${bid}000000","B":"${size}","a":"${ask}000000","A":"${size}"}`,
  },
  coinbase: {
    protocol: COINBASE_STREAM,
    id: (index) => `C${index}-${QUOTE}`,
    symbol: symbol(QUOTE),
    frame: ({ id, number, timeMs, bid, ask, last, size, volume }) =>
      `{"channel":"ticker","client_id":"","timestamp":"${time(timeMs)}","sequence_num":${number},"events":[{"type":"update",` +
      `"tickers":[{"type":"ticker","product_id":"${id}","price":"${last}","volume_24_h":"${volume}","low_24_h":"${bid}",` +
      `"high_24_h":"${ask}","low_52_w":"${bid}","high_52_w":"${ask}","price_percent_chg_24_h":"-4.15775596190603",` +
      `"best_bid":"${bid}","best_bid_quantity":"${size}","best_ask":"${ask}","best_ask_quantity":"${size}"}]}]}`,
  },
  coinbaseexchange: {
    protocol: coinbaseExchangeStream({ venue: venueIdSchema.parse("coinbaseexchange"), endpoint: "production" }),
    id: (index) => `C${index}-${QUOTE}`,
    symbol: symbol(QUOTE),
    frame: ({ id, number, timeMs, bid, ask, last, size, volume }) =>
      `{"type":"ticker","sequence":${FIRST_UPDATE + number},"product_id":"${id}","price":"${last}","open_24h":"${bid}",` +
      `"volume_24h":"${volume}","low_24h":"${bid}","high_24h":"${ask}","volume_30d":"1093827.95195495","best_bid":"${bid}",` +
      `"best_bid_size":"${size}","best_ask":"${ask}","best_ask_size":"${size}","side":"sell","time":"${time(timeMs)}",` +
      `"trade_id":${number},"last_size":"${size}"}`,
  },
  kraken: {
    protocol: KRAKEN_STREAM,
    id: symbol(QUOTE),
    symbol: symbol(QUOTE),
    frame: ({ id, timeMs, bid, ask, last, size, volume }) =>
      `{"channel":"ticker","type":"update","data":[{"symbol":"${id}","bid":${bid},"bid_qty":${size},"ask":${ask},` +
      `"ask_qty":${size},"last":${last},"volume":${volume},"vwap":${last}123,"low":${bid},"high":${ask},"change":-0.17,` +
      `"change_pct":-0.24,"timestamp":"${time(timeMs)}"}]}`,
  },
};
