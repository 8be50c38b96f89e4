// How does the private socket of one Kraken account speak?
import { Secret } from "#engine/core/secret.ts";
import type { Answer } from "#exchanges/shared/answer.ts";
import type { AccountProtocol } from "#exchanges/shared/stream/account-protocol.ts";
import type { ParsedFrame, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import type { VenueSession } from "#exchanges/shared/venue-session.ts";
import { safely } from "./frame-rows.ts";
import { readFrame } from "./parse-frame.ts";
import { parseBalances, parseExecutions } from "./parse-private-frames.ts";
import { parseHeartbeat, parseStatus } from "./parse-reply-frame.ts";
import { ROUTES } from "./routes.ts";
import { krakenPing } from "./stream.ts";
import { guessKrakenNames } from "./stream-names.ts";
import { HEARTBEAT_MS, LIMITS, PRIVATE_SOCKET } from "./stream-quirks.ts";

/** Kraken's have some 40 characters; what is hidden from errors must be no word of theirs. */
const SHORTEST_TOKEN = 16;

/**
 * One object for the account's life, one socket at a time. Kraken numbers the frames of each private channel from its snapshot on; where
 * a number is left out an `error` about the whole connection (no market, no request) comes before what the frame says, and whoever
 * runs the socket must start it anew.
 */
export class KrakenAccountStream implements AccountProtocol {
  readonly endpoint = PRIVATE_SOCKET;
  readonly heartbeatMs = HEARTBEAT_MS;
  readonly rollAfterMs = null;
  readonly maxFrameBytes = LIMITS.maxFrameBytes;
  readonly #session: VenueSession;
  readonly #names = guessKrakenNames();
  /** The highest number so far, by channel. */
  readonly #numbers = new Map<string, number>();
  #token: Secret | null = null;

  constructor(session: VenueSession) {
    this.#session = session;
  }

  /** The token is good for 15 minutes until it is used first, and then for as long as its socket lives: each socket gets its own. */
  async opening({ signal }: { readonly signal: AbortSignal }): Promise<readonly string[]> {
    const { body } = await this.#session.read(ROUTES.socketToken, {}, { signal });
    const place = body.at("result").at("token");
    const token = place.text();
    if (token.length < SHORTEST_TOKEN) throw place.unexpected("a token");
    this.#token = new Secret(token);
    this.#numbers.clear();
    return [
      { channel: "executions", snap_orders: true, snap_trades: false, token },
      { channel: "balances", snapshot: true, token },
    ].map((params) => JSON.stringify({ method: "subscribe", params }));
  }

  ping(nextId: () => number): string {
    return krakenPing(nextId);
  }

  parse(text: string): ParsedFrame {
    return readFrame(this.#withoutToken(text), this.#names, {
      executions: (frame) => [...this.#lost(frame, "executions"), ...parseExecutions(frame)],
      balances: (frame) => [...this.#lost(frame, "balances"), ...parseBalances(frame)],
      heartbeat: parseHeartbeat,
      status: parseStatus,
    });
  }

  /** Kraken's words go into errors and logs; should it ever repeat the token, that must not. */
  #withoutToken(text: string): string {
    return this.#token === null ? text : text.replaceAll(this.#token.reveal(), "[token]");
  }

  #lost(frame: Answer, channel: string): readonly StreamEvent[] {
    return safely(() => {
      const number = frame.at("sequence").whole();
      const last = this.#numbers.get(channel);
      const isStart = last === undefined || frame.at("type").oneOf("snapshot", "update") === "snapshot";
      // A frame that comes twice, or late after the jump that told of it, takes nothing away.
      this.#numbers.set(channel, isStart ? number : Math.max(last, number));
      if (isStart || number <= last + 1) return [];
      const message = `Kraken's frames about ${channel} went from ${last} to ${number}: what was between them is lost.`;
      return [{ type: "error", message, symbol: null, requestId: null }];
    });
  }
}
