// Where do the weights stand on their way to the targets?

import { useMemo } from "react";
import { useStore } from "zustand";
import { AssetLabel } from "#renderer/components/asset-label.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { MoveGlyph } from "#renderer/components/move-glyph.tsx";
import { Panel } from "#renderer/components/panel.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import type { RebalancePlan } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { toTargetRows, weightOf } from "./target-rows.ts";

export interface WeightsPanelProps {
  readonly profile: Profile;
  readonly plan: RebalancePlan;
}

export function WeightsPanel({ profile, plan }: WeightsPanelProps) {
  const portfolio = useStore(portfolioStore, (state) => (state.profileId === profile.id ? state.value : null));
  const rows = useMemo(
    () => toTargetRows({ profile, policy: plan.policy, targets: plan.targets, portfolio, plan }),
    [profile, plan, portfolio],
  );
  return (
    <Panel title="Weights" meta="now and target, %" className="rb-weights">
      <ScrollBox label="Weights by asset" className="table-box pb grow">
        <ul className="rb-weight-list f12">
          {rows.map((row) => {
            const before = weightOf(plan.before, row.members);
            return (
              <li key={row.asset}>
                <AssetLabel asset={row.asset} />
                <Doubted doubt={row.doubt} className="num">
                  {row.current === null ? "" : formatPercentCell(row.current)}
                </Doubted>
                {before === null || row.current === null ? (
                  <span />
                ) : (
                  <span className={row.doubt === null ? undefined : "in-doubt"}>
                    <MoveGlyph
                      asset={row.asset}
                      now={before}
                      projected={row.current}
                      target={row.target}
                      band={row.band}
                    />
                  </span>
                )}
                <span className="num t3">{formatPercentCell(row.target)}</span>
              </li>
            );
          })}
        </ul>
      </ScrollBox>
    </Panel>
  );
}
