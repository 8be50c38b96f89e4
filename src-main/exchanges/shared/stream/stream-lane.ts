// How does one set of subscriptions stay connected? One socket, replaced with overlap before or as soon as it fails.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Rng } from "#engine/ports/rng.ts";
import { type DurationMs, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { Backoff } from "./backoff.ts";
import type { ConnectBudget } from "./connect-budget.ts";
import type { FeedProtocol, StreamKey } from "./feed-protocol.ts";
import { type LaneMarkets, NO_MARKETS } from "./lane-markets.ts";
import type { OpenSocket, SocketEnd } from "./open-socket.ts";
import { StreamLink } from "./stream-link.ts";
import { type Refusal, SubscriptionLedger } from "./subscription-ledger.ts";

/** A connection that held for so long starts the waiting times anew. */
const HEALTHY_MS: DurationMs = MINUTE_MS;
/** A replacement takes over at the latest so long after it opened. */
const OVERLAP_MS: DurationMs = 5 * SECOND_MS;

export interface LaneOptions {
  readonly protocol: FeedProtocol;
  readonly url: string;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly budget: ConnectBudget;
  readonly openSocket: OpenSocket;
  readonly firstReconnectMs?: DurationMs;
  readonly nextId: () => number;
  readonly onFrame: (lane: StreamLane, link: StreamLink, frame: Buffer, isBinary: boolean) => void;
  readonly onDown: (lane: StreamLane, reason: string) => void;
  readonly onAlarm: (alarm: string) => void;
  readonly onRefused: (refusals: readonly Refusal[]) => void;
}

interface Side {
  readonly link: StreamLink;
  readonly ledger: SubscriptionLedger;
}

export class StreamLane implements Stoppable {
  /** Markets whose quotes come here; asked for with every frame. */
  markets: LaneMarkets = NO_MARKETS;
  readonly #options: LaneOptions;
  readonly #backoff: Backoff;
  #keys: readonly StreamKey[] = [];
  #current: Side | null = null;
  /** Being opened to take the place of the current one. */
  #next: Side | null = null;
  #retry: Stoppable | null = null;
  #disposed = false;
  #opened = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.rng, options.firstReconnectMs);
  }

  get keys(): readonly StreamKey[] {
    return this.#keys;
  }

  /** Sockets opened beyond the first. */
  get reconnects(): number {
    return Math.max(0, this.#opened - 1);
  }

  get isUp(): boolean {
    return this.#current?.link.isOpen === true;
  }

  isServing(nowMs: number): boolean {
    return this.#current?.link.isServing(nowMs) === true;
  }

  /** The link whose frames count as this lane's; null while it is down. */
  get link(): StreamLink | null {
    return this.#current?.link ?? null;
  }

  /** Opens it, or brings what is subscribed in line with `keys`. */
  setKeys(keys: readonly StreamKey[]): void {
    const before = new Set(this.#keys);
    const gone = this.#keys.filter((key) => !keys.includes(key));
    const added = keys.filter((key) => !before.has(key));
    this.#keys = keys;
    if (this.#current === null && this.#next === null && this.#retry === null) this.#open();
    for (const side of this.#sides()) {
      if (!side.link.isOpen) continue;
      this.#unsubscribe(side, gone);
      side.ledger.request(added, () => this.#nowMs());
    }
  }

  /** Subscribes these anew, as when they fell silent. */
  resubscribe(keys: readonly StreamKey[]): void {
    const side = this.#current;
    if (side === null || !side.link.isOpen) return;
    const own = keys.filter((key) => this.#keys.includes(key));
    this.#unsubscribe(side, own);
    side.ledger.request(own, () => this.#nowMs());
  }

  standingSince(key: StreamKey): number | null {
    return this.#current?.ledger.standingSince(key) ?? null;
  }

  ledgerOf(link: StreamLink): SubscriptionLedger | null {
    return this.#sides().find((side) => side.link === link)?.ledger ?? null;
  }

  /** A fresh socket takes over; the present one serves until then. Does nothing while one is on its way. */
  replace(alarm: string): void {
    if (this.#next !== null || this.#retry !== null || this.#current === null || this.#disposed) return;
    this.#options.onAlarm(alarm);
    this.#retryIn(this.#waitMs(null));
  }

  /** The network has come back, or a person asks: no waiting, within the budget. */
  connectNow(): void {
    if (this.#disposed || this.#next !== null) return;
    if (this.#current !== null && !this.#current.link.isOpen) return;
    void this.#retry?.dispose();
    this.#retry = null;
    const waitMs = this.#options.budget.waitMs();
    if (waitMs > 0) this.#retryIn(waitMs);
    else this.#open();
  }

  /** Gives the present socket up, as after sleep, and connects at once. */
  restart(reason: string): void {
    for (const { link } of this.#sides()) link.dispose();
    const wasUp = this.#current !== null;
    this.#current = null;
    this.#next = null;
    if (wasUp) this.#options.onDown(this, reason);
    this.connectNow();
  }

  /** Twice a second: vital signs, answers that are overdue, age. */
  check(): void {
    const nowMs = this.#nowMs();
    for (const { link } of this.#sides()) {
      const alarm = link.check(nowMs);
      if (alarm !== null) this.#options.onAlarm(alarm);
    }
    for (const { ledger } of this.#sides()) {
      const { again, refused } = ledger.overdue(() => this.#nowMs());
      if (again > 0) this.#options.onAlarm("noAnswer");
      if (refused.length > 0) this.#options.onRefused(refused);
    }
    this.#mayTakeOver(nowMs);
    const openedMs = this.#current?.link.openedMs ?? null;
    if (openedMs === null) return;
    const ageMs = nowMs - openedMs;
    const { rollAfterMs } = this.#options.protocol;
    if (ageMs >= HEALTHY_MS && this.#next === null) this.#backoff.reset();
    if (rollAfterMs !== null && ageMs >= rollAfterMs) this.replace("roll");
  }

  dispose(): void {
    this.#disposed = true;
    void this.#retry?.dispose();
    for (const { link } of this.#sides()) link.dispose();
    this.#current = null;
    this.#next = null;
  }

  #open(): void {
    const { protocol, url, clock, openSocket, budget, nextId } = this.#options;
    budget.take();
    this.#opened += 1;
    const link = new StreamLink({
      url,
      clock,
      openSocket,
      maxFrameBytes: protocol.limits.maxFrameBytes,
      messagesPerSecond: protocol.limits.messagesPerSecond,
      heartbeatMs: protocol.heartbeatMs,
      pingText: () => protocol.ping(nextId),
      onOpen: () => this.#start(side),
      onFrame: (from, frame, isBinary) => this.#options.onFrame(this, from, frame, isBinary),
      onEnd: (_link, end) => this.#ended(side, end),
    });
    const ledger = new SubscriptionLedger({
      messages: (keys) => protocol.subscribe(keys, nextId),
      send: (text, onSent) => link.send(text, onSent),
      channelOf: protocol.channelOf,
    });
    const side: Side = { link, ledger };
    if (this.#current === null) this.#current = side;
    else this.#next = side;
  }

  #start(side: Side): void {
    const { protocol, nextId } = this.#options;
    const ids = [...new Set(this.#keys.map(({ id }) => id))];
    for (const text of protocol.opening(ids, nextId)) side.link.send(text);
    side.ledger.request(this.#keys, () => this.#nowMs());
  }

  /** The replacement serves as soon as everything it was asked for stands; the two overlap until then. */
  #mayTakeOver(nowMs: number): void {
    const next = this.#next;
    const openedMs = next?.link.openedMs ?? null;
    if (next === null || openedMs === null || !next.link.isOpen) return;
    if (!next.ledger.isSettled && nowMs - openedMs < OVERLAP_MS) return;
    this.#current?.link.dispose();
    this.#current = next;
    this.#next = null;
  }

  #ended(side: Side, { reason, retryAfterMs }: SocketEnd): void {
    if (this.#disposed) return;
    if (side === this.#next) {
      this.#next = null;
      if (this.#retry === null) this.#retryIn(this.#waitMs(retryAfterMs));
      return;
    }
    if (side !== this.#current) return;
    // A replacement on its way is the quickest way back.
    this.#current = this.#next;
    this.#next = null;
    this.#options.onDown(this, reason);
    if (this.#current === null && this.#retry === null) this.#retryIn(this.#waitMs(retryAfterMs));
  }

  #waitMs(retryAfterMs: number | null): DurationMs {
    return Math.max(this.#backoff.next(), retryAfterMs ?? 0, this.#options.budget.waitMs());
  }

  #retryIn(waitMs: DurationMs): void {
    this.#retry = this.#options.clock.after(waitMs, () => {
      this.#retry = null;
      const again = this.#options.budget.waitMs();
      if (again > 0) this.#retryIn(again);
      else this.#open();
    });
  }

  #unsubscribe({ link, ledger }: Side, keys: readonly StreamKey[]): void {
    if (keys.length === 0) return;
    ledger.forget(keys);
    for (const { text } of this.#options.protocol.unsubscribe(keys, this.#options.nextId)) link.send(text);
  }

  #sides(): readonly Side[] {
    return [this.#current, this.#next].filter((side) => side !== null);
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }
}
