// Which of Kraken's limits does a call use? A counter per key, one per account and pair for orders, one per address for
// public calls.
import type { UnixMs } from "#shared/domain/time.ts";
import { DecayingCounter } from "../core/rate-counters.ts";
import type { VenueAccount } from "../core/venue-account.ts";
import type { KrakenKey } from "./key-ring.ts";
import { KrakenRefusal } from "./kraken-refusal.ts";
import { CANCEL_COSTS, type KrakenTier, ORDER_ERRORS, PUBLIC_LIMIT, TIERS } from "./quirks.ts";

export class KrakenLimits {
  readonly #byKey = new Map<KrakenKey, DecayingCounter>();
  readonly #byPair = new Map<string, DecayingCounter>();
  readonly #public = new DecayingCounter(PUBLIC_LIMIT.burst, PUBLIC_LIMIT.perSecond);

  takePublic(now: UnixMs): void {
    if (!this.#public.take(1, now)) throw new KrakenRefusal("EGeneral:Too many requests");
  }

  takeCall(key: KrakenKey, cost: number, now: UnixMs): void {
    if (!this.#counter(key).take(cost, now)) throw new KrakenRefusal("EAPI:Rate limit exceeded");
  }

  /** The key's counter now. */
  used(key: KrakenKey, now: UnixMs): number {
    return this.#counter(key).used(now);
  }

  takeOrder(account: VenueAccount, tier: KrakenTier, symbol: string, cost: number, now: UnixMs): void {
    const name = `${account.id} ${symbol}`;
    const counter = this.#byPair.get(name) ?? new DecayingCounter(TIERS[tier].orders, TIERS[tier].orderDecay);
    this.#byPair.set(name, counter);
    if (!counter.take(cost, now)) throw new KrakenRefusal(ORDER_ERRORS.rate);
  }

  #counter(key: KrakenKey): DecayingCounter {
    const counter = this.#byKey.get(key) ?? new DecayingCounter(TIERS[key.tier].calls, TIERS[key.tier].callDecay);
    this.#byKey.set(key, counter);
    return counter;
  }
}

export function cancelCost(ageMs: number): number {
  return CANCEL_COSTS.find(([underSeconds]) => ageMs < underSeconds * 1_000)?.[1] ?? 0;
}
