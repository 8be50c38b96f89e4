// How does a test kill the program before or after its n-th effect on the world?
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Journal } from "#engine/ports/journal.ts";

const CALLS = [
  "submitOrder",
  "cancelOrder",
  "cancelAllAfter",
  "findOrder",
  "fetchOpenOrders",
  "fetchFills",
  "fetchBalances",
  "fetchTime",
] as const;

/**
 * Counts effects (journal writes, venue calls) as two points each, before and after. From the chosen point on nothing
 * this program does reaches the world and nothing answers it: exactly what a kill looks like from outside.
 */
export class PowerCut {
  /** Points passed so far. */
  points = 0;
  /** What the program waits for once it was killed. Its own: one for all would hold every program that ever waited for it. */
  readonly #never = new Promise<never>(() => undefined);
  #at: number;
  #dead = false;

  constructor(at = Number.POSITIVE_INFINITY) {
    this.#at = at;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** From now on the program lives. */
  disarm(): void {
    this.#at = Number.POSITIVE_INFINITY;
  }

  /** The program ends here, whatever it waits for. */
  kill(): void {
    this.#dead = true;
  }

  journal(real: Journal): Journal {
    return { ...real, append: (ts, profileId, events) => this.#effect(() => real.append(ts, profileId, events)) };
  }

  client(real: ExchangeClient): ExchangeClient {
    const wrapped = new Map<unknown, unknown>();
    return new Proxy(real, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== "function") return value;
        const known = wrapped.get(value);
        if (known !== undefined) return known;
        const call = value.bind(target) as (...args: unknown[]) => Promise<unknown>; // every method of a client is async
        const counted = CALLS.some((name) => name === key);
        const made = counted ? (...args: unknown[]) => this.#effect(() => call(...args)) : call;
        wrapped.set(value, made);
        return made;
      },
    });
  }

  async #effect<T>(run: () => Promise<T>): Promise<T> {
    if (this.#passes()) await this.#never;
    const result = await run();
    if (this.#passes()) await this.#never;
    return result;
  }

  /** One point more. Whether the program is dead by then. */
  #passes(): boolean {
    if (this.points >= this.#at) this.#dead = true;
    this.points += 1;
    return this.#dead;
  }
}
