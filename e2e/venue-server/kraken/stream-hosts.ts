// Which sockets does Kraken have, and what is behind each of them?
import type { StreamVenue } from "../core/stream-venue.ts";
import { PrivateDesk } from "./stream-private-desk.ts";
import { PublicDesk } from "./stream-public-desk.ts";
import { BEAT_MS, PRIVATE_PATH, PUBLIC_PATH } from "./stream-quirks.ts";
import { KrakenSession } from "./stream-session.ts";
import type { KrakenTokens } from "./stream-tokens.ts";

/** The private one takes tokens that the same server's REST gave out. */
export function krakenStreams(tokens: KrakenTokens): StreamVenue {
  let opened = 0;
  return {
    beatMs: BEAT_MS,
    open: (peer, path, world) => {
      if (path !== PUBLIC_PATH && path !== PRIVATE_PATH) return null;
      opened += 1;
      const desk = path === PUBLIC_PATH ? new PublicDesk(world) : new PrivateDesk(world, tokens);
      return new KrakenSession({ peer, world, desk, connectionId: opened });
    },
  };
}
