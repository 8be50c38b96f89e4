// How does a preview come about, from what is read now to the venues' word on each order?
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import { CallTimeout, withinCall } from "#engine/core/within-call.ts";
import type { ExecutionEngine, PlanFacts } from "#engine/execution/execution-engine.ts";
import type { ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { Rng } from "#engine/ports/rng.ts";
import { computeOrdersToday } from "#engine/risk/compute-orders-today.ts";
import type { RiskEngine } from "#engine/risk/risk-engine.ts";
import type { GateCheck } from "#shared/contract/views.ts";
import type { SmallestDeposit } from "#shared/domain/feasibility.ts";
import type { AccountId, PlanHash, PlanId } from "#shared/domain/ids.ts";
import type { LegCheck } from "#shared/domain/leg-check.ts";
import type { Deposit, PlannerInput, RebalancePlan } from "#shared/domain/plan.ts";
import type { Policy, Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import { unixMs } from "#shared/domain/time.ts";
import { computeBalancesWith } from "./compute-hypothetical.ts";
import { computeStartDelay } from "./compute-start-delay.ts";
import { computeDrifts, computeVerdict } from "./compute-verdict.ts";
import { gatherPlannerInput } from "./gather-planner-input.ts";
import { LegCheckDesk } from "./leg-check-desk.ts";
import { withSending } from "./leg-sending.ts";
import type { PlanBookOfRecord } from "./plan-book-of-record.ts";
import { type Previewed, Previewer, type PreviewerOptions, type PreviewRequest } from "./previewer.ts";
import type { RebalanceMarket } from "./rebalance-market.ts";
import { reviewGates } from "./review-gates.ts";
import { RiskReader } from "./risk-reader.ts";

type Signal = { readonly signal?: AbortSignal };

export interface PreviewDeskOptions
  extends Pick<PreviewerOptions, "profile" | "inForce" | "planner" | "journal" | "clock" | "ids" | "previewMs"> {
  readonly clients: ReadonlyMap<AccountId, ExchangeClient>;
  readonly market: RebalanceMarket;
  /** Every profile of the program, this one with them. */
  readonly profiles: () => readonly Profile[];
  readonly rng: Rng;
  readonly policies: ExecutionPolicies;
  readonly execution: ExecutionEngine;
  readonly risk: Pick<RiskEngine, "returns">;
  readonly logger: Logger;
  readonly plans: PlanBookOfRecord;
  /** What the gates are told of a plan that was not approved yet. */
  readonly facts: (plan: RebalancePlan) => PlanFacts;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

export class PreviewDesk {
  readonly #options: PreviewDeskOptions;
  readonly #checks: LegCheckDesk;
  readonly #previewer: Previewer;

  constructor(options: PreviewDeskOptions) {
    const { clients, plans, execution, clock, market, rng, policies, signal: stop } = options;
    this.#options = options;
    this.#checks = new LegCheckDesk(options);
    const risk = new RiskReader({ returns: options.risk.returns });
    this.#previewer = new Previewer({
      ...options,
      accounts: () => [...clients.keys()],
      ordersToday: () => {
        const sent = execution.orders().map((order) => ({ order, plannedAt: order.sentAt ?? unixMs(0) }));
        return computeOrdersToday(sent, clock.now());
      },
      returns: async (result) => {
        await execution.prepare(result);
        const { currency } = options.profile();
        return (asset) => options.risk.returns.known(asset, currency);
      },
      gather: (targets, policy, gathering) => this.gather(targets, policy, gathering),
      withSending: (result, policy, planning) => withSending(result, { market, rng, policies, policy, ...planning }),
      startDelayMs: () =>
        computeStartDelay(options.profile(), options.profiles(), {
          mostMs: policies.startDelayMs,
          now: clock.now(),
        }),
      stored: (planId) => plans.get(planId)?.plan,
      judge: async (input, result, { signal = stop }) => {
        const drifts = computeDrifts(input);
        const assets = drifts.flatMap(({ asset, drift }) => (drift.isZero ? [] : [asset]));
        return computeVerdict(input, result, { drifts, risk: await risk.read(assets, input.valuationAsset, signal) });
      },
    });
  }

  /** A plan of which one more answer of a venue is known. */
  get changes(): LegCheckDesk["changes"] {
    return this.#checks.changes;
  }

  async preview(
    request: PreviewRequest,
    options: Signal,
  ): Promise<Omit<Previewed, "input"> & { readonly gates: GateCheck[] }> {
    const { input, ...shown } = await this.#previewer.preview(request, options);
    const { plan, nonce } = shown;
    const gates = await reviewGates(plan, input, this.#options.execution, this.#options.facts(plan));
    // A venue is asked only about orders that would be sent: each question costs a call.
    if (nonce !== null && gates.every(({ ok }) => ok)) this.#checks.begin(plan);
    else if (nonce !== null) this.#checks.hold(plan, "Not asked: a safety check says no.");
    return { ...shown, gates };
  }

  /** Rejects with PLAN_NOT_FOUND for a plan that is not among the latest previews. */
  smallestDeposit(planId: PlanId, options: Signal): Promise<SmallestDeposit> {
    return this.#previewer.smallestDeposit(planId, options);
  }

  isHypothetical(planHash: PlanHash): boolean {
    return this.#previewer.isHypothetical(planHash);
  }

  /** What the venues say of each leg; empty where this run asked nothing. */
  checksOf(planId: PlanId): readonly LegCheck[] {
    return this.#checks.of(planId);
  }

  /** Asks once more about every leg that has no answer yet; resolves when all have one, or after `limitMs`. */
  async askVenues(plan: RebalancePlan, limitMs: DurationMs): Promise<void> {
    const { clock, signal } = this.#options;
    await withinCall(clock, limitMs, signal, () => this.#checks.ensure(plan)).catch((error: unknown) => {
      if (!(error instanceof CallTimeout)) throw error;
    });
  }

  /** What a plan would be made of now, with these deposits on top of what is there. */
  async gather(
    targets: Targets,
    policy: Policy,
    { deposits, ...options }: Signal & { readonly deposits: readonly Deposit[] },
  ): Promise<PlannerInput> {
    const { profile, clients, market, execution } = this.#options;
    return await gatherPlannerInput({
      profile: profile(),
      targets,
      policy,
      clients: clients.values(),
      market,
      fetchBalances: async ({ account: { id } }) => {
        const own = deposits.filter(({ accountId }) => accountId === id);
        const rows = computeBalancesWith(await execution.fetchBalances(id), own);
        return rows.map((row) => ({ ...row, accountId: id }));
      },
      ...options,
    });
  }

  dispose(): void {
    this.#checks.dispose();
  }
}
