// Which of Binance's limits does a call use, and who is banned? Weight per address and minute, orders per account, each
// sapi endpoint for itself.
import type { UnixMs } from "#shared/domain/time.ts";
import { WindowCounter } from "../core/rate-counters.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import { refusals } from "./binance-refusal.ts";
import { BAN, ORDER_LIMITS, SAPI_IP_LIMIT, SAPI_UID_LIMIT, WEIGHT_LIMIT, WEIGHT_WINDOW_MS } from "./quirks.ts";

type Headers = Readonly<Record<string, string>>;

export class BinanceLimits {
  readonly #weight = new WindowCounter(WEIGHT_LIMIT, WEIGHT_WINDOW_MS);
  readonly #sapi = new Map<string, WindowCounter>();
  readonly #orders = new Map<VenueAccount, readonly WindowCounter[]>();
  #refusals = 0;
  #refusalsUntil = 0;
  #bans = 0;
  #bannedUntil = 0;

  /** Counts a call of /api. Throws 429, and 418 for who goes on after it. Gives the headers that each answer carries. */
  takeWeight(weight: number, now: UnixMs): Headers {
    this.checkBan(now);
    const within = this.#weight.take(weight, now);
    if (!within) this.#refuse(now);
    const used = String(this.#weight.used(now));
    return { "x-mbx-used-weight": used, "x-mbx-used-weight-1m": used };
  }

  /** Counts a call of /sapi. */
  takeSapi(path: string, by: "ip" | VenueAccount, weight: number, now: UnixMs): Headers {
    this.checkBan(now);
    const byIp = by === "ip";
    const name = byIp ? path : `${path} ${by.id}`;
    const counter = this.#sapi.get(name) ?? new WindowCounter(byIp ? SAPI_IP_LIMIT : SAPI_UID_LIMIT, WEIGHT_WINDOW_MS);
    this.#sapi.set(name, counter);
    if (!counter.take(weight, now)) this.#refuse(now);
    return { [byIp ? "x-sapi-used-ip-weight-1m" : "x-sapi-used-uid-weight-1m"]: String(counter.used(now)) };
  }

  /** Counts a new order. Its 429 has no Retry-After, as rest-api.md says. */
  takeOrder(account: VenueAccount, now: UnixMs): Headers {
    const counters = this.#orders.get(account) ?? ORDER_LIMITS.map(({ limit, ms }) => new WindowCounter(limit, ms));
    this.#orders.set(account, counters);
    const headers: Record<string, string> = {};
    for (const [index, { limit, interval, intervalNum, header }] of ORDER_LIMITS.entries()) {
      const counter = counters[index];
      if (counter?.take(1, now) === false) throw refusals.tooManyOrders(limit, `${intervalNum} ${interval}`);
      headers[`x-mbx-order-count-${header}`] = String(counter?.used(now) ?? 0);
    }
    return headers;
  }

  /** Bans the address from now on, as for abuse. */
  ban(durationMs: number, now: UnixMs): void {
    this.#bannedUntil = now + durationMs;
  }

  checkBan(now: UnixMs): void {
    if (now < this.#bannedUntil) throw refusals.banned(this.#bannedUntil, Math.ceil((this.#bannedUntil - now) / 1_000));
  }

  #refuse(now: UnixMs): never {
    if (now >= this.#refusalsUntil) this.#refusals = 0;
    this.#refusals += 1;
    const leftMs = this.#weight.leftMs(now);
    this.#refusalsUntil = now + leftMs;
    if (this.#refusals > BAN.afterRefusals) {
      this.#refusals = 0;
      this.ban(Math.min(BAN.longestMs, BAN.firstMs * 2 ** this.#bans), now);
      this.#bans += 1;
      this.checkBan(now);
    }
    throw refusals.tooMuchWeight(WEIGHT_LIMIT, Math.ceil(leftMs / 1_000));
  }
}
