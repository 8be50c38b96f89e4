// Which mistakes are made with orders that rest first, and with parts of one leg?
import type { ProcessParts } from "#fault-simulation/sim-process.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { Mutant } from "./mutant.ts";
import { ignoring } from "./permission-mutants.ts";

type Engine = InstanceType<ProcessParts["ExecutionEngine"]>;
type Draft = Parameters<Engine["execute"]>[0];

export const SENDING_MUTANTS: readonly Mutant[] = [
  {
    name: "partsSentAsOne",
    mistake: "The first part of a leg takes all of it.",
    mutation: (parts, process) => {
      const unchecked = ignoring(["ORDER_NOT_IN_PLAN"])(parts, process);
      return withDrafts(unchecked, (draft, facts) => {
        const leg = facts().plan.legs[draft.legIndex];
        return draft.part > 1 || leg?.slices === undefined
          ? draft
          : { ...draft, quantity: Decimal.parse(leg.quantity) };
      });
    },
  },
  {
    name: "restForgotten",
    mistake: "An order that rests first does so for the time that holds for all orders.",
    mutation: (parts) => withDrafts(parts, ({ restMs: _restMs, ...draft }) => draft),
  },
  {
    name: "startsAtOnce",
    mistake: "A plan begins as soon as it is approved, though it was to wait so that not all profiles trade at once.",
    mutation: (parts) => ({ ...parts, profiles: () => [parts.profile()] }),
  },
];

/** A program that sends what `change` makes of each draft. */
function withDrafts(
  parts: ProcessParts,
  change: (draft: Draft, facts: Parameters<Engine["execute"]>[1]) => Draft,
): ProcessParts {
  return {
    ...parts,
    ExecutionEngine: class extends parts.ExecutionEngine {
      override execute(...[draft, facts]: Parameters<Engine["execute"]>) {
        return super.execute(change(draft, facts), facts);
      }
    },
  };
}
