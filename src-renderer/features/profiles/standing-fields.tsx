// Which rules, accounts, assets and limits does a person set for automatic rebalancing?
import type { ReactNode } from "react";
import { NumberField } from "#renderer/components/number-field.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { Checkbox } from "#renderer/components/switch.tsx";
import { RULE_WORDS } from "#renderer/lib/rule-words.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { STANDING_APPROVAL_DAYS } from "#shared/domain/standing-approval.ts";
import type { SuggestionType } from "#shared/domain/suggestion.ts";
import { MONEY_LIMITS, nameableAssets, SHARE_LIMITS, type StandingForm, withItem } from "./standing-form.ts";

export interface StandingFieldsProps {
  readonly profile: Profile;
  readonly form: StandingForm;
  readonly onChange: (form: StandingForm) => void;
}

// Object.keys forgets the key type; the keys are exactly the rules.
const RULES = Object.keys(RULE_WORDS) as readonly SuggestionType[];

/** A rule that the profile itself does not let run by itself. */
const EXITS_OFF = { disabled: true, detail: "Allow protective exits first, under Positions and limits." };

const LINES = [
  { label: "Traded", perPlan: "turnoverPerPlan", perDay: "turnoverPerDay" },
  { label: "Costs", perPlan: "costPerPlan", perDay: "costPerDay" },
] as const;

export function StandingFields({ profile, form, onChange }: StandingFieldsProps) {
  const limit = (key: keyof StandingForm["limits"], label: string) => (
    <NumberField
      label={label}
      unit={form.unit === "share" ? "%" : profile.currency}
      value={form.limits[key]}
      onChange={(value) => onChange({ ...form, limits: { ...form.limits, [key]: value } })}
      min="0"
      max={form.unit === "share" ? "300" : "1000000000"}
      scale={2}
      width={132}
    />
  );
  return (
    <>
      <Choices title="Rules">
        {RULES.map((type) => (
          <Checkbox
            key={type}
            label={RULE_WORDS[type].name}
            checked={form.triggers.includes(type)}
            {...(type === "positionExit" && !profile.positions.protectiveExits ? EXITS_OFF : {})}
            onChange={(isIn) => onChange({ ...form, triggers: withItem(form.triggers, type, isIn) })}
          />
        ))}
      </Choices>
      <Choices title="Accounts">
        {profile.accounts.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={form.accounts.includes(id)}
            onChange={(isIn) => onChange({ ...form, accounts: withItem(form.accounts, id, isIn) })}
          />
        ))}
      </Choices>
      <Choices title="Assets">
        {nameableAssets(profile).map((asset) => (
          <Checkbox
            key={asset}
            label={asset}
            checked={form.assets.includes(asset)}
            onChange={(isIn) => onChange({ ...form, assets: withItem(form.assets, asset, isIn) })}
          />
        ))}
      </Choices>
      <fieldset className="standing-limits">
        <legend className="lab">Limits</legend>
        <Segmented
          label="Limits in"
          options={[
            { value: "share", label: "% of the value" },
            { value: "money", label: profile.currency },
          ]}
          value={form.unit}
          onChange={(unit) => onChange({ ...form, unit, limits: unit === "share" ? SHARE_LIMITS : MONEY_LIMITS })}
        />
        {LINES.map(({ label, perPlan, perDay }) => (
          <span className="row" key={label}>
            {limit(perPlan, `${label} a plan, at most`)}
            {limit(perDay, `${label} a day, at most`)}
          </span>
        ))}
        <NumberField
          label="How long"
          unit="days"
          value={form.days}
          onChange={(days) => onChange({ ...form, days })}
          min="1"
          max={String(STANDING_APPROVAL_DAYS)}
          step="1"
          scale={0}
          width={132}
        />
      </fieldset>
    </>
  );
}

function Choices({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="standing-choices">
      <legend className="lab">{title}</legend>
      {children}
    </fieldset>
  );
}
