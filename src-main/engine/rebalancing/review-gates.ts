// Would the gates let this plan through, as far as can be told before its approval?
import type { ExecutionEngine, PlanFacts } from "#engine/execution/execution-engine.ts";
import { planBalancesAfterLeg } from "#engine/execution/plan-budget.ts";
import type { OrderDraft } from "#engine/risk/risk-engine.ts";
import type { GateCheck } from "#shared/contract/views.ts";
import type { Balance } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlanLeg, PlannerInput, RebalancePlan } from "#shared/domain/plan.ts";

/** One line per gate: its first denial over all legs, each asked with the balances that the legs before it leave. */
export async function reviewGates(
  plan: RebalancePlan,
  input: Pick<PlannerInput, "accounts">,
  execution: ExecutionEngine,
  facts: PlanFacts,
): Promise<GateCheck[]> {
  const lines = new Map<string, GateCheck>();
  let balances: readonly Balance[] = input.accounts.flatMap(({ id, balances: own }) =>
    own.map((balance) => ({ ...balance, accountId: id })),
  );
  await execution.prepare(plan);
  for (const [legIndex, leg] of plan.legs.entries()) {
    const draft = draftOfLeg(plan, leg, legIndex);
    const clockErrorMs = await execution.clockError(leg.accountId);
    const venueStatus = await execution.venueStatus(leg.accountId);
    for (const { gate, denial, note } of execution.review(draft, facts, { balances, clockErrorMs, venueStatus })) {
      if (lines.get(gate.name)?.ok === false) continue;
      lines.set(gate.name, {
        name: gate.name,
        ok: denial === null,
        code: denial?.code ?? null,
        detail: denial === null ? (note ?? "Passes.") : `Order ${legIndex + 1}: ${denial.message}`,
      });
    }
    balances = planBalancesAfterLeg(balances, leg);
  }
  return [...lines.values()];
}

/** The order that a leg would be, were it sent now and whole. */
export function draftOfLeg(plan: Pick<RebalancePlan, "planId">, leg: PlanLeg, legIndex: number): OrderDraft {
  const { accountId, venue, symbol, base, quote, side, kind } = leg;
  return {
    ...{ accountId, venue, symbol, base, quote, side, kind },
    planId: plan.planId,
    legIndex,
    part: 1,
    quantity: Decimal.parse(leg.quantity),
    limitPrice: Decimal.parse(leg.limitPrice),
  };
}
