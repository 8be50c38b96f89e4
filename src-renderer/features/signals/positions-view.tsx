// What is held because of signals, when is each left, and what did a stop sell?
import { useMemo } from "react";
import { DataTable } from "#renderer/components/data-table.tsx";
import { EmptyState } from "#renderer/components/empty-state.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { LOCAL_STOPS } from "#renderer/lib/position-words.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { PositionsView as Positions } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { ParkedPanel } from "./parked-panel.tsx";
import { positionColumns } from "./position-columns.tsx";
import { PositionDetail } from "./position-detail.tsx";

export interface PositionsViewProps {
  readonly profile: Profile;
  readonly positions: RemoteState<Positions>;
  readonly chosen: string | null;
  readonly onChoose: (asset: string) => void;
}

const ROW_HEIGHT = 46;

export function PositionsView({ profile, positions, chosen: wanted, onChoose }: PositionsViewProps) {
  const now = useNow();
  const { hideAmounts } = usePreferences();
  const columns = useMemo(
    () => positionColumns({ currency: profile.currency, hideAmounts }),
    [profile.currency, hideAmounts],
  );
  const { value } = positions;
  const open = value?.open ?? [];
  const chosen = open.find(({ asset }) => asset === wanted) ?? open[0] ?? null;
  return (
    <div className="signals-grid positions">
      <div className="col signals-side">
        <LoadablePanel
          title="Positions from signals"
          meta={value === null ? undefined : `${open.length} of ${value.most} at most`}
          data={toPanelState(positions, { now, isEmpty: (known) => known.open.length === 0 })}
          rows={4}
          rowHeight={ROW_HEIGHT}
          empty={{
            children:
              "Nothing is held because of a signal. A buy signal that you make a plan of, and approve, opens a position with a stop and take-profit levels.",
            action: (
              <a className="btn" href={hashOf("signals")}>
                See the signals
              </a>
            ),
          }}
          foot={
            <span className="row f12 t2">
              <Icon name="info" size="small" />
              {value?.note ?? LOCAL_STOPS}
            </span>
          }
        >
          {({ open: rows }) => (
            <DataTable
              label="Positions from signals"
              columns={columns}
              rows={rows}
              rowId={({ asset }) => asset}
              chosenId={chosen?.asset}
              onChoose={({ asset }) => onChoose(asset)}
              rowHeight={ROW_HEIGHT}
            />
          )}
        </LoadablePanel>
        <ParkedPanel profile={profile} parked={value?.parked ?? null} />
      </div>
      {chosen === null ? (
        <Panel title="Position">
          <PanelBody>
            <EmptyState>Its levels, and how far the price is from each, stand here once there is one.</EmptyState>
          </PanelBody>
        </Panel>
      ) : (
        <PositionDetail reading={chosen} />
      )}
    </div>
  );
}
