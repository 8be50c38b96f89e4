// How does a test talk to the Kraken server's streams without a socket, beat by beat?
import { venueIdSchema } from "#shared/domain/ids.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import type { StreamSession } from "../core/stream-venue.ts";
import { type VenueServerOptions, VenueWorld } from "../core/venue-world.ts";
import { LISTINGS } from "./assets.ts";
import { type KrakenKeyOptions, KrakenKeyRing } from "./key-ring.ts";
import { krakenId } from "./kraken-id.ts";
import { FIRST_TIER } from "./quirks.ts";
import { krakenStreams } from "./stream-hosts.ts";
import { BEAT_MS, PUBLIC_PATH } from "./stream-quirks.ts";
import { KrakenTokens } from "./stream-tokens.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test reads any field of any frame
export type Frame = any;

const PRICES = { "BTC/USD": "100000", "ETH/USD": "3000" };

export function openStreams(options: Partial<VenueServerOptions> = { prices: PRICES }) {
  const clock = new ManualClock();
  const world = new VenueWorld({
    clock,
    ...options,
    venue: venueIdSchema.parse("kraken"),
    listings: LISTINGS,
    rules: {
      ...FIRST_TIER,
      feeAsset: "quote",
      clientIds: "openOnly",
      orderId: (count) => krakenId("O", count),
      tradeId: (count) => krakenId("T", count),
    },
  });
  const keys = new KrakenKeyRing();
  const tokens = new KrakenTokens((key) => keys.find(key.credentials.apiKey) === key);
  const venue = krakenStreams(tokens);
  const connect = (path = PUBLIC_PATH) => {
    const texts: string[] = [];
    const end: { code: number | null } = { code: null };
    const peer = {
      openedAt: clock.now(),
      send: (frame: unknown) => void texts.push(typeof frame === "string" ? frame : JSON.stringify(frame)),
      close: (code: number) => {
        end.code = code;
      },
    };
    const session = venue.open(peer, path, world);
    if (session === null) throw new RangeError(`The server has no ${path}`);
    return new TestPeer(clock, session, texts, end);
  };
  const addKey = (keyOptions: KrakenKeyOptions = {}) => keys.add(keyOptions, world.account, "pro", world.now());
  return { clock, world, keys, tokens, connect, addKey };
}

class TestPeer {
  readonly session: StreamSession;
  /** Code by which the venue ended it. */
  readonly end: { readonly code: number | null };
  readonly #clock: ManualClock;
  readonly #texts: string[];

  constructor(clock: ManualClock, session: StreamSession, texts: string[], end: { readonly code: number | null }) {
    this.#clock = clock;
    this.session = session;
    this.#texts = texts;
    this.end = end;
  }

  /** Frames since the last call, as they came. */
  texts(): readonly string[] {
    return this.#texts.splice(0);
  }

  frames(): readonly Frame[] {
    return this.texts().map((text): Frame => JSON.parse(text));
  }

  ask(message: object | string): readonly Frame[] {
    this.session.onMessage(typeof message === "string" ? message : JSON.stringify(message));
    return this.frames();
  }

  beat(): void {
    this.session.onBeat();
  }

  /** Lets time pass, beat by beat, and gives what came. */
  async pass(ms: number): Promise<readonly Frame[]> {
    for (let at = 0; at < ms; at += BEAT_MS) {
      await this.#clock.advance(BEAT_MS);
      this.beat();
    }
    return this.frames();
  }
}

export const subscription = (channel: string, symbol: readonly string[], more: object = {}, requestId = 1) => ({
  method: "subscribe",
  params: { channel, symbol, ...more },
  req_id: requestId,
});
