// Which rules besides the weights does a profile set: whether strategies run, on which coins, how they are joined, what a signal must beat?
import { NumberField } from "#renderer/components/number-field.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { Switch } from "#renderer/components/switch.tsx";
import type { Asset } from "#shared/domain/ids.ts";
import type { StrategySettings } from "#shared/domain/strategy-settings.ts";
import { CoinsField } from "./coins-field.tsx";
import { toPercentText, toShare } from "./weight-draft.ts";

const MODES = [
  { value: "ensemble", label: "Ensemble" },
  { value: "pick", label: "Pick" },
] as const satisfies readonly { value: StrategySettings["mode"]; label: string }[];

const MODE_WORDS = {
  ensemble: "All that have a weight and do not abstain are joined by their weights.",
  pick: "One is drawn by weight for each epoch and market. The draw knows nothing of the market: it spreads profiles apart, it does not choose better.",
} as const satisfies Record<StrategySettings["mode"], string>;

export interface SettingsFieldsProps {
  readonly settings: StrategySettings;
  /** Coins with a target: they are looked at where no others are named. */
  readonly targets: readonly Asset[];
  readonly onChange: (patch: Partial<StrategySettings>) => void;
}

export function SettingsFields({ settings, targets, onChange }: SettingsFieldsProps) {
  const [calm, wild] = settings.driftDeltaRange;
  return (
    <>
      <div className="strategies-run">
        <Switch
          label="Run strategies"
          detail={settings.on ? "a cycle after each hourly candle" : "no cycle comes by itself"}
          checked={settings.on}
          onChange={(on) => onChange({ on })}
        />
      </div>
      <div className="strategies-mode">
        <Segmented label="Mode" options={MODES} value={settings.mode} onChange={(mode) => onChange({ mode })} />
        <p className="f12 t2">{MODE_WORDS[settings.mode]}</p>
      </div>
      <Share
        label="Confidence"
        detail="share of its own last readings that a signal must beat"
        value={settings.confidenceThreshold}
        onChange={(confidenceThreshold) => onChange({ confidenceThreshold })}
      />
      <Share
        label="Strength"
        detail="least size of its direction"
        value={settings.signalStrengthThreshold}
        onChange={(signalStrengthThreshold) => onChange({ signalStrengthThreshold })}
      />
      <Share
        label="Entropy gate"
        detail="how far under its maximum the order of returns must lie"
        value={settings.entropyThreshold}
        onChange={(entropyThreshold) => onChange({ entropyThreshold })}
      />
      <Share
        label="Gate opens from"
        detail="mean hourly return, up or down"
        value={calm}
        max={toPercentText(wild)}
        onChange={(low) => onChange({ driftDeltaRange: [low, wild] })}
      />
      <Share
        label="Gate opens up to"
        detail="mean hourly return, up or down"
        value={wild}
        min={toPercentText(calm)}
        onChange={(high) => onChange({ driftDeltaRange: [calm, high] })}
      />
      <CoinsField coins={settings.baseAssets} targets={targets} onChange={(baseAssets) => onChange({ baseAssets })} />
    </>
  );
}

interface FieldProps<Value> {
  readonly label: string;
  readonly detail: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly min?: string;
  readonly max?: string;
}

function Share({ value, onChange, ...rest }: FieldProps<number>) {
  return <Row {...rest} value={toPercentText(value)} onChange={(percent) => onChange(toShare(percent))} />;
}

function Row({ label, detail, value, onChange, min = "0", max = "100" }: FieldProps<string>) {
  return (
    <div className="strategies-row">
      <span>
        {label}
        <small>{detail}</small>
      </span>
      <NumberField
        label={label}
        hideLabel
        unit="%"
        value={value}
        onChange={onChange}
        min={min}
        max={max}
        step="0.1"
        width={92}
      />
    </div>
  );
}
