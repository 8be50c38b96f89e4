// What would an account hold, were so much more paid in?
import type { Balance } from "#shared/domain/account.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Deposit, PlannerInput } from "#shared/domain/plan.ts";

type Row = Omit<Balance, "accountId">;

const ZERO = Decimal.ZERO.toString();

/** One account's balances with the deposits added to what is free; a coin that was not there gets a row of its own. */
export function computeBalancesWith(
  balances: readonly Row[],
  deposits: readonly Pick<Deposit, "asset" | "amount">[],
): readonly Row[] {
  const rows = new Map<Asset, Row>(balances.map((balance) => [balance.asset, balance]));
  for (const { asset, amount } of deposits) {
    const row = rows.get(asset) ?? { asset, free: ZERO, inOrders: ZERO, earn: ZERO, locked: ZERO };
    rows.set(asset, { ...row, free: decimal(row.free).add(decimal(amount)).toString() });
  }
  return [...rows.values()];
}

/** The planner's inputs as they would be with the deposits. */
export function computeInputWith(input: PlannerInput, deposits: readonly Deposit[]): PlannerInput {
  return {
    ...input,
    accounts: input.accounts.map((account) => ({
      ...account,
      balances: [
        ...computeBalancesWith(
          account.balances,
          deposits.filter(({ accountId }) => accountId === account.id),
        ),
      ],
    })),
  };
}
