// Which venues' frames can be read without an account or a market list? One line a venue.
import { parseBinanceAccountFrame } from "#exchanges/binance/parse-account-frame.ts";
import { parseBinanceFrame } from "#exchanges/binance/parse-frame.ts";
import { guessBinanceNames } from "#exchanges/binance/stream-names.ts";
import { parseCoinbaseAccountFrame } from "#exchanges/coinbase/parse-account-frame.ts";
import { parseCoinbaseFrame } from "#exchanges/coinbase/parse-frame.ts";
import { guessCoinbaseNames } from "#exchanges/coinbase/stream-names.ts";
import { parseCoinbaseExchangeAccountFrame } from "#exchanges/coinbaseexchange/parse-account-frame.ts";
import { parseCoinbaseExchangeFrame } from "#exchanges/coinbaseexchange/parse-frame.ts";
import { guessCoinbaseExchangeNames } from "#exchanges/coinbaseexchange/stream-names.ts";
import { parseKrakenFrame, readFrame } from "#exchanges/kraken/parse-frame.ts";
import { parseBalances, parseExecutions } from "#exchanges/kraken/parse-private-frames.ts";
import { guessKrakenNames } from "#exchanges/kraken/stream-names.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { ParsedFrame } from "#exchanges/shared/stream/stream-event.ts";

type ParseFrame = (text: string, names: StreamNames) => ParsedFrame;

export interface DecodableVenue {
  readonly names: () => StreamNames;
  /** Frames of the public socket. */
  readonly market: ParseFrame;
  /** Frames of an account's socket. */
  readonly account: ParseFrame;
}

const NONE: ReadonlySet<string> = new Set();

export const DECODABLE: ReadonlyMap<string, DecodableVenue> = new Map<string, DecodableVenue>([
  ["binance", { names: guessBinanceNames, market: parseBinanceFrame, account: parseBinanceAccountFrame }],
  ["coinbase", { names: guessCoinbaseNames, market: parseCoinbaseFrame, account: parseCoinbaseAccountFrame }],
  [
    "coinbaseexchange",
    {
      names: guessCoinbaseExchangeNames,
      market: parseCoinbaseExchangeFrame,
      account: (text, names) => parseCoinbaseExchangeAccountFrame(text, names, NONE),
    },
  ],
  [
    "kraken",
    {
      names: guessKrakenNames,
      market: parseKrakenFrame,
      account: (text, names) => readFrame(text, names, { executions: parseExecutions, balances: parseBalances }),
    },
  ],
]);
