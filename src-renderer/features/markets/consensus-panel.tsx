// At which price do the venues agree, and which of them stands apart?
import { useMemo } from "react";
import { useStore } from "zustand";
import { HealthDot } from "#renderer/components/health-dot.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { NumberCell } from "#renderer/components/number-cell.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { formatAge } from "#renderer/lib/format-age.ts";
import { formatBasisPoints } from "#renderer/lib/format-basis-points.ts";
import { formatPrice } from "#renderer/lib/format-price.ts";
import { pricesStore } from "#renderer/stores/engine-stores.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { Asset } from "#shared/domain/ids.ts";
import { PRICE_AGE_MS } from "#shared/domain/quote.ts";
import { venueName } from "#shared/domain/venue.ts";
import { type ConsensusRow, type ConsensusView, toConsensusView } from "./consensus-view.ts";

/** Ages are shown to a tenth of a second; twice a second is enough for the eye. */
const STEP_MS = 500;

export interface ConsensusPanelProps {
  readonly asset: Asset;
}

export function ConsensusPanel({ asset }: ConsensusPanelProps) {
  const remote = useStore(pricesStore);
  const now = useNow(STEP_MS);
  const view = useMemo(
    () => (remote.value === null ? null : toConsensusView(remote.value, asset, now)),
    [remote.value, asset, now],
  );
  const reason = remote.value?.unresolved.find((entry) => entry.asset === asset)?.reason;
  const state = toPanelState(remote, { now, isEmpty: () => view === null });
  return (
    <Panel
      title="Consensus"
      className="market-consensus"
      actions={
        state.state === "stale" ? (
          <StaleChip ageMs={state.ageMs} />
        ) : (
          <span className="f12 t3 head-note">{view?.how}</span>
        )
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={4} rowHeight={30} />
          </PanelBody>
        }
        empty={{ children: `No price of ${asset}. ${reason ?? "No venue of this profile quotes it."}` }}
      >
        {(_prices, isStale) => (view === null ? null : <Consensus view={isStale ? asStale(view) : view} />)}
      </LoadableView>
    </Panel>
  );
}

function asStale(view: ConsensusView): ConsensusView {
  return { ...view, rows: view.rows.map((row) => ({ ...row, state: "stale" })) };
}

function Consensus({ view }: { readonly view: ConsensusView }) {
  const { price, rows, leftOut } = view;
  return (
    <>
      <div className="consensus-figure">
        <span className="fig2">
          <NumberCell value={price.price} text={formatPrice(price.price)} />
        </span>
        {leftOut === null && !price.assumedPar ? null : (
          <p className="f12 t2">
            {[leftOut, price.assumedPar ? "stable coins at par" : null].filter(Boolean).join("; ")}
          </p>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; this is a table that may scroll. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div className="scroll focus-inset" role="group" aria-label="Venues against the consensus" tabIndex={0}>
        <table className="consensus-table">
          <thead>
            <tr>
              <th scope="col">Venue</th>
              <th scope="col" className="num">
                Mid, {price.currency}
              </th>
              <th scope="col" className="num">
                bp
              </th>
              <th scope="col" className="num">
                Age
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <VenueLine key={row.key} row={row} currency={price.currency} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface VenueLineProps {
  readonly row: ConsensusRow;
  readonly currency: string;
}

function VenueLine({ row, currency }: VenueLineProps) {
  const { venue, symbol, mid, off, ageMs, state, used } = row;
  const quote = symbol.slice(symbol.indexOf("/") + 1);
  const inCurrency = quote === currency;
  return (
    <tr className={used ? undefined : "stale"}>
      <td>
        <span className="row" title={`${venueName(venue)}, ${symbol}, ${state}${used ? "" : ", left out"}`}>
          <HealthDot health={state} small />
          <span className="two">
            {venueName(venue)}
            {inCurrency ? null : <small>in {quote}</small>}
          </span>
        </span>
      </td>
      <td className="num">{mid === null ? <span className="t3">n/a</span> : formatPrice(mid)}</td>
      <td className="num t2">{off === null ? "n/a" : formatBasisPoints(off, { sign: "always" }).replace(" bp", "")}</td>
      <td className={`num ${ageMs > PRICE_AGE_MS.lagging ? "ov" : "t3"}`}>{formatAge(ageMs)}</td>
    </tr>
  );
}
