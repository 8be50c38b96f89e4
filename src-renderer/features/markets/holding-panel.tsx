// How much of this asset is held, against its target and what it cost?
import { useStore } from "zustand";
import { Doubted } from "#renderer/components/doubted.tsx";
import { driftTone } from "#renderer/components/drift-bar.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Money } from "#renderer/components/money.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatPercentCell } from "#renderer/lib/format-percent.ts";
import { formatPoints } from "#renderer/lib/format-points.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { formatQuantity } from "#renderer/lib/format-quantity.ts";
import { doubtOfPosition } from "#renderer/lib/price-doubt.ts";
import { portfolioStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Position } from "#shared/domain/portfolio.ts";

export interface HoldingPanelProps {
  readonly asset: Asset;
  readonly currency: string;
}

export function HoldingPanel({ asset, currency }: HoldingPanelProps) {
  const remote = useStore(portfolioStore);
  const now = useNow();
  const find = (positions: readonly Position[]) => positions.find((position) => position.asset === asset);
  const state = toPanelState(remote, { now, isEmpty: ({ positions }) => find(positions) === undefined });
  return (
    <Panel
      title={`Your ${asset}`}
      className="market-holding"
      actions={
        state.state === "stale" ? (
          <StaleChip ageMs={state.ageMs} />
        ) : (
          <a className="btn ghost" href={hashOf("positions", asset)}>
            Position
            <Icon name="chevronRight" size="small" />
          </a>
        )
      }
    >
      <PanelBody>
        <LoadableView
          data={state}
          skeleton={<SkeletonRows rows={4} />}
          empty={{ children: `No ${asset} is held and none is a target.` }}
        >
          {({ positions }) => {
            const position = find(positions);
            return position === undefined ? null : <Holding position={position} currency={currency} />;
          }}
        </LoadableView>
      </PanelBody>
    </Panel>
  );
}

function Holding({ position, currency }: { readonly position: Position; readonly currency: string }) {
  const { hideAmounts } = usePreferences();
  const doubt = doubtOfPosition(position);
  const { quantity, weight, target, drift, averageCost, unrealized } = position;
  return (
    <dl className="fields">
      <div>
        <dt>Held</dt>
        <dd className="num" title={hideAmounts ? undefined : quantity}>
          {formatQuantity(quantity, { hidden: hideAmounts })}
        </dd>
      </div>
      <div>
        <dt>Weight, target</dt>
        <dd className="num">
          <Doubted doubt={doubt}>{formatPercentCell(weight ?? undefined)}</Doubted>{" "}
          <span className="t3">{target === null ? "no target" : `of ${formatPercentCell(target)}`}</span>
        </dd>
      </div>
      <div>
        <dt>Drift</dt>
        <dd className={`num ${drift === null ? "t3" : driftTone(drift, 2)}`}>
          {drift === null ? "n/a" : <Doubted doubt={doubt}>{formatPoints(drift, { scale: 2 })}</Doubted>}
        </dd>
      </div>
      <div>
        <dt>Average cost</dt>
        <dd className="num">{averageCost === null ? <span className="t3">n/a</span> : formatPrice(averageCost)}</dd>
      </div>
      <div>
        <dt>Unrealized</dt>
        <dd className="num">
          <Doubted doubt={doubt}>
            <Money amount={unrealized ?? undefined} currency={currency} change absent="n/a" />
          </Doubted>
        </dd>
      </div>
    </dl>
  );
}
