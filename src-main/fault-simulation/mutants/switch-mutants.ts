// Which mistakes are made with a venue's timer that cancels all orders of an account?
import type { ProcessParts } from "#fault-simulation/sim-process.ts";
import { type Mutant, withClients } from "./mutant.ts";

type SwitchOptions = ConstructorParameters<ProcessParts["DeadManSwitchService"]>[0];

export const SWITCH_MUTANTS: readonly Mutant[] = [
  {
    name: "timerOverForeign",
    mistake: "The timer is armed although an order that is not ours rests there.",
    mutation: (parts) =>
      withSwitch(parts, (options) => ({
        ...options,
        clients: seen(options, parts, (client) => ({
          fetchOpenOrders: async (given) =>
            (await client.fetchOpenOrders(given)).filter(({ clientOrderId }) => clientOrderId !== null),
        })),
      })),
  },
  {
    name: "timerWithoutLook",
    mistake: "The timer is armed by what is known here, without a look at the venue's open orders.",
    mutation: (parts) =>
      withSwitch(parts, (options) => ({
        ...options,
        clients: seen(options, parts, () => ({ fetchOpenOrders: async () => [] })),
      })),
  },
  {
    name: "timerWithoutOrders",
    mistake: "The timer is armed although no order of ours rests.",
    mutation: (parts) =>
      withSwitch(parts, ({ orders, ...rest }) => ({
        ...rest,
        orders: () => orders().map((order) => ({ ...order, kind: "limit", state: "OPEN" })),
      })),
  },
  {
    name: "timerForgotten",
    mistake: "The person's leave is written down and the timer never armed.",
    mutation: (parts) => ({
      ...parts,
      DeadManSwitchService: class extends parts.DeadManSwitchService {
        override look() {
          // Nothing is looked at.
        }
      },
    }),
  },
  {
    name: "leaveKept",
    mistake: "The person's leave can be given and not taken back.",
    mutation: (parts) => ({
      ...parts,
      DeadManSwitchService: class extends parts.DeadManSwitchService {
        override allow(...[accountId]: Parameters<InstanceType<ProcessParts["DeadManSwitchService"]>["allow"]>) {
          return super.allow(accountId, true);
        }
      },
    }),
  },
  {
    name: "timerLeftArmed",
    mistake: "The timer is not ended once nothing of ours is open.",
    mutation: (parts) =>
      withSwitch(parts, (options) => ({
        ...options,
        clients: seen(options, parts, (client) => ({
          cancelAllAfter: async (forMs, given) => {
            if (forMs > 0) await client.cancelAllAfter?.(forMs, given);
          },
        })),
      })),
  },
];

function withSwitch(parts: ProcessParts, change: (options: SwitchOptions) => SwitchOptions): ProcessParts {
  return {
    ...parts,
    DeadManSwitchService: class extends parts.DeadManSwitchService {
      constructor(options: SwitchOptions) {
        super(change(options));
      }
    },
  };
}

/** The switch's own view of the clients; everything else sees them as they are. */
function seen(
  { clients }: SwitchOptions,
  parts: ProcessParts,
  change: Parameters<typeof withClients>[1],
): SwitchOptions["clients"] {
  return withClients({ ...parts, clients }, change).clients;
}
