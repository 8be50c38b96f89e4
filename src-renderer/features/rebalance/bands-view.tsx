// Where does each weight stand in its band, where does the plan take it, and from where on would acting on it alone pay?
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { driftTone } from "#renderer/components/drift-bar.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { classNames } from "#renderer/lib/class-names.ts";
import { formatPercent, formatPercentCell } from "#renderer/lib/format-percent.ts";
import { formatBand } from "#renderer/lib/format-points.ts";
import { positionOfWeight } from "#renderer/lib/target-scale.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { PlanVerdict } from "#shared/domain/plan-verdict.ts";
import type { TargetRow } from "./target-rows.ts";

export interface BandsViewProps {
  readonly rows: readonly TargetRow[];
  readonly stale: boolean;
  /** For the bands at which acting pays; null where there is none. */
  readonly verdict: Pick<PlanVerdict, "assets"> | null;
}

/** Weights named below the chart: a square-root scale, so that 3 % can be read as well as 40 %. */
const NAMED = ["0", "0.05", "0.2", "0.5", "1"] as const;

export function BandsView({ rows, stale, verdict }: BandsViewProps) {
  const end = scaleEnd(rows);
  return (
    <ScrollBox label="Weights in their bands" className={classNames("table-box pb grow", stale && "t3")}>
      {rows.length === 0 ? (
        <p className="f12 t2">No asset has a target yet.</p>
      ) : (
        <ul className="rb-bands f12">
          {rows.map((row) => (
            <BandRow
              key={row.asset}
              row={row}
              end={end}
              paying={verdict?.assets.find(({ asset }) => asset === row.asset)?.payingBand ?? null}
            />
          ))}
          <li className="rb-band-axis" aria-hidden="true">
            <span />
            <span className="rb-band-track">
              {NAMED.filter((weight) => Number(weight) <= end).map((weight) => (
                <span key={weight} style={{ left: percentAt(weight, end) }}>
                  {formatPercentCell(weight, { scale: 0 })}
                </span>
              ))}
            </span>
            <span>%</span>
          </li>
        </ul>
      )}
    </ScrollBox>
  );
}

interface BandRowProps {
  readonly row: TargetRow;
  readonly end: number;
  readonly paying: string | null;
}

function BandRow({ row, end, paying }: BandRowProps) {
  const { asset, target, band, current, projected } = row;
  const goal = Decimal.parse(target);
  const drift = current === null ? null : Decimal.parse(current).sub(goal);
  const tone = drift === null || drift.isZero ? "" : drift.isNegative ? "under" : "over";
  const from = around(goal, band, end);
  const words = [
    `${asset}: target ${formatPercent(target)}, band ${formatBand(band, { scale: 2 })}`,
    ...(current === null ? ["no price"] : [`now ${formatPercent(current)}${row.outOfBand ? ", out of band" : ""}`]),
    ...(projected === null ? [] : [`after the plan ${formatPercent(projected)}`]),
    ...(paying === null ? [] : [`acting pays beyond ${formatBand(paying, { scale: 2 })}`]),
  ].join("; ");
  return (
    <li title={words}>
      <AssetLabel asset={asset} />
      <span
        className={classNames("rb-band-track", tone, row.doubt !== null && "in-doubt")}
        role="img"
        aria-label={words}
      >
        <i className="bd" style={from} />
        {paying === null ? null : <i className="pay" style={around(goal, paying, end)} />}
        <i className="tg" style={{ left: percentAt(target, end) }} />
        {current === null ? null : (
          <>
            {projected === null ? null : <i className="ln" style={between(current, projected, end)} />}
            <i className={classNames("now", row.outOfBand && "out")} style={{ left: percentAt(current, end) }} />
          </>
        )}
        {projected === null ? null : <i className="to" style={{ left: percentAt(projected, end) }} />}
      </span>
      <span
        className={classNames("num", row.outOfBand && drift !== null ? `semi ${driftTone(drift.toString())}` : "t2")}
      >
        {current === null ? "no price" : formatPercentCell(current)}
      </span>
    </li>
  );
}

function percentAt(weight: string, end: number): string {
  return `${positionOfWeight(weight, end) * 100}%`;
}

function between(first: string, second: string, end: number): { readonly left: string; readonly width: string } {
  const [left, right] = [positionOfWeight(first, end), positionOfWeight(second, end)].sort((a, b) => a - b);
  return { left: `${(left ?? 0) * 100}%`, width: `${((right ?? 0) - (left ?? 0)) * 100}%` };
}

function around(goal: Decimal, band: string, end: number): { readonly left: string; readonly width: string } {
  const half = Decimal.parse(band);
  return between(Decimal.max(Decimal.ZERO, goal.sub(half)).toString(), goal.add(half).toString(), end);
}

/** The largest of what is drawn, as a share: the scale ends a little beyond it. */
function scaleEnd(rows: readonly TargetRow[]): number {
  const drawn = rows.flatMap(({ target, band, current, projected }) => [
    Decimal.parse(target).add(Decimal.parse(band)),
    ...(current === null ? [] : [Decimal.parse(current)]),
    ...(projected === null ? [] : [Decimal.parse(projected)]),
  ]);
  const most = Decimal.max(Decimal.parse("0.05"), ...drawn);
  return Math.min(1, Number(most.toFixed(4, "up")) * 1.04);
}
