// What is off its target, by how much, and does that leave the band?
import { useMemo } from "react";
import { useStore } from "zustand";
import { Doubted } from "#renderer/components/doubted.tsx";
import { DriftBar, driftTone } from "#renderer/components/drift-bar.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatBand, formatPoints } from "#renderer/lib/format-points.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Position } from "#shared/domain/portfolio.ts";
import { GroupLink } from "./allocation-panel.tsx";
import { byUrgency, type TargetGroup, toTargetGroups } from "./target-groups.ts";

/** Few assets do not spread over a tall panel. */
const TALLEST_ROW = 52;

export function DriftPanel() {
  const portfolio = useStore(portfolioStore);
  const now = useNow();
  const state = toPanelState(portfolio, {
    now,
    isEmpty: (value) => value.positions.every(({ target }) => target === null),
  });
  return (
    <Panel
      title="Drift"
      meta="points from target"
      className="over-drift"
      actions={
        <>
          {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
          <span className="row f12 t3 band-key">
            <i aria-hidden="true" />
            band
          </span>
        </>
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={6} rowHeight={41} />
          </PanelBody>
        }
        empty={{
          children: "No target is set yet, so nothing can drift.",
          action: (
            <a className="btn" href={hashOf("rebalance")}>
              Set targets
            </a>
          ),
        }}
      >
        {(value) => <DriftTable positions={value.positions} />}
      </LoadableView>
    </Panel>
  );
}

function DriftTable({ positions }: { readonly positions: readonly Position[] }) {
  const groups = useMemo(
    () => byUrgency(toTargetGroups(positions)).filter(({ target }) => target !== null),
    [positions],
  );
  return (
    <div className="drift-box scroll">
      <table style={{ height: `min(100%, ${groups.length * TALLEST_ROW}px)` }}>
        <caption className="sr">Distance of each weight from its target in points, and its band</caption>
        <thead className="sr">
          <tr>
            <th scope="col">Asset</th>
            <th scope="col">Drift, points</th>
            <th scope="col">Drift against band</th>
            <th scope="col">Band</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <DriftRow key={group.asset} group={group} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DriftRow({ group }: { readonly group: TargetGroup }) {
  const { drift, band } = group;
  return (
    <tr>
      <td>
        <GroupLink group={group} />
      </td>
      <td className={`num ${group.outOfBand ? "semi" : "med"} ${drift === null ? "t3" : driftTone(drift)}`}>
        {drift === null ? (
          <span title="Needs a price for every coin that is held">n/a</span>
        ) : (
          <Doubted doubt={group.doubt}>{formatPoints(drift)}</Doubted>
        )}
      </td>
      <td className={group.doubt === null ? "drift-cell" : "drift-cell in-doubt"}>
        {drift === null || band === null ? null : <DriftBar drift={drift} band={band} />}
      </td>
      <td className="num t3">{formatBand(band ?? undefined)}</td>
    </tr>
  );
}
