// How is an account's private stream kept, and what does it tell? Hints only; whoever cares reads by REST.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { AccountHint, VenueClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Rng } from "#engine/ports/rng.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import type { AccountProtocol } from "./account-protocol.ts";
import { Backoff } from "./backoff.ts";
import type { ConnectBudget } from "./connect-budget.ts";
import { type OpenSocket, type SocketEnd, socketUrl } from "./open-socket.ts";
import type { StreamEvent } from "./stream-event.ts";
import { StreamLink } from "./stream-link.ts";

/** What all sockets of a venue share. */
export interface VenueSockets {
  readonly openSocket: OpenSocket;
  /** Of the loopback server that stands in for the venue; null: the venue itself. */
  readonly origin: string | null;
  readonly budget: ConnectBudget;
  readonly rng: Rng;
}

/** A client of a venue whose private socket we speak. */
export interface StreamingClient extends VenueClient {
  accountProtocol(): AccountProtocol;
}

const CHECK_MS: DurationMs = SECOND_MS / 2;
const HEALTHY_MS: DurationMs = MINUTE_MS;
const MESSAGES_PER_SECOND = 4;

/** Gives a client that has a private socket its `watchAccount`; others stay as they are. */
export function withAccountStream(
  client: VenueClient | StreamingClient,
  sockets: VenueSockets,
  clock: Clock,
  logger: Logger,
): VenueClient {
  if (!("accountProtocol" in client)) return client;
  client.watchAccount = (listener) => {
    const stream = new AccountStream({ protocol: client.accountProtocol(), sockets, clock, logger, listener });
    stream.start();
    return stream;
  };
  return client;
}

interface AccountStreamOptions {
  readonly protocol: AccountProtocol;
  readonly sockets: VenueSockets;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly listener: (hint: AccountHint) => void;
}

class AccountStream implements Stoppable {
  readonly #options: AccountStreamOptions;
  readonly #backoff: Backoff;
  readonly #stop = new AbortController();
  #link: StreamLink | null = null;
  #retry: Stoppable | null = null;
  #timer: Stoppable | null = null;
  #requests = 0;
  #isLoggedIn = false;
  /** The venue said no before anything stood. */
  #refused = false;

  constructor(options: AccountStreamOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.sockets.rng);
  }

  start(): void {
    this.#timer = this.#options.clock.every(CHECK_MS, () => this.#check());
    this.#open();
  }

  dispose(): void {
    this.#stop.abort();
    void this.#timer?.dispose();
    void this.#retry?.dispose();
    this.#link?.dispose();
    this.#link = null;
  }

  #open(): void {
    const { protocol, sockets, clock } = this.#options;
    const waitMs = sockets.budget.waitMs();
    if (waitMs > 0) {
      this.#retryIn(waitMs);
      return;
    }
    sockets.budget.take();
    this.#isLoggedIn = false;
    this.#refused = false;
    this.#link = new StreamLink({
      url: socketUrl(protocol.endpoint, sockets.origin),
      maxFrameBytes: protocol.maxFrameBytes,
      messagesPerSecond: MESSAGES_PER_SECOND,
      heartbeatMs: protocol.heartbeatMs,
      clock,
      openSocket: sockets.openSocket,
      pingText: () => protocol.ping(() => this.#nextId()),
      onOpen: (link) => drop(this.#logIn(link), this.#options.logger, "Logging in to a private stream"),
      onFrame: (link, frame, isBinary) => this.#takeFrame(link, frame, isBinary),
      onEnd: (link, end) => this.#ended(link, end),
    });
  }

  async #logIn(link: StreamLink): Promise<void> {
    try {
      for (const text of await this.#options.protocol.opening({ signal: this.#stop.signal })) link.send(text);
    } catch (error) {
      if (this.#stop.signal.aborted || link !== this.#link) return;
      link.dispose();
      this.#ended(link, {
        reason: error instanceof Error ? error.message : "It could not be opened.",
        retryAfterMs: null,
      });
    }
  }

  #takeFrame(link: StreamLink, frame: Buffer, isBinary: boolean): void {
    if (link !== this.#link) return;
    link.lastFrameMs = this.#options.clock.monotonicMs();
    if (isBinary) return;
    for (const event of this.#options.protocol.parse(frame.toString("utf8")).events) this.#takeEvent(link, event);
  }

  #takeEvent(link: StreamLink, event: StreamEvent): void {
    const { listener, logger } = this.#options;
    switch (event.type) {
      case "order":
        listener({ kind: "order", clientOrderId: event.clientOrderId, venueOrderId: event.venueOrderId });
        return;
      case "balance":
        listener({ kind: "balances" });
        return;
      case "subscribed":
        this.#isLoggedIn = true;
        listener({ kind: "connected" });
        return;
      case "heartbeat":
        link.pong();
        return;
      case "error":
        // Whatever it was about, what follows on this socket can not be relied on.
        this.#refused = !this.#isLoggedIn;
        this.#giveUp(link, event.message);
        return;
      case "status":
        if (event.state === "closing") this.#giveUp(link, event.detail ?? "The venue ends this connection.");
        return;
      case "malformed":
        logger.warn("A frame of a private stream could not be read", { reason: event.reason });
        return;
      default:
        return;
    }
  }

  #check(): void {
    const link = this.#link;
    if (link === null) return;
    const nowMs = this.#options.clock.monotonicMs();
    link.check(nowMs);
    const openedMs = link.openedMs;
    if (openedMs === null || link !== this.#link) return;
    const { rollAfterMs } = this.#options.protocol;
    if (nowMs - openedMs >= HEALTHY_MS) this.#backoff.reset();
    if (rollAfterMs !== null && nowMs - openedMs >= rollAfterMs) this.#giveUp(link, "Renewed before its end.");
  }

  #giveUp(link: StreamLink, reason: string): void {
    link.dispose();
    this.#ended(link, { reason, retryAfterMs: null });
  }

  #ended(link: StreamLink, { reason, retryAfterMs }: SocketEnd): void {
    if (link !== this.#link || this.#stop.signal.aborted) return;
    this.#link = null;
    this.#options.listener({ kind: "lost", reason });
    this.#retryIn(Math.max(this.#backoff.next(), retryAfterMs ?? 0, this.#refused ? REFUSED_MS : 0));
  }

  #retryIn(waitMs: DurationMs): void {
    this.#retry = this.#options.clock.after(waitMs, () => {
      this.#retry = null;
      this.#open();
    });
  }

  #nextId(): number {
    this.#requests += 1;
    return this.#requests;
  }
}

/** A venue that refused is not asked again at once: a refused key is refused again. */
const REFUSED_MS: DurationMs = 30 * SECOND_MS;
