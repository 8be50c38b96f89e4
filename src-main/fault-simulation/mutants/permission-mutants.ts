// Which mistakes are made with what may be sent at all?

import type { ProcessParts } from "#fault-simulation/sim-process.ts";
import { HOUR_MS } from "#shared/domain/time.ts";
import { type Mutant, withClients } from "./mutant.ts";

export const PERMISSION_MUTANTS: readonly Mutant[] = [
  {
    name: "killSwitchIgnored",
    mistake: "The kill switch is drawn and not asked.",
    mutation: ignoring(["SYSTEM_PAUSED", "KILL_SWITCH_ON"]),
  },
  { name: "haltIgnored", mistake: "A halted profile goes on.", mutation: ignoring(["PROFILE_HALTED"]) },
  {
    name: "approvalsLiveLong",
    mistake: "An approval counts for an hour.",
    mutation: (parts) => ({ ...parts, policies: { ...parts.policies, approvalMs: HOUR_MS } }),
  },
  {
    name: "stalePriceTrusted",
    mistake: "A price counts as live for ever.",
    mutation: (parts) => ({
      ...parts,
      market: {
        ...parts.market,
        quote: (venue, symbol) => {
          const quote = parts.market.quote(venue, symbol);
          return quote === null ? null : { ...quote, state: "live", confirmedAt: quote.tsInit };
        },
        consensus: (asset, currency) => {
          const price = parts.market.consensus(asset, currency);
          return price === null ? null : { ...price, state: "live" };
        },
      },
    }),
  },
  {
    name: "approvesItself",
    mistake: "What was planned is approved without a person.",
    mutation: (parts) => ({
      ...parts,
      RebalanceService: class extends parts.RebalanceService {
        override async preview(...given: Parameters<InstanceType<ProcessParts["RebalanceService"]>["preview"]>) {
          const shown = await super.preview(...given);
          await this.approve({ planHash: shown.record.plan.planHash, nonce: shown.nonce, saveTargets: false });
          return shown;
        }
      },
    }),
  },
  {
    name: "resumesItself",
    mistake: "After a crash the plan goes on by itself.",
    mutation: (parts) => ({
      ...parts,
      RebalanceService: class extends parts.RebalanceService {
        override async recover() {
          const report = await super.recover();
          const { open } = this.plans();
          if (open !== null && open.state === "PAUSED") await this.resume(open.plan.planId);
          return report;
        }
      },
    }),
  },
  {
    name: "sleepIgnored",
    mistake: "After a sleep or a set clock the program goes on with what it knew before.",
    mutation: (parts) => ({
      ...parts,
      ExecutionEngine: class extends parts.ExecutionEngine {
        override interrupted() {
          // Nothing is read again.
        }
      },
    }),
  },
  {
    name: "troubleIgnored",
    mistake: "A venue that did not answer a send, or had enough of us, is sent the next order at once.",
    mutation: (parts, process) => {
      const unchecked = ignoring(["VENUE_PAUSED"])(parts, process);
      return {
        ...unchecked,
        ExecutionEngine: class extends unchecked.ExecutionEngine {
          override closedTo() {
            return this.ready.ok ? null : this.ready.reason;
          }
          override waitsFor() {
            return this.closedTo();
          }
        },
      };
    },
  },
  {
    name: "partsForgotten",
    mistake: "What an order had filled before it ended is not taken off its leg.",
    mutation: (parts) => ({
      ...parts,
      ExecutionEngine: class extends parts.ExecutionEngine {
        override ordersOf(...given: Parameters<InstanceType<ProcessParts["ExecutionEngine"]>["ordersOf"]>) {
          const zero = "0" as const;
          return super
            .ordersOf(...given)
            .map((order) =>
              order.state === "CANCELED" ? { ...order, filledQuantity: zero as typeof order.filledQuantity } : order,
            );
        }
      },
    }),
  },
  {
    name: "accountsSwapped",
    mistake: "An order goes to the other account.",
    mutation: (parts) => {
      const clients = [...parts.clients.values()];
      return withClients(parts, (client) => {
        const other = clients.find((candidate) => candidate !== client) ?? client;
        return { submitOrder: (request, options) => other.submitOrder(request, options) };
      });
    },
  },
];

/** A program whose gates let these codes pass. */
export function ignoring(codes: readonly string[]): Mutant["mutation"] {
  return (parts) => ({
    ...parts,
    RiskEngine: class extends parts.RiskEngine {
      override check(...given: Parameters<InstanceType<ProcessParts["RiskEngine"]>["check"]>) {
        const denial = super.check(...given);
        return denial !== null && codes.includes(denial.code) ? null : denial;
      }
      override stopped() {
        const reason = super.stopped();
        return reason !== null && codes.includes(reason) ? null : reason;
      }
    },
  });
}
