// Which mistakes are made with what a person asks for by hand?
import type { ProcessParts } from "#fault-simulation/sim-process.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import { type Mutant, withClients } from "./mutant.ts";

type Preview = InstanceType<ProcessParts["RebalanceService"]>["preview"];
type Request = Parameters<Preview>[0];
type DeskOptions = ConstructorParameters<ProcessParts["OrderDesk"]>[0];

export const HAND_MUTANTS: readonly Mutant[] = [
  {
    name: "canceledGoesOn",
    mistake: "A plan of which a person canceled an order goes on and sends it again.",
    mutation: (parts) =>
      withDesk(parts, ({ plans, ...rest }) => ({ ...rest, plans: { ...plans, pause: async () => undefined } })),
  },
  {
    name: "cancelForgotten",
    mistake: "The cancel of one order is written down and not done.",
    mutation: (parts) =>
      withDesk(parts, ({ execution, ...rest }) => ({
        ...rest,
        execution: {
          get ready() {
            return execution.ready;
          },
          orders: () => execution.orders(),
          fills: () => execution.fills(),
          readyChanges: execution.readyChanges,
          orderChanges: execution.orderChanges,
          attest: (...given) => execution.attest(...given),
          cancel: () => new Promise(() => undefined),
        },
      })),
  },
  {
    name: "cancelSentTwice",
    mistake: "A library below retries each cancel.",
    mutation: (parts) =>
      withClients(parts, (client) => ({
        cancelOrder: async (request, options) => {
          await client.cancelOrder(request, options);
          return await client.cancelOrder(request, options);
        },
      })),
  },
  {
    name: "tradeDoubled",
    mistake: "A single trade is planned for twice of what was asked for.",
    mutation: (parts) =>
      withRequests(parts, ({ trade, ...rest }) => {
        if (trade === undefined || trade.size.by === "share") return { ...rest, trade };
        const amount = Decimal.parse(trade.size.amount).mul(Decimal.fromInteger(2)).toString();
        return { ...rest, trade: { ...trade, size: { ...trade.size, amount } } };
      }),
  },
  {
    name: "tradePlansAll",
    mistake: "Who asks for one trade is shown the plan for all targets, and approves it unread.",
    mutation: (parts) => withRequests(parts, ({ trade: _trade, ...rest }) => rest),
  },
];

function withDesk(parts: ProcessParts, change: (options: DeskOptions) => DeskOptions): ProcessParts {
  return {
    ...parts,
    OrderDesk: class extends parts.OrderDesk {
      constructor(options: DeskOptions) {
        super(change(options));
      }
    },
  };
}

/** A program that plans for what `change` makes of each request. */
function withRequests(parts: ProcessParts, change: (request: Request) => Request): ProcessParts {
  return {
    ...parts,
    RebalanceService: class extends parts.RebalanceService {
      override preview(...[request, options]: Parameters<Preview>) {
        return super.preview(change(request), options);
      }
    },
  };
}
