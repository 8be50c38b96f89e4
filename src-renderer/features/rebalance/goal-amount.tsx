// Which amount belongs to the goal: how much to raise, what to sell, how much of the cash to spend?
import { NumberField } from "#renderer/components/number-field.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { goalLack } from "#renderer/stores/plan-draft.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Policy, PolicyPatch } from "#shared/domain/policy.ts";
import type { Portfolio } from "#shared/domain/portfolio.ts";
import type { Profile } from "#shared/domain/profile.ts";

export interface GoalAmountProps {
  readonly profile: Profile;
  readonly portfolio: Portfolio | null;
  /** As it stands for this plan. */
  readonly policy: Policy;
  readonly onChange: (changes: PolicyPatch) => void;
}

/** Nothing for a goal that needs no amount. */
export function GoalAmount({ profile, portfolio, policy, onChange }: GoalAmountProps) {
  const { goal } = policy;
  if (goal === "raiseCash") {
    const raise = policy.raise ?? { asset: firstCash(profile), amount: decimalString("0") };
    return (
      <Line lack={goalLack(policy)}>
        <span>Raise</span>
        <Amount
          label="Cash to raise"
          value={raise.amount}
          onChange={(amount) => onChange({ raise: { ...raise, amount } })}
        />
        <CashCoin
          profile={profile}
          value={raise.asset}
          onChange={(asset) => onChange({ raise: { ...raise, asset } })}
        />
        <span className="t3">with the least drift and cost</span>
      </Line>
    );
  }
  if (goal === "liquidate") {
    const held = (portfolio?.positions ?? []).filter(({ isCash }) => !isCash).map(({ asset }) => asset);
    const none = { value: "", label: "Choose" };
    return (
      <Line lack={goalLack(policy)}>
        <span>Sell all</span>
        <SelectField
          label="Asset to sell"
          hideLabel
          width={96}
          options={[
            ...(policy.liquidate === undefined ? [none] : []),
            ...held.map((asset) => ({ value: asset, label: asset })),
          ]}
          value={policy.liquidate ?? ""}
          onChange={(asset) => (asset === "" ? undefined : onChange({ liquidate: asset as Asset }))}
        />
        <span className="t3">into cash, whatever the targets say</span>
      </Line>
    );
  }
  if (goal === "cashFlow") {
    const invest = policy.invest ?? { asset: firstCash(profile), amount: decimalString("0") };
    return (
      <Line lack={null}>
        <span>Spend at most</span>
        <Amount
          label="Cash to spend"
          value={invest.amount}
          onChange={(amount) => onChange({ invest: { ...invest, amount } })}
        />
        <CashCoin
          profile={profile}
          value={invest.asset}
          onChange={(asset) => onChange({ invest: { ...invest, asset } })}
        />
        <span className="t3">
          {Decimal.parse(invest.amount).isZero ? "0: all cash above its target. Nothing is sold." : "Nothing is sold."}
        </span>
      </Line>
    );
  }
  return null;
}

function firstCash(profile: Profile): Asset {
  // A profile has at least one cash coin.
  return profile.cashAssets.find((asset) => profile.targets[asset] !== undefined) ?? (profile.cashAssets[0] as Asset);
}

interface LineProps {
  readonly lack: string | null;
  readonly children: React.ReactNode;
}

function Line({ lack, children }: LineProps) {
  return (
    <fieldset className="rb-goal f12" aria-label="Amount of the goal">
      {children}
      {lack === null ? null : (
        <span className="ov" role="status">
          {lack}
        </span>
      )}
    </fieldset>
  );
}

interface AmountProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (amount: ReturnType<typeof decimalString>) => void;
}

function Amount({ label, value, onChange }: AmountProps) {
  return (
    <NumberField
      label={label}
      hideLabel
      min="0"
      step="100"
      width={96}
      value={value}
      onChange={(amount) => onChange(decimalString(amount))}
    />
  );
}

interface CashCoinProps {
  readonly profile: Profile;
  readonly value: Asset;
  readonly onChange: (asset: Asset) => void;
}

function CashCoin({ profile, value, onChange }: CashCoinProps) {
  return (
    <SelectField
      label="Coin"
      hideLabel
      width={76}
      options={profile.cashAssets.map((asset) => ({ value: asset, label: asset }))}
      value={value}
      onChange={onChange}
    />
  );
}
