// Which rules does one asset have: a band of its own, never sold, never bought, an amount that stays, a target that stays?
import { type KeyboardEvent, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { Checkbox } from "#renderer/components/switch.tsx";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import { type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { TargetRow } from "./target-rows.ts";

/** A change of one asset's rules in the policy. */
export type PolicyRuleChange =
  | { readonly rule: "neverSell" | "neverBuy"; readonly asset: Asset; readonly on: boolean }
  /** Null: none of its own. */
  | { readonly rule: "band" | "pin"; readonly asset: Asset; readonly value: DecimalString | null };

export type RuleChange =
  | PolicyRuleChange
  | { readonly rule: "lock"; readonly asset: Asset; readonly on: boolean }
  | { readonly rule: "remove"; readonly asset: Asset };

export interface RowRulesProps {
  readonly row: TargetRow;
  readonly onRule: (change: RuleChange) => void;
  readonly onClose: () => void;
}

export function RowRules({ row, onRule, onClose }: RowRulesProps) {
  const { asset } = row;
  const { hideAmounts } = usePreferences();
  const [pins, setPins] = useState(row.pinned !== null);
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    <fieldset className="rb-rules f12" aria-label={`Rules of ${asset}`} onKeyDown={closeOnEscape}>
      <span className="row">
        <span className="t2">Band ±</span>
        <NumberField
          label={`${asset} band`}
          hideLabel
          unit="points"
          value={percentOfShare(row.band)}
          onChange={(points) => onRule({ rule: "band", asset, value: shareOfPercent(points) })}
          min="0"
          max="100"
          step="0.5"
          scale={1}
          width={96}
        />
        {row.ownBand ? (
          <Button kind="ghost" onClick={() => onRule({ rule: "band", asset, value: null })}>
            As the others
          </Button>
        ) : null}
      </span>
      <Checkbox label="Lock the target" checked={row.locked} onChange={(on) => onRule({ rule: "lock", asset, on })} />
      <Checkbox
        label="Never sell"
        checked={row.neverSell}
        onChange={(on) => onRule({ rule: "neverSell", asset, on })}
      />
      <Checkbox label="Never buy" checked={row.neverBuy} onChange={(on) => onRule({ rule: "neverBuy", asset, on })} />
      <span className="row">
        <Checkbox
          label="Pin an amount"
          checked={pins}
          onChange={(on) => {
            setPins(on);
            onRule({ rule: "pin", asset, value: on ? (row.held ?? ZERO) : null });
          }}
        />
        {pins && hideAmounts ? <span className="t3">Amounts are hidden.</span> : null}
        {pins && !hideAmounts ? (
          <NumberField
            label={`${asset} pinned amount`}
            hideLabel
            unit={asset}
            value={row.pinned ?? row.held ?? ZERO}
            onChange={(amount) => onRule({ rule: "pin", asset, value: decimalString(amount) })}
            min="0"
            width={140}
          />
        ) : null}
      </span>
      {row.removable ? (
        <Button icon="close" onClick={() => onRule({ rule: "remove", asset })}>
          Leave {asset} out
        </Button>
      ) : null}
    </fieldset>
  );
}

const ZERO = decimalString("0");
