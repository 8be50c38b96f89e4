// At which price do the venues agree, what does each of them offer, and which one may not be relied on?
import { useMemo } from "react";
import { useStore } from "zustand";
import { Doubted } from "#renderer/components/doubted.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { NumberCell } from "#renderer/components/number-cell.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { pricesStore } from "#renderer/stores/engine-stores.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { type ConsensusView, toConsensusView } from "./consensus-view.ts";
import { marketKey } from "./market-choice.ts";
import { VenueQuotes } from "./venue-quotes.tsx";

/** Ages are shown to a tenth of a second; twice a second is enough for the eye. */
const STEP_MS = 500;

export interface ConsensusPanelProps {
  readonly asset: Asset;
  readonly currency: string;
  readonly instruments: readonly Instrument[];
}

export function ConsensusPanel({ asset, currency, instruments }: ConsensusPanelProps) {
  const remote = useStore(pricesStore);
  const now = useNow(STEP_MS);
  const view = useMemo(
    () => (remote.value === null ? null : toConsensusView(remote.value, asset, now)),
    [remote.value, asset, now],
  );
  const steps = useMemo(
    () => new Map(instruments.map((market) => [marketKey(market), market.priceStep as string])),
    [instruments],
  );
  const reason = remote.value?.unresolved.find((entry) => entry.asset === asset)?.reason;
  const state = toPanelState(remote, { now, isEmpty: () => view === null });
  const isOld = state.state === "stale";
  return (
    <Panel
      title="Consensus"
      {...(view === null ? {} : { meta: <Figure view={view} isOld={isOld} /> })}
      className="market-consensus"
      actions={
        isOld ? (
          <StaleChip ageMs={state.ageMs} />
        ) : (
          <span className="f12 t3 head-note trunc">{view === null ? null : notesOf(view, reason)}</span>
        )
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={3} rowHeight={40} />
          </PanelBody>
        }
        empty={{ children: `No price of ${asset}. ${reason ?? "No venue of this profile quotes it."}` }}
      >
        {() =>
          view === null ? null : (
            <VenueQuotes rows={isOld ? asOld(view.rows) : view.rows} currency={currency} steps={steps} />
          )
        }
      </LoadableView>
    </Panel>
  );
}

const UNHEARD = { reason: "Nothing newer arrives: this is what was told last." } as const;

function asOld(rows: ConsensusView["rows"]): ConsensusView["rows"] {
  return rows.map((row) => ({ ...row, state: "stale", doubt: UNHEARD }));
}

interface FigureProps {
  readonly view: ConsensusView;
  readonly isOld: boolean;
}

function Figure({ view: { price, doubt }, isOld }: FigureProps) {
  if (price === null) return null;
  return (
    <Doubted doubt={isOld ? UNHEARD : doubt} className="fig3 consensus-figure">
      <NumberCell value={price.price} text={formatPrice(price.price)} />
    </Doubted>
  );
}

function notesOf({ how, leftOut, price }: ConsensusView, reason: string | undefined): string {
  if (price === null) return reason ?? how;
  return [how, leftOut, price.assumedPar ? "stable coins at par" : null].filter((note) => note !== null).join("; ");
}
