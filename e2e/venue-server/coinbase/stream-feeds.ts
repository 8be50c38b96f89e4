// Which sockets does Coinbase's server have, and who may do what on them?

import { DecayingCounter } from "../core/rate-counters.ts";
import type { StreamVenue } from "../core/stream-venue.ts";
import type { StoredKey } from "./call.ts";
import { BEAT_MS, MARKET_PATH, UNSIGNED_PER_SECOND, USER_PATH } from "./stream-quirks.ts";
import { CoinbaseSession } from "./stream-session.ts";
import { TradeTape } from "./trade-tape.ts";

/** All sockets come from one address, so that they share what an address may send. */
export function coinbaseStreams(keys: ReadonlyMap<string, StoredKey>): StreamVenue {
  const unsigned = new DecayingCounter(UNSIGNED_PER_SECOND, UNSIGNED_PER_SECOND);
  const usedTokens = new Set<string>();
  // Made by the first socket: the server knows its world only then.
  let tape: TradeTape | null = null;
  return {
    beatMs: BEAT_MS,
    open: (peer, path, world) => {
      if (path !== MARKET_PATH && path !== USER_PATH) return null;
      const takeUnsigned = () => unsigned.take(1, world.clock.now());
      tape ??= new TradeTape(world);
      return new CoinbaseSession(peer, path, { world, keys, usedTokens, takeUnsigned }, tape);
    },
  };
}
