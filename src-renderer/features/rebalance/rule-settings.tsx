// Which numbers does each rule have? One row a rule, with its switch.
import type { ReactNode } from "react";
import { NumberField } from "#renderer/components/number-field.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SelectField } from "#renderer/components/select-field.tsx";
import { Switch } from "#renderer/components/switch.tsx";
import { formatPercent } from "#renderer/lib/format-percent.ts";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import { RULE_WORDS } from "#renderer/lib/rule-words.ts";
import type { TriggersView } from "#shared/contract/views.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { SuggestionType } from "#shared/domain/suggestion.ts";
import { DAY_MS, MINUTE_MS } from "#shared/domain/time.ts";
import type { TriggerSettings } from "#shared/domain/trigger-settings.ts";
import { ScheduleEditor } from "./schedule-editor.tsx";
import { WEIGHTINGS } from "./weighting-words.ts";

export interface RuleSettingsProps {
  readonly profile: Profile;
  readonly view: TriggersView;
  /** With what was changed and not saved yet. */
  readonly settings: TriggerSettings;
  readonly onChange: (change: Partial<TriggerSettings>) => void;
}

export function RuleSettings({ profile, view, settings, onChange }: RuleSettingsProps) {
  const { threshold, schedule, riskAdjusted, volatilityBand, highCash, loss, diversification, concentration, flow } =
    settings;
  const { positionExit } = settings;
  return (
    <div className="rb-rule-list f12">
      <Rule view={view} type="threshold" on={threshold.on} onSwitch={(on) => onChange({ threshold: { on } })}>
        <span className="t3">Bands are set with the targets.</span>
      </Rule>
      <Rule
        view={view}
        type="schedule"
        on={schedule.on}
        onSwitch={(on) => onChange({ schedule: { ...schedule, on } })}
        note={<NextTime view={view} on={schedule.on} />}
      >
        <ScheduleEditor
          profile={profile}
          schedule={schedule}
          onChange={(next) => onChange({ schedule: { ...schedule, ...next } })}
        />
      </Rule>
      <Rule
        view={view}
        type="riskAdjusted"
        on={riskAdjusted.on}
        onSwitch={(on) => onChange({ riskAdjusted: { ...riskAdjusted, on } })}
      >
        <SelectField
          label="Targets by"
          options={WEIGHTINGS}
          value={riskAdjusted.weighting}
          width={150}
          onChange={(weighting) => onChange({ riskAdjusted: { ...riskAdjusted, weighting } })}
        />
        <Whole
          label="Daily returns"
          value={riskAdjusted.days}
          min={10}
          max={720}
          onChange={(days) => onChange({ riskAdjusted: { ...riskAdjusted, days } })}
        />
      </Rule>
      <Rule
        view={view}
        type="volatilityBand"
        on={volatilityBand.on}
        onSwitch={(on) => onChange({ volatilityBand: { ...volatilityBand, on } })}
        note={<Volatility view={view} />}
      >
        {volatilityBand.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name, and they keep their places.
          <span className="row" key={index}>
            <Share
              label="Above"
              value={step.above}
              max="1000"
              onChange={(above) =>
                onChange({
                  volatilityBand: {
                    ...volatilityBand,
                    steps: replaceAt(volatilityBand.steps, index, { ...step, above }),
                  },
                })
              }
            />
            <Share
              label="band ±"
              value={step.band}
              onChange={(band) =>
                onChange({
                  volatilityBand: {
                    ...volatilityBand,
                    steps: replaceAt(volatilityBand.steps, index, { ...step, band }),
                  },
                })
              }
            />
          </span>
        ))}
        <Share
          label="Else ±"
          value={volatilityBand.otherwise}
          onChange={(otherwise) => onChange({ volatilityBand: { ...volatilityBand, otherwise } })}
        />
      </Rule>
      <Rule view={view} type="highCash" on={highCash.on} onSwitch={(on) => onChange({ highCash: { ...highCash, on } })}>
        <Share
          label="Above"
          value={highCash.above}
          onChange={(above) => onChange({ highCash: { ...highCash, above } })}
        />
      </Rule>
      <Rule view={view} type="loss" on={loss.on} onSwitch={(on) => onChange({ loss: { ...loss, on } })}>
        <Share label="Above" value={loss.above} onChange={(above) => onChange({ loss: { ...loss, above } })} />
      </Rule>
      <Rule
        view={view}
        type="diversification"
        on={diversification.on}
        onSwitch={(on) => onChange({ diversification: { ...diversification, on } })}
      >
        <Whole
          label="Fewer than"
          value={diversification.atLeast}
          min={1}
          max={100}
          onChange={(atLeast) => onChange({ diversification: { ...diversification, atLeast } })}
        />
        <Share
          label="each over"
          value={diversification.over}
          onChange={(over) => onChange({ diversification: { ...diversification, over } })}
        />
      </Rule>
      <Rule
        view={view}
        type="concentration"
        on={concentration.on}
        onSwitch={(on) => onChange({ concentration: { ...concentration, on } })}
      >
        <Share
          label="Above"
          value={concentration.above}
          onChange={(above) => onChange({ concentration: { ...concentration, above } })}
        />
      </Rule>
      <Rule view={view} type="flow" on={flow.on} onSwitch={(on) => onChange({ flow: { ...flow, on } })}>
        <Whole
          label="Days back"
          value={Math.round(flow.withinMs / DAY_MS)}
          min={1}
          max={366}
          onChange={(days) => onChange({ flow: { ...flow, withinMs: days * DAY_MS } })}
        />
      </Rule>
      <Rule view={view} type="positionExit" on={positionExit.on} onSwitch={(on) => onChange({ positionExit: { on } })}>
        <span className="t3">Stops and zones are set with the profile, under Positions and limits.</span>
      </Rule>
      <div className="rb-rule">
        <Whole
          label="Minutes of quiet after a rebalance that a rule asked for"
          value={Math.round(settings.coolDownMs / MINUTE_MS)}
          min={0}
          max={527_040}
          onChange={(minutes) => onChange({ coolDownMs: minutes * MINUTE_MS })}
        />
      </div>
    </div>
  );
}

interface RuleProps {
  readonly view: TriggersView;
  readonly type: SuggestionType;
  readonly on: boolean;
  readonly onSwitch: (on: boolean) => void;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

function Rule({ view, type, on, onSwitch, note, children }: RuleProps) {
  const { timeZone } = usePreferences();
  const { name, meaning } = RULE_WORDS[type];
  const cooling = view.cooling.find((rule) => rule.type === type);
  return (
    <fieldset className="rb-rule" aria-label={name}>
      <Switch label={name} detail={meaning} checked={on} onChange={onSwitch} />
      {on ? <div className="rb-rule-fields">{children}</div> : null}
      {on ? note : null}
      {cooling === undefined ? null : (
        <p className="t3">Quiet until {formatDateTime(cooling.until, timeZone)}, after a rebalance.</p>
      )}
    </fieldset>
  );
}

function NextTime({ view, on }: { readonly view: TriggersView; readonly on: boolean }) {
  const { timeZone } = usePreferences();
  if (!on || view.nextScheduledAt === null) return null;
  return <p className="t3">As saved, next: {formatDateTime(view.nextScheduledAt, timeZone)}.</p>;
}

function Volatility({ view: { volatility, volatilityBand, volatilityReason } }: { readonly view: TriggersView }) {
  return (
    <p className="t3">
      {volatility === null
        ? (volatilityReason ?? "The volatility is not known.")
        : `Now ${formatPercent(volatility, { scale: 0 })} a year${volatilityBand === null ? "" : `: ±${formatPercent(volatilityBand, { scale: 1 })}`}.`}
    </p>
  );
}

interface ShareProps {
  readonly label: string;
  readonly value: string;
  readonly max?: string;
  readonly onChange: (share: DecimalString) => void;
}

function Share({ label, value, max = "100", onChange }: ShareProps) {
  return (
    <NumberField
      label={label}
      unit="%"
      min="0"
      max={max}
      step="1"
      width={84}
      value={percentOfShare(value)}
      onChange={(percent) => onChange(shareOfPercent(percent))}
    />
  );
}

interface WholeProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

function Whole({ label, value, min, max, onChange }: WholeProps) {
  return (
    <NumberField
      label={label}
      min={String(min)}
      max={String(max)}
      step="1"
      width={84}
      value={String(value)}
      onChange={(text) => {
        if (/^\d+$/.test(text)) onChange(Number(text));
      }}
    />
  );
}

function replaceAt<Item>(items: readonly Item[], index: number, item: Item): Item[] {
  return items.map((other, at) => (at === index ? item : other));
}
