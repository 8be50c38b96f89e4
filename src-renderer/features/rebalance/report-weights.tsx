// How near did the weights come to their targets?

import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { MoveGlyph } from "#renderer/components/move-glyph.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { PlanReport, RebalancePlan } from "#shared/domain/plan.ts";
import { toReportWeights } from "./report-lines.ts";

export interface ReportWeightsProps {
  readonly plan: RebalancePlan;
  readonly report: PlanReport;
  readonly cashAssets: readonly Asset[];
}

export function ReportWeights({ plan, report, cashAssets }: ReportWeightsProps) {
  const rows = toReportWeights(plan, report, cashAssets);
  const { worstError } = report;
  return (
    <Panel
      title="Weights"
      meta="%"
      className="rb-report-weights"
      actions={
        <span className="f12 rb-worst">
          {worstError === null ? (
            <span className="t3">balances could not be read</span>
          ) : (
            <>
              <span className="t3">worst</span> <b className="semi">{formatPercentCell(worstError)} points</b>
            </>
          )}
        </span>
      }
    >
      <ScrollBox label="Weights before and after" className="table-box grow dense">
        <table>
          <colgroup>
            <col />
            <col className="rb-col-weight" />
            <col className="rb-col-move" />
            <col className="rb-col-weight" />
            <col className="rb-col-weight" />
          </colgroup>
          <thead>
            <tr>
              <th>Asset</th>
              <th className="num">Before</th>
              <th>
                <span className="sr">Move</span>
              </th>
              <th className="num">After</th>
              <th className="num">Target</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ asset, before, after, target, band }) => (
              <tr key={asset}>
                <td>
                  <AssetLabel asset={asset} />
                </td>
                <td className="num t2">{before === null ? "" : formatPercentCell(before)}</td>
                <td className="rb-glyph">
                  {before === null || after === null ? null : (
                    <MoveGlyph asset={asset} now={before} projected={after} target={target} band={band} />
                  )}
                </td>
                <td className="num semi">{after === null ? "" : formatPercentCell(after)}</td>
                <td className="num t3">{formatPercentCell(target)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}
