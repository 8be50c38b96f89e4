// How is it split now, and how should it be?
import { useMemo, useRef } from "react";
import { useStore } from "zustand";
import { AllocationDonut } from "#renderer/charts/allocation-donut.tsx";
import { useSize } from "#renderer/charts/use-size.ts";
import { AssetSwatch } from "#renderer/components/asset-label.tsx";
import { Doubted } from "#renderer/components/doubted.tsx";
import { driftTone } from "#renderer/components/drift-bar.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { clamp } from "#renderer/lib/drawn-ratio.ts";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import { doubtOfSum } from "#renderer/lib/price-doubt.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Position } from "#shared/domain/portfolio.ts";
import { bandVerdict, type TargetGroup, toTargetGroups } from "./target-groups.ts";

const SMALLEST_DONUT = 120;
const LARGEST_DONUT = 208;
/** Room for the table beside the donut, and the gap between them. */
const TABLE_WIDTH = 144;

export function AllocationPanel() {
  const portfolio = useStore(portfolioStore);
  const now = useNow();
  const state = toPanelState(portfolio, { now, isEmpty: (value) => value.positions.length === 0 });
  return (
    <Panel
      title="Allocation"
      meta={state.state === "stale" ? undefined : "% of value"}
      className="over-allocation"
      actions={
        <>
          {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
          <a className="btn ghost" href={hashOf("rebalance")}>
            Targets
            <Icon name="chevronRight" size="small" />
          </a>
        </>
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={8} />
          </PanelBody>
        }
        empty={{ children: "Nothing is held and no target is set." }}
      >
        {(value) => <Allocation positions={value.positions} />}
      </LoadableView>
    </Panel>
  );
}

function Allocation({ positions }: { readonly positions: readonly Position[] }) {
  const groups = useMemo(() => toTargetGroups(positions), [positions]);
  const doubt = doubtOfSum(positions);
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const size = Math.round(clamp(Math.min(width - TABLE_WIDTH, height), SMALLEST_DONUT, LARGEST_DONUT));
  const slices = groups.map(({ asset, weight, target }) => ({ asset, weight: weight ?? "0", target: target ?? "0" }));
  return (
    <div className="allocation" ref={box}>
      <Doubted doubt={doubt} className="donut-box">
        <AllocationDonut slices={slices} {...bandVerdict(groups)} size={size} />
      </Doubted>
      <div className="allocation-table scroll">
        <table>
          <caption className="sr">Weights now and targets, percent of value</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr">Asset</span>
              </th>
              <th scope="col" className="num">
                Now
              </th>
              <th scope="col" className="num">
                Target
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.asset}>
                <td>
                  <GroupLink group={group} />
                </td>
                <td className={`num ${nowTone(group)}`}>
                  <Doubted doubt={group.doubt}>
                    {group.weight === null ? "n/a" : formatPercentCell(group.weight, { scale: 1 })}
                  </Doubted>
                </td>
                <td className="num t3">
                  {group.target === null ? "none" : formatPercentCell(group.target, { scale: 1 })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function nowTone({ drift, outOfBand }: TargetGroup): string {
  return outOfBand && drift !== null ? `semi ${driftTone(drift)}` : "med";
}

export interface GroupLinkProps {
  readonly group: TargetGroup;
}

/** The name of a line, leading to its position. */
export function GroupLink({ group }: GroupLinkProps) {
  return (
    <a
      className="asset group-link focus-inset"
      href={hashOf("positions", group.asset)}
      title={group.members.length > 1 ? `${group.members.join(" + ")} count together` : undefined}
    >
      <AssetSwatch asset={group.asset} />
      {group.name}
    </a>
  );
}
