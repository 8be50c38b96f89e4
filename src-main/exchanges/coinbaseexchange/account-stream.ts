// How does an account at Coinbase Exchange hear of its own orders? By a channel of the public socket that wants a signature.
import type { Credentials } from "#engine/core/credentials.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { ListedMarket, MarketList, MarketTable } from "#exchanges/shared/market-list.ts";
import type { AccountProtocol } from "#exchanges/shared/stream/account-protocol.ts";
import type { StreamNames } from "#exchanges/shared/stream/feed-protocol.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { type SocketSignature, signSocket } from "./exchange.ts";
import { parseCoinbaseExchangeAccountFrame } from "./parse-account-frame.ts";
import { coinbaseExchangeNames } from "./stream-names.ts";
import {
  ACCOUNT_FRAME_BYTES,
  ACCOUNT_PRODUCTS_PER_MESSAGE,
  HEARTBEAT_CHANNEL,
  HEARTBEAT_MS,
  socketOf,
  USER_CHANNEL,
} from "./stream-quirks.ts";

interface AccountStreamParts {
  readonly endpoint: EndpointKind;
  readonly clock: Clock;
  readonly list: MarketList<MarketTable<ListedMarket>>;
  /** Asked anew for each connection. */
  readonly credentials: () => Promise<Credentials>;
}

const NO_NAMES: StreamNames = { symbolOf: () => null, idOf: () => null };

export function coinbaseExchangeAccountStream(parts: AccountStreamParts): AccountProtocol {
  let names = NO_NAMES;
  let asked: ReadonlySet<string> = new Set();
  /** Products that the venue refused, so that the next connection does without them. */
  const refused = new Set<string>();
  return {
    endpoint: socketOf(parts.endpoint),
    heartbeatMs: HEARTBEAT_MS,
    rollAfterMs: null,
    maxFrameBytes: ACCOUNT_FRAME_BYTES,
    opening: async ({ signal }) => {
      const table = await parts.list.table();
      const credentials = await parts.credentials();
      if (signal.aborted)
        throw new EngineError("VENUE_UNREACHABLE", "The account's connection was given up.", { retryable: true });
      names = coinbaseExchangeNames(table);
      const ids = onlineIds(table, refused);
      asked = new Set(ids);
      return openingMessages(ids, signSocket(credentials, parts.clock.now()));
    },
    ping: () => null,
    parse: (text) => {
      const frame = parseCoinbaseExchangeAccountFrame(text, names, asked);
      for (const event of frame.events) {
        const id = event.type === "error" && event.symbol !== null ? names.idOf(event.symbol) : null;
        if (id !== null) refused.add(id);
      }
      return frame;
    },
  };
}

/** The channel wants products named, and one that is refused may take its whole message with it. */
function onlineIds(table: MarketTable<ListedMarket>, refused: ReadonlySet<string>): readonly string[] {
  const online = table.markets.filter(({ instrument }) => instrument.status !== "offline");
  const ids = online.map(({ id }) => id).filter((id) => !refused.has(id));
  if (ids.length > 0) return ids;
  throw new EngineError("VENUE_MAINTENANCE", "Coinbase Exchange has no market that is open now.", { retryable: true });
}

/** One heartbeat is enough to show that the connection lives. */
function openingMessages(ids: readonly string[], signature: SocketSignature): readonly string[] {
  const messages: string[] = [];
  for (let from = 0; from < ids.length; from += ACCOUNT_PRODUCTS_PER_MESSAGE) {
    const user = { name: USER_CHANNEL, product_ids: ids.slice(from, from + ACCOUNT_PRODUCTS_PER_MESSAGE) };
    const heartbeat = { name: HEARTBEAT_CHANNEL, product_ids: ids.slice(0, 1) };
    const channels = from === 0 ? [user, heartbeat] : [user];
    messages.push(JSON.stringify({ type: "subscribe", channels, ...signature }));
  }
  return messages;
}
