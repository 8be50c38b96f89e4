// What can be listened to at the private host, with which token and which rights?
import type { VenueWorld } from "../core/venue-world.ts";
import type { KrakenKey } from "./key-ring.ts";
import type { KrakenRight } from "./quirks.ts";
import { BalancesFeed } from "./stream-balances.ts";
import { ExecutionsFeed } from "./stream-executions.ts";
import { MAX_RATE_COUNT, REFUSALS } from "./stream-quirks.ts";
import { type Fields, flag, StreamRefusal } from "./stream-request.ts";
import type { Desk, Granted } from "./stream-session.ts";
import type { KrakenTokens } from "./stream-tokens.ts";

type Channel = "executions" | "balances";

interface Standing {
  readonly feed: ExecutionsFeed | BalancesFeed;
  readonly key: KrakenKey;
  readonly end: () => void;
}

/** Which right a channel takes beside the token's own is not said by the docs [U]: what REST wants for the same facts. */
const RIGHTS: Readonly<Record<Channel, KrakenRight>> = { executions: "query-open-trades", balances: "query-funds" };
const PUBLIC_CHANNELS: ReadonlySet<unknown> = new Set(["ticker", "trade", "ohlc", "book", "instrument"]);

export class PrivateDesk implements Desk {
  readonly #world: VenueWorld;
  readonly #tokens: KrakenTokens;
  readonly #standing = new Map<Channel, Standing>();
  #byBeat = false;

  constructor(world: VenueWorld, tokens: KrakenTokens) {
    this.#world = world;
    this.#tokens = tokens;
  }

  get standing(): number {
    return this.#standing.size;
  }

  subscribe(params: Fields): readonly Granted[] {
    const channel = channelOf(params);
    const { key, token } = this.#keyFor(params);
    if (!key.permissions.includes(RIGHTS[channel])) throw new StreamRefusal(REFUSALS.permission);
    if (this.#standing.has(channel)) throw new StreamRefusal(REFUSALS.already);
    // Resting orders meet the book as it is now, before the first picture of them.
    key.account.settle();
    const { feed, result, snapshot } = this.#feed(channel, key, params);
    this.#standing.set(channel, { feed, key, end: this.#tokens.use(token) });
    return [{ result: { channel, ...result }, frames: snapshot }];
  }

  unsubscribe(params: Fields): readonly Granted[] {
    const channel = channelOf(params);
    this.#keyFor(params);
    const standing = this.#standing.get(channel);
    if (standing === undefined) throw new StreamRefusal(REFUSALS.notSubscribed);
    standing.end();
    this.#standing.delete(channel);
    return [{ result: { channel }, frames: [] }];
  }

  settle(): void {
    for (const { key } of this.#standing.values()) key.account.settle();
    this.#byBeat = true;
  }

  changes(): readonly object[] {
    const byBeat = this.#byBeat;
    this.#byBeat = false;
    return [...this.#standing.values()].flatMap(({ feed }) => feed.changes(byBeat));
  }

  close(): void {
    for (const { end } of this.#standing.values()) end();
    this.#standing.clear();
  }

  #keyFor({ token }: Fields): { readonly key: KrakenKey; readonly token: string } {
    const key = typeof token === "string" ? this.#tokens.keyOf(token, this.#world.clock.now()) : null;
    if (key === null || typeof token !== "string") throw new StreamRefusal(REFUSALS.session);
    return { key, token };
  }

  #feed(channel: Channel, { account }: KrakenKey, params: Fields) {
    if (channel === "balances") {
      const feed = new BalancesFeed(account, () => this.#world.now());
      const snapshot = flag(params, "snapshot", true);
      return { feed, result: { snapshot }, snapshot: snapshot ? [feed.snapshot()] : [] };
    }
    const snapOrders = flag(params, "snap_orders", true);
    const snapTrades = flag(params, "snap_trades", false);
    const feed = new ExecutionsFeed(account, { snapOrders, snapTrades, allSteps: flag(params, "order_status", true) });
    const result = { maxratecount: MAX_RATE_COUNT, snap_orders: snapOrders, snap_trades: snapTrades };
    return { feed, result, snapshot: [feed.snapshot()] };
  }
}

function channelOf({ channel }: Fields): Channel {
  if (channel === "executions" || channel === "balances") return channel;
  throw new StreamRefusal(PUBLIC_CHANNELS.has(channel) ? REFUSALS.publicHere : REFUSALS.channel);
}
