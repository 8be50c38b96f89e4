// One asset of the target table: where it is aimed at, where it stands, where the plan takes it.
import { useId } from "react";
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { driftTone } from "#renderer/components/drift-bar.tsx";
import { Icon, type IconName } from "#renderer/components/icon.tsx";
import { MoveGlyph } from "#renderer/components/move-glyph.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { TargetSlider } from "#renderer/components/target-slider.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import { formatBand, formatPoints } from "#renderer/lib/format-points.ts";
import { hideAmountsIn } from "#renderer/lib/hide-amounts.ts";
import { percentOfShare, shareOfPercent } from "#renderer/lib/percent-of-share.ts";
import { Decimal, type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { RowRules, type RuleChange } from "./row-rules.tsx";
import { markWords, type TargetRow } from "./target-rows.ts";

export interface TargetRowViewProps {
  readonly row: TargetRow;
  readonly stale: boolean;
  /** Whether its band and rules stand open below it. */
  readonly opened: boolean;
  readonly onOpen: () => void;
  readonly onChange: (asset: Asset, weight: DecimalString) => void;
  readonly onRule: (change: RuleChange) => void;
}

export function TargetRowView({ row, stale, opened, onOpen, onChange, onRule }: TargetRowViewProps) {
  const { asset, target, current, projected } = row;
  const drift = current === null ? null : Decimal.parse(current).sub(Decimal.parse(target)).toString();
  const rules = useId();
  return (
    <>
      <tr className={opened ? "sel rb-opened" : undefined}>
        <td>
          <AssetLabel asset={asset}>
            <Marks row={row} />
          </AssetLabel>
        </td>
        <td>
          <TargetSlider
            asset={asset}
            value={target}
            {...(current === null ? {} : { current })}
            onChange={(weight) => onChange(asset, decimalString(weight))}
          />
        </td>
        <td>
          <NumberField
            label={`${asset} target`}
            hideLabel
            cell
            unit="%"
            scale={1}
            step="0.1"
            min="0"
            max="100"
            value={percentOfShare(target)}
            onChange={(percent) => onChange(asset, shareOfPercent(percent))}
          />
        </td>
        <td className="num">
          <button
            type="button"
            className={classNames("rb-band", row.ownBand ? "semi" : "t3")}
            aria-expanded={opened}
            aria-controls={opened ? rules : undefined}
            aria-label={`${asset} band ${formatBand(row.band)} and rules`}
            title={`Band and rules of ${asset}`}
            onClick={onOpen}
          >
            {formatBand(row.band)}
          </button>
        </td>
        <td className={classNames("num cut", row.outOfBand && drift !== null && `semi ${driftTone(drift)}`)}>
          {current === null ? (
            <span className="t3">no price</span>
          ) : (
            <Doubted doubt={row.doubt}>{formatPercentCell(current)}</Doubted>
          )}
        </td>
        <td className={classNames("rb-glyph", row.doubt !== null && "in-doubt")}>
          {current === null ? null : (
            <MoveGlyph asset={asset} now={current} projected={projected ?? current} target={target} band={row.band} />
          )}
        </td>
        <td className={classNames("num", stale ? "t3" : "semi")}>
          {projected === null ? "" : <Doubted doubt={row.doubt}>{formatPercentCell(projected)}</Doubted>}
        </td>
        <td className={`num ${row.left === null || stale ? "t3" : driftTone(row.left)}`}>
          {row.left === null ? "" : <Doubted doubt={row.doubt}>{formatPoints(row.left, { scale: 2 })}</Doubted>}
        </td>
      </tr>
      {opened ? (
        <tr className="rb-rules-row" id={rules}>
          <td colSpan={8}>
            <RowRules row={row} onRule={onRule} onClose={onOpen} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Marks({ row }: { readonly row: TargetRow }) {
  const { hideAmounts } = usePreferences();
  const words = markWords(row).map((word) => (hideAmounts ? hideAmountsIn(word) : word));
  const others = row.members.filter((coin) => coin !== row.asset);
  return (
    <>
      {others.length === 0 ? null : (
        <small title={`${row.members.join(" and ")} count together as cash`}>+{others.join(", ")}</small>
      )}
      {words.length === 0 ? null : (
        <span className="t3" title={words.join(", ")}>
          <Icon name={markIcon(row)} size="tiny" />
          <span className="sr">{words.join(", ")}</span>
        </span>
      )}
    </>
  );
}

function markIcon({ pinned, neverSell, neverBuy }: TargetRow): IconName {
  return pinned !== null ? "pin" : neverSell || neverBuy ? "never" : "lock";
}
