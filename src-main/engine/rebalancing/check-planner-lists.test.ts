import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PlannerInput, plannerInputSchema } from "#shared/domain/plan.ts";
import { plannerInputs } from "#testing/plan-arbitraries.ts";
import { checkPlannerLists } from "./check-planner-lists.ts";

type Node = Record<string, unknown>;

/** Every object and list in it, the whole first. */
function nodes(value: unknown): Node[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(nodes)];
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    "",
    "1",
    "-1",
    "1e5",
    "01.50",
    ".5",
    "9".repeat(97),
    1,
    [],
    {},
    "btc",
    "BTC/USD",
  ),
  fc.string(),
);
const damages = fc.record({ at: fc.nat(), key: fc.nat(), kind: fc.constantFrom("drop", "add", "put"), value: junk });

/** The same input with one field dropped, added or replaced, anywhere in it. */
function damaged(input: PlannerInput, damage: { at: number; key: number; kind: string; value: unknown }): unknown {
  const copy: unknown = structuredClone(input);
  const all = nodes(copy);
  const node = all[damage.at % all.length] ?? {};
  const keys = Object.keys(node);
  const key = keys[damage.key % Math.max(1, keys.length)] ?? "0";
  if (damage.kind === "drop") Array.isArray(node) ? node.splice(Number(key), 1) : delete node[key];
  else node[damage.kind === "add" && !Array.isArray(node) ? "extra" : key] = damage.value;
  return copy;
}

describe("checkPlannerLists", () => {
  it("takes every good input as it is", () => {
    fc.assert(
      fc.property(plannerInputs, (input) => {
        expect({ ...input, ...checkPlannerLists(input) }).toEqual(plannerInputSchema.parse(input));
        expect(checkPlannerLists(input)).not.toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  it("takes no list that the schemas refuse or change", () => {
    let refused = 0;
    fc.assert(
      fc.property(plannerInputs, fc.array(damages, { minLength: 1, maxLength: 8 }), (input, tries) => {
        for (const damage of tries) {
          const value = damaged(input, damage);
          const lists = checkPlannerLists(value);
          const parsed = plannerInputSchema.safeParse(value);
          if (lists === null) {
            refused += 1;
            continue;
          }
          if (parsed.success)
            expect({ accounts: parsed.data.accounts, instruments: parsed.data.instruments }).toEqual(lists);
          else expect(["accounts", "instruments"]).not.toContain(parsed.error.issues[0]?.path[0]);
        }
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(300);
  });

  it("fills in the fee asset that a tier leaves out, as the schema does", () => {
    const [input] = fc.sample(plannerInputs, { seed: 5, numRuns: 1 });
    const account = structuredClone(input?.accounts[0]) as unknown as { fees: Node };
    delete account.fees.feeAsset;
    expect(checkPlannerLists({ accounts: [account], instruments: [] })?.accounts[0]?.fees.feeAsset).toBe("quote");
  });

  it.each([null, 5, "text", [], {}, { accounts: [], instruments: {} }, { accounts: [1], instruments: [] }])(
    "leaves %j to the schemas",
    (value) => {
      expect(checkPlannerLists(value)).toBeNull();
    },
  );
});
