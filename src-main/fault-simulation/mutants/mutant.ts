// What is a planted bug? A known mistake of trading programs, built in from outside, that the simulation must find.
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Mutation } from "#fault-simulation/run-seed.ts";
import type { ProcessParts } from "#fault-simulation/sim-process.ts";

export interface Mutant {
  /** As `schwabot simulate --mutant` takes it. */
  readonly name: string;
  /** The mistake, in a sentence. */
  readonly mistake: string;
  readonly mutation: Mutation;
}

type Methods = Partial<
  Pick<
    ExchangeClient,
    | "submitOrder"
    | "cancelOrder"
    | "cancelAllAfter"
    | "findOrder"
    | "fetchOpenOrders"
    | "fetchFills"
    | "fetchTime"
    | "rules"
  >
>;

/** The parts with each client changed: what `change` gives stands in for the client's own. */
export function withClients(
  parts: ProcessParts,
  change: (client: ExchangeClient, parts: ProcessParts) => Methods,
): ProcessParts {
  const clients = new Map(
    [...parts.clients].map(([id, client]) => {
      const methods = change(client, parts);
      const changed = new Proxy(client, {
        get: (target, key) => {
          if (Object.hasOwn(methods, key)) return Reflect.get(methods, key);
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
      return [id, changed] as const;
    }),
  );
  return { ...parts, clients };
}
