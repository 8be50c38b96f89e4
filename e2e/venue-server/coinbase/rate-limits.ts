// How many requests has who made at Coinbase? Per user and per address by the second, per key by the hour for /v2.
import { HOUR_MS } from "#shared/domain/time.ts";
import { DecayingCounter, WindowCounter } from "../core/rate-counters.ts";
import { PRIVATE_PER_SECOND, PUBLIC_PER_SECOND, V2_PER_HOUR } from "./quirks.ts";

/** Counters made when first asked for. */
export class Limits {
  readonly #addresses = new Map<string, DecayingCounter>();
  readonly #users = new Map<string, DecayingCounter>();
  readonly #v2 = new Map<string, WindowCounter>();

  ofAddress(address: string): DecayingCounter {
    return made(this.#addresses, address, () => new DecayingCounter(PUBLIC_PER_SECOND, PUBLIC_PER_SECOND));
  }

  ofUser(accountId: string): DecayingCounter {
    return made(this.#users, accountId, () => new DecayingCounter(PRIVATE_PER_SECOND, PRIVATE_PER_SECOND));
  }

  ofV2(key: string): WindowCounter {
    return made(this.#v2, key, () => new WindowCounter(V2_PER_HOUR, HOUR_MS));
  }
}

function made<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}
