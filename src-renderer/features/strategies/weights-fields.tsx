// How loudly does each strategy speak, and which one is read about?
import { Button } from "#renderer/components/button.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { Checkbox } from "#renderer/components/switch.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import { STRATEGY_TITLES, type StrategyName, strategyNameSchema } from "#shared/domain/strategy-name.ts";
import type { StrategyWeightSettings } from "#shared/domain/strategy-settings.ts";
import { switchStrategy, toPercentText, toShare } from "./weight-draft.ts";

export interface WeightsFieldsProps {
  readonly weights: StrategyWeightSettings;
  readonly onChange: (weights: StrategyWeightSettings) => void;
  readonly read: StrategyName;
  readonly onRead: (name: StrategyName) => void;
}

export function WeightsFields({ weights, onChange, read, onRead }: WeightsFieldsProps) {
  return (
    <>
      {strategyNameSchema.options.map((name) => {
        const weight = weights[name];
        const title = STRATEGY_TITLES[name];
        return (
          <div className={classNames("strategies-row", name === read && "chosen")} key={name}>
            <Checkbox
              label={title}
              detail={stateOf(name, weight)}
              checked={weight !== undefined}
              onChange={() => onChange(switchStrategy(weights, name))}
            />
            <span className="row">
              <NumberField
                label={`Weight of ${title}`}
                hideLabel
                unit="%"
                value={toPercentText(weight ?? 0)}
                onChange={(percent) => onChange({ ...weights, [name]: toShare(percent) })}
                min="0"
                max="100"
                step="1"
                width={92}
                disabled={weight === undefined}
              />
              <Button kind="ghost" pressed={name === read} aria-label={`About ${title}`} onClick={() => onRead(name)}>
                About
              </Button>
            </span>
          </div>
        );
      })}
    </>
  );
}

function stateOf(name: StrategyName, weight: number | undefined): string {
  if (weight === undefined) return "Not run";
  if (weight === 0) return "Followed, without a say";
  return name === "executionSchedule" ? "No vote: makes the others' direction smaller" : "Has a say";
}
