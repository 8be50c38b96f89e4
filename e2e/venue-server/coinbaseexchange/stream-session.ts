// What does Coinbase Exchange do with one socket? It takes requests, confirms all that stands, and sends what is news.
import type { UnixMs } from "#shared/domain/time.ts";
import type { StreamPeer, StreamSession } from "../core/stream-venue.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import { MarketNews } from "./market-news.ts";
import { OwnOrders } from "./own-orders.ts";
import { errorFrame, refusalFrame, subscriptionsFrame } from "./stream-frames.ts";
import type { StreamHouse, Subscriber } from "./stream-house.ts";
import {
  AUTHENTICATION_FAILED,
  CHANNELS,
  CLOSE_CODE,
  ENDS,
  LARGEST_MESSAGE,
  REFUSALS,
  type StreamChannelName,
  SUBSCRIBE_WITHIN_MS,
  SUBSCRIPTIONS_PER_PRODUCT,
} from "./stream-quirks.ts";
import { readStreamRequest, StreamRefusal, type StreamRequest, type StreamWish } from "./stream-request.ts";

const TOO_BIG = 1_009;

export class ExchangeSession implements StreamSession, Subscriber {
  readonly #peer: StreamPeer;
  readonly #house: StreamHouse;
  readonly #standing = new Map<StreamChannelName, Set<string>>();
  readonly #news: MarketNews;
  #own: OwnOrders | null = null;
  #hasSubscribed = false;

  constructor(peer: StreamPeer, house: StreamHouse) {
    this.#peer = peer;
    this.#house = house;
    this.#news = new MarketNews(house.world, house.tape);
    house.enter(this);
  }

  /** The account whose key this socket was signed with; null before. */
  get account(): VenueAccount | null {
    return this.#own?.account ?? null;
  }

  has(channel: StreamChannelName, product: string): boolean {
    return this.#standing.get(channel)?.has(product) === true;
  }

  onMessage(text: string): void {
    const now = this.#now();
    if (!this.#house.messages.take(1, now)) this.#end(ENDS.tooMany, CLOSE_CODE);
    else if (text.length > LARGEST_MESSAGE) this.#end(ENDS.tooBig, TOO_BIG);
    else this.#read(text, now);
  }

  #read(text: string, now: UnixMs): void {
    const message = objectOf(text);
    if (message === null) {
      this.#peer.send(errorFrame(ENDS.notJson));
      return;
    }
    try {
      if (!this.#house.requests.take(1, now)) throw new StreamRefusal(REFUSALS.tooFast);
      this.#take(readStreamRequest(message), now);
    } catch (error) {
      if (!(error instanceof StreamRefusal)) throw error;
      this.#peer.send(refusalFrame(error.reason));
    }
  }

  onBeat(): void {
    const ageMs = this.#house.world.clock.now() - this.#peer.openedAt;
    if (!this.#hasSubscribed && ageMs >= SUBSCRIBE_WITHIN_MS) {
      this.#peer.close(CLOSE_CODE, "no subscription");
      return;
    }
    for (const frame of this.#news.since(this.#standing, this.#now())) this.#peer.send(frame);
    this.#tellOwn();
  }

  onEvent(): void {
    for (const frame of this.#news.changedState(this.#standing)) this.#peer.send(frame);
    this.#tellOwn();
  }

  onClose(): void {
    this.#house.leave(this);
  }

  #take(request: StreamRequest, now: UnixMs): void {
    const account = this.#authenticate(request, now);
    if (account === "refused") return;
    if (request.type === "unsubscribe") {
      this.#drop(request);
      this.#confirm();
      return;
    }
    const { good, bad } = this.#judge(request.wishes, account);
    // One error for each channel of the product; at the venue of old, the first one only, and nothing of the message stands.
    for (const reason of this.#house.refusesWhole ? bad.slice(0, 1) : bad) this.#peer.send(refusalFrame(reason));
    if (good.length === 0 || (bad.length > 0 && this.#house.refusesWhole)) return;
    this.#hasSubscribed = true;
    if (account !== null && this.#own?.account !== account)
      this.#own = new OwnOrders(account, (product) => this.#house.tape.numberOf(product, this.#now()));
    const fresh = good.filter(({ channel, product }) => this.#add(channel, product));
    this.#confirm();
    for (const wish of fresh) for (const frame of this.#news.first(wish, now)) this.#peer.send(frame);
  }

  /** Null for a message without a signature. */
  #authenticate({ signature }: StreamRequest, now: UnixMs): VenueAccount | null | "refused" {
    if (signature === null) return null;
    const checked = this.#house.check(signature, now);
    if (checked.kind === "ok") return checked.account;
    this.#peer.send(errorFrame(AUTHENTICATION_FAILED, JSON.stringify({ message: checked.message })));
    return "refused";
  }

  #judge(wishes: readonly StreamWish[], account: VenueAccount | null) {
    const good: StreamWish[] = [];
    const bad: string[] = [];
    for (const wish of wishes) {
      const { channel, product } = wish;
      const needsKey = CHANNELS.get(channel)?.needsKey ?? null;
      if (needsKey !== null && account === null) throw new StreamRefusal(needsKey);
      if (product !== null && !this.#house.lists(product)) bad.push(REFUSALS.badProduct(product));
      else if (this.#isOverLimit(wish, account)) bad.push(REFUSALS.tooMany(product ?? "", channel));
      else good.push(wish);
    }
    return { good, bad };
  }

  #isOverLimit({ channel, product }: StreamWish, account: VenueAccount | null): boolean {
    if (account === null || product === null || this.has(channel, product)) return false;
    return this.#house.count(account, channel, product) >= SUBSCRIPTIONS_PER_PRODUCT;
  }

  /** Whether it is new. */
  #add(channel: StreamChannelName, product: string | null): boolean {
    const products = this.#standing.get(channel);
    if (products === undefined) this.#standing.set(channel, new Set(product === null ? [] : [product]));
    else if (product === null || products.has(product)) return false;
    else products.add(product);
    return true;
  }

  #drop({ wishes, whole }: StreamRequest): void {
    for (const channel of whole) this.#standing.delete(channel);
    for (const { channel, product } of wishes) {
      const products = this.#standing.get(channel);
      if (product !== null) products?.delete(product);
      if (product === null || products?.size === 0) this.#standing.delete(channel);
    }
    this.#news.forget(this.#standing);
  }

  #confirm(): void {
    this.#peer.send(subscriptionsFrame(this.#standing));
  }

  #tellOwn(): void {
    const products = this.#standing.get("user");
    if (products === undefined || this.#own === null) return;
    for (const frame of this.#own.news(products)) this.#peer.send(frame);
  }

  #end(message: string, code: number): void {
    this.#peer.send(errorFrame(message));
    this.#peer.close(code, message);
  }

  #now(): UnixMs {
    return this.#house.world.now();
  }
}

function objectOf(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
