// Which sockets does Binance have, and what is behind each of them?
import type { StreamSession, StreamVenue } from "../core/stream-venue.ts";
import type { BookLog } from "./book-log.ts";
import type { BinanceKeyRing } from "./key-ring.ts";
import type { BinanceLimits } from "./rate-limits.ts";
import { AccountSession } from "./stream-account-session.ts";
import { MarketSession } from "./stream-market-session.ts";
import { API_PATH, BEAT_MS, COMBINED_PATH, CONNECTIONS, RAW_PATH, TOO_MANY } from "./stream-quirks.ts";

interface StreamParts {
  readonly keys: BinanceKeyRing;
  readonly limits: BinanceLimits;
  readonly books: BookLog;
}

/** A connection that is one too many. */
const DEAF: StreamSession = { onMessage: () => undefined, onBeat: () => undefined };

/** Accounts and markets count their connections together: all come from this computer. */
export function binanceStreams({ keys, limits, books }: StreamParts): StreamVenue {
  let opened: readonly number[] = [];
  return {
    beatMs: BEAT_MS,
    open: (peer, path, world) => {
      const streams = streamsIn(path);
      if (path !== API_PATH && streams === null) return null;
      const now = world.clock.now();
      opened = [...opened.filter((at) => at <= now && now - at < CONNECTIONS.withinMs), now];
      if (opened.length > CONNECTIONS.limit) {
        peer.close(TOO_MANY.code, TOO_MANY.reason);
        return DEAF;
      }
      if (streams === null) return new AccountSession({ peer, world, keys, limits });
      return new MarketSession({ peer, world, books, combined: path === COMBINED_PATH, streams });
    },
  };
}

/** Names of streams that the path of a market socket holds; null for another path. */
function streamsIn(path: string): readonly string[] | null {
  if (path === RAW_PATH || path === COMBINED_PATH) return [];
  return path.startsWith(`${RAW_PATH}/`)
    ? path
        .slice(RAW_PATH.length + 1)
        .split("/")
        .filter(Boolean)
    : null;
}
