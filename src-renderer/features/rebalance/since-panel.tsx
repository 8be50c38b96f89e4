// What would a plan have brought since it was made, had it been executed at its own prices?
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Money } from "#renderer/components/money.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { formatAmount } from "#renderer/lib/format-money.ts";
import type { PanelState } from "#renderer/stores/to-loadable.ts";
import type { PlanOutcome } from "#shared/domain/plan-outcome.ts";
import { sinceWords } from "./since-words.ts";

export interface SincePanelProps {
  /** Empty where the plan is not among those that are told of. */
  readonly outcome: PanelState<PlanOutcome>;
}

export function SincePanel({ outcome }: SincePanelProps) {
  return (
    <Panel
      title="Since then"
      meta="at the plan's prices, worth now"
      actions={outcome.state === "stale" ? <StaleChip ageMs={outcome.ageMs} /> : undefined}
    >
      <LoadableView
        data={outcome}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={5} />
          </PanelBody>
        }
        empty={{ children: "This plan is too old: what it would have done is told of the latest ones." }}
      >
        {(found) => <Since outcome={found} />}
      </LoadableView>
    </Panel>
  );
}

function Since({ outcome }: { readonly outcome: PlanOutcome }) {
  const { executed, notExecuted, difference, currency } = outcome;
  const { hideAmounts } = usePreferences();
  // More of one asset and less of another is no gain and no loss: no color.
  const moved = (amount: string) => formatAmount(amount, { sign: "always", hidden: hideAmounts });
  const rows = outcome.assets.filter(({ change, difference: own }) => change !== "0" || own !== "0");
  return (
    <>
      <PanelBody className="f12 rb-since">
        <dl className="fields">
          <div>
            <dt>Had it been executed</dt>
            <dd className="num">
              <Money amount={executed ?? undefined} currency={currency} absent="not known" />
            </dd>
          </div>
          <div>
            <dt>Had nothing been done</dt>
            <dd className="num">
              <Money amount={notExecuted ?? undefined} currency={currency} absent="not known" />
            </dd>
          </div>
          <div>
            <dt>Difference</dt>
            <dd className="num semi">
              <Money amount={difference ?? undefined} currency={currency} change absent="not known" />
            </dd>
          </div>
        </dl>
        <p className="t2">{sinceWords(outcome)}</p>
      </PanelBody>
      {rows.length === 0 ? null : (
        <ScrollBox label="By asset" className="table-box rb-scroll">
          <table>
            <thead>
              <tr>
                <th>Asset</th>
                <th className="num">Without, {currency}</th>
                <th className="num">With, {currency}</th>
                <th className="num">Difference</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.asset}>
                  <td>
                    <AssetLabel asset={row.asset} />
                  </td>
                  <td className="num">
                    <Money amount={row.notExecuted ?? undefined} bare absent="no price" />
                  </td>
                  <td className="num">
                    <Money amount={row.executed ?? undefined} bare absent="no price" />
                  </td>
                  <td className="num semi">
                    {row.difference === null ? <span className="t3">n/a</span> : moved(row.difference)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </>
  );
}
