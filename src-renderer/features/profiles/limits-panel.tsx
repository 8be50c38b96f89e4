// Which limits may no plan of this profile break?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import { type RiskLimits, type RiskLimitsPatch, riskLimitsSchema } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";

/** The limits that a gate enforces today. */
type ShareKey = Exclude<keyof RiskLimits, "maxOrdersPerDay">;

interface ShareLimit {
  readonly key: ShareKey;
  readonly label: string;
  readonly detail: string;
  readonly max: string;
}

/** What a new profile has. */
const DEFAULTS = riskLimitsSchema.parse({});

const SHARES: readonly ShareLimit[] = [
  { key: "maxOrderFraction", label: "Largest order", detail: "of the profile's value; never over 25 %", max: "25" },
  { key: "maxPlanTurnoverFraction", label: "Turnover of one plan", detail: "of the profile's value", max: "1000" },
  { key: "maxDayTurnoverFraction", label: "Turnover of a day", detail: "of the profile's value, UTC day", max: "1000" },
  {
    key: "volatilityCeiling",
    label: "Volatility ceiling",
    detail: "a year, of the last 30 days; above it no order may raise it",
    max: "1000",
  },
  {
    key: "maxDailyLossFraction",
    label: "Loss of a day",
    detail: "then trading halts until you arm it again",
    max: "100",
  },
  { key: "maxDrawdownFraction", label: "Drawdown", detail: "from the highest value; then trading halts", max: "100" },
];

export interface LimitsPanelProps {
  readonly profile: Profile;
}

export function LimitsPanel({ profile }: LimitsPanelProps) {
  const client = useClient();
  const [draft, setDraft] = useState<RiskLimitsPatch>({});
  const save = useCommand((limits: RiskLimitsPatch) =>
    client.profiles.update({ profileId: profile.id, changes: { limits } }),
  );
  const limits = { ...profile.limits, ...draft };
  const changed = Object.keys(draft).length > 0;
  const orders = limits.maxOrdersPerDay ?? profile.limits.maxOrdersPerDay;
  return (
    <Panel
      title="Risk limits"
      meta="checked before every order"
      foot={
        changed ? (
          <>
            <Button
              disabled={save.busy}
              onClick={() => void save.run(draft).then((saved) => (saved === null ? undefined : setDraft({})))}
            >
              {save.busy ? "Saving" : "Save limits"}
            </Button>
            <Button kind="ghost" icon="undo" onClick={() => setDraft({})}>
              Undo
            </Button>
          </>
        ) : undefined
      }
    >
      <PanelBody>
        {SHARES.map(({ key, label, detail, max }) => (
          <div className="limit-row" key={key}>
            <span>
              {label}
              <small>{`${detail}; default ${formatPercent(DEFAULTS[key], { scale: 0 })}`}</small>
            </span>
            <NumberField
              label={label}
              hideLabel
              unit="%"
              value={percentOfShare(limits[key] ?? profile.limits[key])}
              onChange={(percent) => setDraft({ ...draft, [key]: shareOfPercent(percent) })}
              min="0"
              max={max}
              step="0.5"
              scale={1}
              width={92}
            />
          </div>
        ))}
        <div className="limit-row">
          <span>
            Orders a day
            <small>then only exits of positions until midnight UTC; default {DEFAULTS.maxOrdersPerDay}</small>
          </span>
          <NumberField
            label="Orders a day"
            hideLabel
            value={String(orders)}
            onChange={(text) => setDraft({ ...draft, maxOrdersPerDay: Number.parseInt(text, 10) })}
            min="0"
            max="10000"
            step="1"
            scale={0}
            width={92}
          />
        </div>
        {save.error === null ? null : <ErrorState {...errorWords(save.error)} />}
      </PanelBody>
    </Panel>
  );
}
