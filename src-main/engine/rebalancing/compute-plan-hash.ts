// Which content does an approval name?
import { canonicalHash } from "#shared/domain/canonical-hash.ts";
import type { InputsHash, PlanHash } from "#shared/domain/ids.ts";
import type { PlannerInput, RebalancePlan } from "#shared/domain/plan.ts";

/** SHA-256 over canonical JSON of a plan's inputs. The order of accounts, balances and instruments does not change it. */
export function computeInputsHash(input: PlannerInput): InputsHash {
  const by =
    <T>(key: (item: T) => string) =>
    (left: T, right: T) =>
      key(left) < key(right) ? -1 : key(left) > key(right) ? 1 : 0;
  return canonicalHash({
    ...input,
    cashAssets: [...input.cashAssets].sort(),
    accounts: [...input.accounts]
      .sort(by((account) => account.id))
      .map((account) => ({ ...account, balances: [...account.balances].sort(by((balance) => balance.asset)) })),
    instruments: [...input.instruments].sort(by((instrument) => `${instrument.venue} ${instrument.symbol}`)),
  }) as InputsHash; // a SHA-256 by construction
}

/** SHA-256 over all that a person approves: every field of the plan but the hash itself. Any edit makes a new one. */
export function computePlanHash(plan: Omit<RebalancePlan, "planHash"> & { readonly planHash?: PlanHash }): PlanHash {
  const { planHash: _planHash, ...approved } = plan;
  return canonicalHash(approved) as PlanHash; // a SHA-256 by construction
}
