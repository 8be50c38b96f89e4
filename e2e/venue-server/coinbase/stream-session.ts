// What happens on one of Coinbase's sockets? Requests are answered with all that stands; every frame carries the next number.
import type { StreamPeer, StreamSession } from "../core/stream-venue.ts";
import type { ChannelTeller } from "./channel-teller.ts";
import { tellersOf } from "./stream-channels.ts";
import { OrderTeller } from "./stream-orders.ts";
import {
  CLOSE,
  HEARTBEAT_MS,
  HEARTBEATS,
  MARKET_CHANNELS,
  type MarketChannel,
  QUIET_MS,
  SUBSCRIBE_WITHIN_MS,
  USER,
} from "./stream-quirks.ts";
import { type Gate, readRequest, type StreamRequest } from "./stream-request.ts";
import type { TradeTape } from "./trade-tape.ts";
import { userOf } from "./wallets.ts";
import { goTime, isoNanos } from "./wire-ids.ts";

/** The counter of heartbeats goes by the age of the venue's process, not of the connection (R). */
const FIRST_HEARTBEAT = 66_987;

export class CoinbaseSession implements StreamSession {
  readonly #peer: StreamPeer;
  readonly #path: string;
  readonly #gate: Gate;
  readonly #tellers: Readonly<Record<MarketChannel, ChannelTeller>>;
  #heartbeatMs: number | null = null;
  #heartbeats = FIRST_HEARTBEAT;
  #user: { readonly id: string; readonly orders: OrderTeller } | null = null;
  #sequence = 0;
  #sentMs: number;
  #hasSubscribed = false;

  constructor(peer: StreamPeer, path: string, gate: Gate, tape: TradeTape) {
    this.#peer = peer;
    this.#path = path;
    this.#gate = gate;
    this.#sentMs = peer.openedAt;
    this.#tellers = tellersOf(gate.world, tape);
  }

  onMessage(text: string): void {
    const read = readRequest(text, this.#path, this.#gate);
    if (read.kind === "error") {
      // Not counted: it has no number.
      this.#peer.send({ type: "error", message: read.message });
      return;
    }
    if (read.request.type === "subscribe") {
      this.#hasSubscribed = true;
      this.#subscribe(read.request);
    } else this.#unsubscribe(read.request);
    // Recorded: the snapshot of a channel comes before the acknowledgement.
    this.#send("subscriptions", { subscriptions: this.#standing() });
  }

  onBeat(): void {
    if (this.#mayEnd()) return;
    for (const channel of MARKET_CHANNELS) {
      const teller = this.#tellers[channel];
      for (const event of teller.changes()) this.#send(teller.wireName, event);
    }
    this.#user?.orders.settle();
    this.#tellOrders();
    if (this.#heartbeatMs !== null && this.#nowMs - this.#heartbeatMs >= HEARTBEAT_MS) this.#beat();
  }

  onEvent(): void {
    if (!this.#mayEnd()) this.#tellOrders();
  }

  /** Rhythms go by the time that passes; what the venue says goes by its own clock. */
  get #nowMs(): number {
    return this.#gate.world.clock.now();
  }

  #subscribe(request: StreamRequest): void {
    if (request.channel === HEARTBEATS) {
      this.#heartbeatMs ??= this.#nowMs;
    } else if (request.channel === USER) {
      const { account } = request.key;
      account.settle();
      const orders = new OrderTeller(account);
      this.#user = { id: userOf(account), orders };
      for (const group of orders.snapshot()) this.#send(USER, { type: "snapshot", orders: group });
    } else {
      const teller = this.#tellers[request.channel];
      for (const event of teller.begin(request.instruments)) this.#send(teller.wireName, event);
    }
  }

  #unsubscribe(request: StreamRequest): void {
    if (request.channel === HEARTBEATS) this.#heartbeatMs = null;
    else if (request.channel === USER) this.#user = null;
    else this.#tellers[request.channel].end(request.instruments);
  }

  #standing(): Readonly<Record<string, readonly string[]>> {
    const markets = MARKET_CHANNELS.map((channel) => [channel, this.#tellers[channel].productIds] as const);
    return Object.fromEntries([
      ...markets.filter(([, ids]) => ids.length > 0),
      ...(this.#heartbeatMs === null ? [] : [[HEARTBEATS, [HEARTBEATS]] as const]),
      ...(this.#user === null ? [] : [[USER, [this.#user.id]] as const]),
    ]);
  }

  #tellOrders(): void {
    const orders = this.#user?.orders.changes() ?? [];
    if (orders.length > 0) this.#send(USER, { type: "update", orders });
  }

  #beat(): void {
    this.#heartbeatMs = this.#nowMs;
    this.#heartbeats += 1;
    this.#send(HEARTBEATS, { current_time: goTime(this.#gate.world.now()), heartbeat_counter: this.#heartbeats });
  }

  #mayEnd(): boolean {
    const nowMs = this.#nowMs;
    const quiet = this.#heartbeatMs === null && nowMs - this.#sentMs >= QUIET_MS;
    if (this.#gate.world.state === "maintenance") this.#peer.close(...CLOSE.maintenance);
    else if (!this.#hasSubscribed && nowMs - this.#peer.openedAt >= SUBSCRIBE_WITHIN_MS)
      this.#peer.close(...CLOSE.notSubscribed);
    else if (quiet) this.#peer.close(...CLOSE.quiet);
    else return false;
    return true;
  }

  #send(channel: string, event: object): void {
    const number = this.#sequence;
    this.#sequence += 1;
    this.#sentMs = this.#nowMs;
    const timestamp = isoNanos(this.#gate.world.now(), number);
    this.#peer.send({ channel, client_id: "", timestamp, sequence_num: number, events: [event] });
  }
}
