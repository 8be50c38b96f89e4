// How does an account listen to its own orders at Coinbase?
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { MarketList } from "#exchanges/shared/market-list.ts";
import type { AccountProtocol } from "#exchanges/shared/stream/account-protocol.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { parseCoinbaseAccountFrame } from "./parse-account-frame.ts";
import { coinbaseStreamNames } from "./stream-names.ts";
import { HEARTBEAT_CHANNEL, HEARTBEAT_MS, MAX_FRAME_BYTES, USER_CHANNEL, USER_SOCKET } from "./stream-quirks.ts";
import { makeStreamToken } from "./stream-token.ts";
import type { CoinbaseMarkets } from "./symbols.ts";

interface AccountStreamParts {
  readonly credentials: () => Promise<Credentials>;
  readonly list: MarketList<CoinbaseMarkets>;
  readonly clock: Clock;
}

/**
 * One object for the account's life, one socket at a time. Where a frame's number is left out, an `error` about the whole connection
 * comes before what the frame says, and whoever runs the socket must start it anew.
 */
export class CoinbaseAccountStream implements AccountProtocol {
  readonly endpoint = USER_SOCKET;
  readonly heartbeatMs = HEARTBEAT_MS;
  readonly rollAfterMs = null;
  readonly maxFrameBytes = MAX_FRAME_BYTES;
  readonly #parts: AccountStreamParts;
  #names: StreamNames = { symbolOf: () => null, idOf: () => null };
  /** The highest number on this connection; null before the first. */
  #number: number | null = null;

  constructor(parts: AccountStreamParts) {
    this.#parts = parts;
  }

  async opening(): Promise<readonly string[]> {
    this.#number = null;
    await this.#readNames();
    const key = await this.#parts.credentials();
    // "You must generate a different JWT for each websocket message." Without product ids it is about all products.
    return [HEARTBEAT_CHANNEL, USER_CHANNEL].map((channel) =>
      JSON.stringify({ type: "subscribe", channel, jwt: makeStreamToken(key, this.#parts.clock.now()) }),
    );
  }

  ping(): null {
    return null;
  }

  parse(text: string): ParsedFrame {
    const frame = parseCoinbaseAccountFrame(text, this.#names);
    return { ...frame, events: [...this.#lost(frame.connectionSequence), ...frame.events] };
  }

  #lost(number: number | null): readonly StreamEvent[] {
    if (number === null) return [];
    const last = this.#number ?? number - 1;
    // A frame that comes twice, or late after the jump that told of it, takes nothing away.
    this.#number = Math.max(last, number);
    if (number <= last + 1) return [];
    const message = `Coinbase's frames went from ${last} to ${number}: what was between them is lost.`;
    return [{ type: "error", message, symbol: null, requestId: null }];
  }

  /** An order is told by its ids; without the list it has no market, and that is no reason not to listen. */
  async #readNames(): Promise<void> {
    try {
      this.#names = coinbaseStreamNames(await this.#parts.list.table());
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }
}
