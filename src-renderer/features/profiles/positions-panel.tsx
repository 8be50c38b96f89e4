// How large may a position from a signal be, when is it left, and which limits hold for all of them?
import { type ReactNode, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Note } from "#renderer/components/note.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { Switch } from "#renderer/components/switch.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import type { PositionRules } from "#shared/domain/position-rules.ts";
import type { Profile } from "#shared/domain/profile.ts";
import {
  DEFAULT_RULES,
  defaultWords,
  EXIT_ROWS,
  LIMIT_ROWS,
  RISK_LEVELS,
  type ShareRow,
  SIZE_ROWS,
  SIZING_WORDS,
  SIZINGS,
  TIME_STOP,
  TRAILING,
} from "./position-rows.ts";

interface PartProps {
  readonly rules: PositionRules;
  readonly onChange: (patch: Partial<PositionRules>) => void;
}

export function PositionsPanel({ profile }: { readonly profile: Profile }) {
  const client = useClient();
  const [draft, setDraft] = useState<Partial<PositionRules>>({});
  const save = useCommand((positions: Partial<PositionRules>) =>
    client.profiles.update({ profileId: profile.id, changes: { positions } }),
  );
  const rules = { ...profile.positions, ...draft };
  const onChange = (patch: Partial<PositionRules>) => setDraft({ ...draft, ...patch });
  return (
    <Panel
      title="Positions and limits"
      foot={
        Object.keys(draft).length > 0 ? (
          <>
            <Button
              disabled={save.busy}
              onClick={() => void save.run(draft).then((saved) => (saved === null ? undefined : setDraft({})))}
            >
              {save.busy ? "Saving" : "Save rules"}
            </Button>
            <Button kind="ghost" icon="undo" onClick={() => setDraft({})}>
              Undo
            </Button>
          </>
        ) : undefined
      }
    >
      <PanelBody>
        {save.error === null ? null : <ErrorState {...errorWords(save.error)} />}
        <SizePart rules={rules} onChange={onChange} />
        <ExitsPart rules={rules} onChange={onChange} />
      </PanelBody>
    </Panel>
  );
}

function SizePart({ rules, onChange }: PartProps) {
  const { sizing } = rules;
  return (
    <fieldset className="position-part">
      <legend className="lab">Size</legend>
      <Segmented label="Sizing" options={SIZINGS} value={sizing} onChange={(next) => onChange({ sizing: next })} />
      <p className="f12 t2">{SIZING_WORDS[sizing]}</p>
      <Share row={SIZE_ROWS[sizing]} rules={rules} onChange={onChange} />
      {sizing === "volatilityTarget" ? (
        <Row label="Risk level" detail="times 0.5, 1 or 1.5; default medium">
          <Segmented
            compact
            label="Risk level"
            options={RISK_LEVELS}
            value={rules.riskLevel}
            onChange={(riskLevel) => onChange({ riskLevel })}
          />
        </Row>
      ) : null}
      <Row label="Risk adjustment" detail={`divides every size; default ${DEFAULT_RULES.riskAdjustmentFactor}`}>
        <NumberField
          label="Risk adjustment"
          hideLabel
          value={rules.riskAdjustmentFactor}
          onChange={(factor) => onChange({ riskAdjustmentFactor: decimalString(factor) })}
          min="0.1"
          max="100"
          step="0.1"
          width={92}
        />
      </Row>
      {LIMIT_ROWS.map((row) => (
        <Share key={row.key} row={row} rules={rules} onChange={onChange} />
      ))}
      <Whole
        label="Open positions"
        detail={`at most, one an asset; default ${DEFAULT_RULES.maxOpenPositions}`}
        value={rules.maxOpenPositions}
        min="0"
        max="100"
        onChange={(maxOpenPositions) => onChange({ maxOpenPositions })}
      />
    </fieldset>
  );
}

function ExitsPart({ rules, onChange }: PartProps) {
  const { trailing, timeStopHours, protectiveExits, volatilityScaled } = rules;
  return (
    <fieldset className="position-part">
      <legend className="lab">Exits</legend>
      <Note tone="over" title="They work only while the program runs.">
        Stops are the program's own: no exchange knows of them. What a stop sold stays in cash until you re-arm it.
      </Note>
      {EXIT_ROWS.map((row) => (
        <Share key={row.key} row={row} rules={rules} onChange={onChange} />
      ))}
      <Switch
        label={TRAILING.label}
        detail={`${TRAILING.detail}; default off`}
        checked={trailing !== null}
        onChange={(on) => onChange({ trailing: on ? decimalString(TRAILING.first) : null })}
      />
      {trailing === null ? null : (
        <Row label="Its distance" detail={TRAILING.detail}>
          <Percent
            label="Distance of the trailing stop"
            value={trailing}
            max="100"
            onChange={(share) => onChange({ trailing: share })}
          />
        </Row>
      )}
      <Switch
        label={TIME_STOP.label}
        detail={`${TIME_STOP.detail}; default off`}
        checked={timeStopHours !== null}
        onChange={(on) => onChange({ timeStopHours: on ? TIME_STOP.first : null })}
      />
      {timeStopHours === null ? null : (
        <Whole
          label="Hours of the time stop"
          detail="from the first buy on"
          value={timeStopHours}
          min="1"
          max="8760"
          onChange={(hours) => onChange({ timeStopHours: hours })}
        />
      )}
      <Switch
        label="Stops follow volatility"
        detail="Their distances are multiplied by volatility of late over that of 30 days, 0.5 to 2 times; default on."
        checked={volatilityScaled}
        onChange={(on) => onChange({ volatilityScaled: on })}
      />
      <Switch
        label="Protective exits"
        detail={
          protectiveExits
            ? "Stops, profit zones and time stops sell by themselves where a standing approval names them, inside its limits. Else they are proposed."
            : "Off: every exit is proposed, and you approve it."
        }
        checked={protectiveExits}
        onChange={(on) => onChange({ protectiveExits: on })}
      />
    </fieldset>
  );
}

function Share({ row, rules, onChange }: PartProps & { readonly row: ShareRow }) {
  const { key, label, detail, max } = row;
  return (
    <Row label={label} detail={`${detail}; ${defaultWords(key)}`}>
      <Percent label={label} value={rules[key]} max={max} onChange={(share) => onChange({ [key]: share })} />
    </Row>
  );
}

interface PercentProps {
  readonly label: string;
  readonly value: string;
  readonly max: string;
  readonly onChange: (share: PositionRules["stopLoss"]) => void;
}

function Percent({ label, value, max, onChange }: PercentProps) {
  return (
    <NumberField
      label={label}
      hideLabel
      unit="%"
      value={percentOfShare(value)}
      onChange={(percent) => onChange(shareOfPercent(percent))}
      min="0"
      max={max}
      step="0.5"
      width={92}
    />
  );
}

interface WholeProps {
  readonly label: string;
  readonly detail: string;
  readonly value: number;
  readonly min: string;
  readonly max: string;
  readonly onChange: (value: number) => void;
}

function Whole({ label, detail, value, min, max, onChange }: WholeProps) {
  return (
    <Row label={label} detail={detail}>
      <NumberField
        label={label}
        hideLabel
        value={String(value)}
        onChange={(text) => onChange(Number.parseInt(text, 10))}
        min={min}
        max={max}
        step="1"
        scale={0}
        width={92}
      />
    </Row>
  );
}

interface RowProps {
  readonly label: string;
  readonly detail: string;
  readonly children: ReactNode;
}

function Row({ label, detail, children }: RowProps) {
  return (
    <div className="limit-row">
      <span>
        {label}
        <small>{detail}</small>
      </span>
      {children}
    </div>
  );
}
