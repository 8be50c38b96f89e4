// Would the gates let this plan through, as far as can be told before its approval?
import type { ExecutionEngine, PlanFacts } from "#engine/execution/execution-engine.ts";
import { planBalancesAfterLeg } from "#engine/execution/plan-budget.ts";
import type { OrderDraft } from "#engine/risk/risk-engine.ts";
import type { GateCheck } from "#shared/contract/views.ts";
import type { Balance } from "#shared/domain/account.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlannerInput, RebalancePlan } from "#shared/domain/plan.ts";

/** One line per gate: its first denial over all legs, each asked with the balances that the legs before it leave. */
export async function reviewGates(
  plan: RebalancePlan,
  input: Pick<PlannerInput, "accounts">,
  execution: ExecutionEngine,
  facts: PlanFacts,
): Promise<GateCheck[]> {
  const lines = new Map<string, GateCheck>();
  const drafts: OrderDraft[] = [];
  let balances: readonly Balance[] = input.accounts.flatMap(({ id, balances: own }) =>
    own.map((balance) => ({ ...balance, accountId: id })),
  );
  for (const [legIndex, leg] of plan.legs.entries()) {
    const { accountId, venue, symbol, base, quote, side, kind } = leg;
    const draft = {
      ...{ accountId, venue, symbol, base, quote, side, kind },
      planId: plan.planId,
      legIndex,
      part: 1,
      quantity: Decimal.parse(leg.quantity),
      limitPrice: Decimal.parse(leg.limitPrice),
    };
    drafts.push(draft);
    const clockErrorMs = await execution.clockError(accountId);
    const venueStatus = await execution.venueStatus(accountId);
    for (const { gate, denial } of execution.review(draft, facts, { balances, clockErrorMs, venueStatus })) {
      if (lines.get(gate.name)?.ok === false) continue;
      lines.set(gate.name, {
        name: gate.name,
        ok: denial === null,
        code: denial?.code ?? null,
        detail: denial === null ? "Passes." : `Order ${legIndex + 1}: ${denial.message}`,
      });
    }
    balances = planBalancesAfterLeg(balances, leg);
  }
  // A venue is asked only about orders that would be sent: each question costs a call.
  const passed = [...lines.values()].every(({ ok }) => ok);
  const venue = passed ? await askVenues(drafts, execution) : null;
  return venue === null ? [...lines.values()] : [...lines.values(), venue];
}

const VENUE_CHECK = "Checked by the venue";
/** A buy that the sales before it pay for is refused by a venue that looks at today's balance: our own check knows better. */
const FUNDS = /insufficient/i;

/** Each order as its venue judges it without placing it; null where nothing would reach a venue. */
async function askVenues(drafts: readonly OrderDraft[], execution: ExecutionEngine): Promise<GateCheck | null> {
  const notes = new Set<string>();
  let asked = false;
  for (const [index, draft] of drafts.entries()) {
    const outcome = await execution.validate(draft);
    if (outcome === null) continue;
    asked = true;
    if (outcome.kind === "notSupported") notes.add(outcome.reason);
    if (outcome.kind === "valid" || outcome.kind === "notSupported") continue;
    const failed = (code: string, message: string): GateCheck => ({
      name: VENUE_CHECK,
      ok: false,
      code,
      detail: `Order ${index + 1}: ${message}`,
    });
    if (outcome.kind === "unknown")
      return failed("VENUE_UNREACHABLE", `The venue could not be asked: ${outcome.cause}`);
    if (!FUNDS.test(`${outcome.code} ${outcome.message}`)) return failed(outcome.code, outcome.message);
  }
  return asked ? { name: VENUE_CHECK, ok: true, code: null, detail: [...notes].join(" ") || "Passes." } : null;
}
