// How does one socket of accounts at Binance live? Each signed subscription is checked like a REST call, then told what happens.
import type { StreamPeer, StreamSession } from "../core/stream-venue.ts";
import type { VenueWorld } from "../core/venue-world.ts";
import { BinanceRefusal, refusals } from "./binance-refusal.ts";
import type { BinanceKeyRing } from "./key-ring.ts";
import { WEIGHT_LIMIT } from "./quirks.ts";
import type { BinanceLimits } from "./rate-limits.ts";
import { type ApiRequest, readApiRequest, readRequestId } from "./stream-api-request.ts";
import { shutdownEvent } from "./stream-frames.ts";
import { OwnEvents } from "./stream-own-events.ts";
import { LISTENING_RIGHT, USER_STREAM_WEIGHT } from "./stream-quirks.ts";
import { SocketLife } from "./stream-socket-life.ts";

interface AccountSocket {
  readonly peer: StreamPeer;
  readonly world: VenueWorld;
  readonly keys: BinanceKeyRing;
  readonly limits: BinanceLimits;
}

/** The server is reached from this computer only, and the core does not tell a socket's address. */
const REMOTE_ADDRESS = "127.0.0.1";

export class AccountSession implements StreamSession {
  readonly #socket: AccountSocket;
  readonly #life: SocketLife;
  /** By the number that the venue gave each. */
  readonly #subscriptions = new Map<number, OwnEvents>();
  #subscribed = 0;

  constructor(socket: AccountSocket) {
    this.#socket = socket;
    const { peer, world } = socket;
    this.#life = new SocketLife(peer, world, () => peer.send({ event: shutdownEvent(world.now()) }));
  }

  onMessage(text: string): void {
    if (!this.#life.takeMessage()) return;
    const { peer, world, limits } = this.#socket;
    let used: number | null = null;
    let showLimits = true;
    let answer: object;
    const after: object[] = [];
    try {
      const request = readApiRequest(text);
      showLimits = request.showLimits;
      limits.checkBan(world.limitNow());
      used = Number(limits.takeWeight(USER_STREAM_WEIGHT, world.limitNow())["x-mbx-used-weight-1m"]);
      answer = { status: 200, result: this.#answer(request, after) };
    } catch (error) {
      if (!(error instanceof BinanceRefusal)) throw error;
      answer = { status: error.status, error: { code: error.code, msg: error.message } };
    }
    const count = used;
    const rateLimits = [
      { rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: WEIGHT_LIMIT, count },
    ];
    // What was not counted has nothing to tell.
    const isTold = showLimits && count !== null;
    peer.send({ id: readRequestId(text), ...answer, ...(isTold ? { rateLimits } : {}) });
    for (const frame of after) peer.send(frame);
  }

  onBeat(): void {
    if (!this.#life.beat() || this.#socket.world.state === "maintenance") return;
    // Resting orders meet the book as it is now; what that changes is told by `onEvent`.
    for (const { account } of this.#subscriptions.values()) account.settle();
    this.#sendNews();
  }

  onEvent(): void {
    this.#life.onState();
    this.#sendNews();
  }

  #sendNews(): void {
    for (const [subscriptionId, events] of this.#subscriptions)
      for (const event of events.news()) this.#socket.peer.send({ subscriptionId, event });
  }

  /** What is to be sent behind the answer goes into `after`. */
  #answer({ method, params }: ApiRequest, after: object[]): unknown {
    const { world } = this.#socket;
    switch (method) {
      case "ping":
        return {};
      case "time":
        return { serverTime: world.now() };
      case "session.subscriptions":
        return [...this.#subscriptions.keys()].map((subscriptionId) => ({ subscriptionId }));
      case "userDataStream.subscribe.signature":
        return { subscriptionId: this.#subscribe(params) };
      case "userDataStream.subscribe":
        // Only after `session.logon`, which is not simulated.
        throw refusals.notLoggedIn();
      case "userDataStream.unsubscribe":
        after.push(...this.#unsubscribe(params.get("subscriptionId")));
        return {};
      default:
        throw refusals.unknownMethod();
    }
  }

  #subscribe(params: URLSearchParams): number {
    const { world, keys } = this.#socket;
    if (world.state === "maintenance") throw refusals.maintenance();
    const key = keys.checkSocket(params, REMOTE_ADDRESS, world.now());
    if (!key.permissions.includes(LISTENING_RIGHT)) throw refusals.badKey();
    for (const { account } of this.#subscriptions.values())
      if (account === key.account) throw refusals.alreadyListening();
    const subscriptionId = this.#subscribed;
    this.#subscribed += 1;
    key.account.settle();
    this.#subscriptions.set(subscriptionId, new OwnEvents(key.account, () => world.now()));
    return subscriptionId;
  }

  /** All of them where none is named. */
  #unsubscribe(named: string | null): readonly object[] {
    const ids = named === null ? [...this.#subscriptions.keys()] : [Number(named)];
    return ids.flatMap((subscriptionId) => {
      if (!this.#subscriptions.delete(subscriptionId)) throw refusals.notListening();
      return [{ subscriptionId, event: { e: "eventStreamTerminated", E: this.#socket.world.now() } }];
    });
  }
}
