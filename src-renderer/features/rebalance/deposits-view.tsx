// What would the plan be if more money were there? Made-up deposits, and the smallest one that would complete the plan.
import { useState } from "react";
import { Button, IconButton } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { hideAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { editDeposits } from "#renderer/stores/planning-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import type { SmallestDeposit } from "#shared/domain/feasibility.ts";
import type { AccountId, Asset } from "#shared/domain/ids.ts";
import type { Deposit, RebalancePlan } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { Quantity } from "./quantity.tsx";

export interface DepositsViewProps {
  readonly profile: Profile;
  readonly deposits: readonly Deposit[];
  readonly plan: RebalancePlan | null;
  /** Whether the plan reaches every target. */
  readonly complete: boolean;
}

export function DepositsView({ profile, deposits, plan, complete }: DepositsViewProps) {
  const accounts = profile.accounts.filter(({ kind }) => kind !== "manual");
  const [first] = accounts;
  const assets = [...profile.cashAssets, ...(Object.keys(profile.targets) as Asset[])];
  const choices = [...new Set(assets)].map((asset) => ({ value: asset, label: asset }));
  const set = (index: number, change: Partial<Deposit>) =>
    editDeposits(deposits.map((deposit, at) => (at === index ? { ...deposit, ...change } : deposit)));
  const add = (deposit: Deposit) => editDeposits([...deposits, deposit]);
  return (
    <div className="rb-deposits f12">
      <p className="t2">
        As if so much more were there. Nothing is moved or paid in, and such a plan cannot be approved.
      </p>
      {deposits.map(({ accountId, asset, amount }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two deposits may be equal, and they keep their places.
        <div className="row" key={index}>
          <NumberField
            label="Deposit"
            hideLabel
            width={84}
            min="0"
            step="100"
            value={amount}
            onChange={(text) =>
              Decimal.parse(text).isPositive ? set(index, { amount: decimalString(text) }) : undefined
            }
          />
          <SelectField
            label="Coin"
            hideLabel
            width={72}
            options={choices}
            value={asset}
            onChange={(next) => set(index, { asset: next })}
          />
          <SelectField
            label="Account"
            hideLabel
            width={96}
            options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
            value={accountId}
            onChange={(next: AccountId) => set(index, { accountId: next })}
          />
          <IconButton
            icon="close"
            small
            label="Without this deposit"
            onClick={() => editDeposits(deposits.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div className="row">
        <Button
          icon="plus"
          disabled={first === undefined}
          onClick={() =>
            first === undefined
              ? undefined
              : add({ accountId: first.id, asset: profile.cashAssets[0] as Asset, amount: decimalString("1000") })
          }
        >
          Deposit
        </Button>
      </div>
      {plan === null || plan.whatIf !== undefined ? null : complete ? (
        <p className="t3">The plan is complete as it is: no deposit is needed.</p>
      ) : (
        <Smallest key={plan.planId} profile={profile} plan={plan} onTry={(deposit) => editDeposits([deposit])} />
      )}
    </div>
  );
}

interface SmallestProps {
  readonly profile: Profile;
  readonly plan: RebalancePlan;
  readonly onTry: (deposit: Deposit) => void;
}

function Smallest({ profile, plan, onTry }: SmallestProps) {
  const client = useClient();
  const { hideAmounts } = usePreferences();
  const search = useFound(() => client.rebalancing.smallestDeposit({ profileId: profile.id, planId: plan.planId }));
  const { found } = search;
  if (search.error !== null) return <ErrorState {...errorWords(search.error)} />;
  if (found === null) {
    return (
      <div className="row">
        <Button disabled={search.busy} onClick={search.run}>
          {search.busy ? "Searching" : "Find the smallest deposit"}
        </Button>
        <span className="t3">that completes the plan</span>
      </div>
    );
  }
  const { amount, asset, accountId } = found;
  return (
    <div className="rb-found" role="status">
      <p>
        {amount === null ? (
          "No deposit that was tried completes the plan."
        ) : (
          <>
            <b className="semi">
              <Quantity amount={amount} asset={asset} exact />
            </b>{" "}
            would complete the plan.
          </>
        )}
      </p>
      <p className="t3">{hideAmounts ? hideAmountsIn(found.detail) : found.detail}</p>
      {amount === null || accountId === null || Decimal.parse(amount).isZero ? null : (
        <Button onClick={() => onTry({ accountId, asset, amount })}>Show that plan</Button>
      )}
    </div>
  );
}

function useFound(ask: () => PromiseLike<SmallestDeposit>) {
  const [found, setFound] = useState<SmallestDeposit | null>(null);
  const { busy, error, run } = useCommand(ask);
  return { found, busy, error, run: () => void run(undefined).then(setFound) };
}
