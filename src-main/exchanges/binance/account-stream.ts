// How does an account listen to its own orders and balances at Binance?
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { AccountProtocol } from "#exchanges/shared/stream/account-protocol.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { ParsedFrame } from "#exchanges/shared/stream/stream-event.ts";
import { type UnixMs, unixMs } from "#shared/domain/time.ts";
import { signSubscription } from "./exchange.ts";
import type { BinanceMarketSide } from "./market.ts";
import { parseBinanceAccountFrame } from "./parse-account-frame.ts";
import { binanceStreamNames } from "./stream-names.ts";
import { ACCOUNT_CHANNEL, accountSocket, CLOCK_REFUSAL, MAX_FRAME_BYTES, ROLL_AFTER_MS } from "./stream-quirks.ts";

interface AccountStreamParts {
  /** Asked anew for each connection. */
  readonly credentials: () => Promise<Credentials>;
  readonly market: Pick<BinanceMarketSide, "endpoint" | "list" | "clockCheck">;
  readonly clock: Clock;
}

const NO_NAMES: StreamNames = { symbolOf: () => null, idOf: () => null };
const REQUEST_ID = 1;

export class BinanceAccountStream implements AccountProtocol {
  readonly endpoint: AccountProtocol["endpoint"];
  readonly heartbeatMs = null;
  readonly rollAfterMs = ROLL_AFTER_MS;
  readonly maxFrameBytes = MAX_FRAME_BYTES;
  readonly #parts: AccountStreamParts;
  #names = NO_NAMES;
  /** The venue did not like our time: the clocks are compared anew before the next try. */
  #clockRefused = false;

  constructor(parts: AccountStreamParts) {
    this.#parts = parts;
    this.endpoint = accountSocket(parts.market.endpoint);
  }

  async opening({ signal }: { readonly signal: AbortSignal }): Promise<readonly string[]> {
    await this.#learnNames();
    const credentials = await this.#parts.credentials();
    const now = await this.#venueTime();
    if (signal.aborted)
      throw new EngineError("VENUE_UNREACHABLE", "The account's connection was given up.", { retryable: true });
    const params = signSubscription(credentials, now);
    return [JSON.stringify({ id: REQUEST_ID, method: ACCOUNT_CHANNEL, params })];
  }

  ping(): null {
    return null;
  }

  parse(text: string): ParsedFrame {
    const parsed = parseBinanceAccountFrame(text, this.#names);
    for (const event of parsed.events)
      if (event.type === "error" && CLOCK_REFUSAL.test(event.message)) this.#clockRefused = true;
    return parsed;
  }

  /** An order is told by its ids; without the list it has no market, and that is no reason not to listen. */
  async #learnNames(): Promise<void> {
    try {
      this.#names = binanceStreamNames(await this.#parts.market.list.table());
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  async #venueTime(): Promise<UnixMs> {
    const { market, clock } = this.#parts;
    const errorMs = await market.clockCheck.errorMs(this.#clockRefused);
    this.#clockRefused = false;
    return unixMs(Math.max(0, clock.now() - errorMs));
  }
}
