// How far may signals move the target of one asset, where that is not as for all of them?
import { IconButton } from "#renderer/components/button.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { StrategySettings } from "#shared/domain/strategy-settings.ts";

export interface TiltBoundsProps {
  /** Those that have a target and are not cash. */
  readonly targets: readonly Asset[];
  readonly settings: Pick<StrategySettings, "tiltBound" | "tiltBounds">;
  readonly onChange: (tiltBounds: StrategySettings["tiltBounds"]) => void;
}

export function TiltBounds({ targets, settings, onChange }: TiltBoundsProps) {
  const { tiltBound, tiltBounds } = settings;
  // A bound that was set stays in sight where its asset has no target any more: else nobody could take it away.
  const assets = [...new Set([...targets, ...(Object.keys(tiltBounds) as Asset[])])].sort();
  const own = assets.filter((asset) => tiltBounds[asset] !== undefined);
  return (
    <details className="strategies-bounds">
      <summary className="f12 t2">
        {own.length === 0 ? "Bounds of single assets: none of their own" : `Bounds of single assets: ${own.join(", ")}`}
      </summary>
      {assets.map((asset) => {
        const { [asset]: set, ...others } = tiltBounds;
        return (
          <div className="strategies-row" key={asset}>
            <span>
              {asset}
              <small>{set === undefined ? "as for all" : "its own"}</small>
            </span>
            <span className="row">
              {set === undefined ? null : (
                <IconButton icon="undo" label={`Tilt of ${asset} as for all`} onClick={() => onChange(others)} />
              )}
              <NumberField
                label={`Tilt of ${asset}`}
                hideLabel
                unit="points"
                value={percentOfShare(set ?? tiltBound)}
                onChange={(percent) => onChange({ ...tiltBounds, [asset]: shareOfPercent(percent) })}
                min="0"
                max="100"
                step="0.5"
                width={112}
              />
            </span>
          </div>
        );
      })}
    </details>
  );
}
