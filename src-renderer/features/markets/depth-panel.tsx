// How much can be bought and sold here, and at which prices?
import { type ReactNode, useState } from "react";
import { Icon } from "#renderer/components/icon.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Menu } from "#renderer/components/menu.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useStream } from "#renderer/hooks/use-stream.ts";
import type { BookView } from "#shared/contract/views.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { venueName } from "#shared/domain/venue.ts";
import { DepthBands } from "./depth-bands.tsx";
import { toDepthState } from "./depth-view.ts";
import { Ladder, LEVEL_HEIGHT } from "./ladder.tsx";
import { marketKey } from "./market-choice.ts";

const LEVELS = 25;
/** More venues than this do not fit beside each other. */
const MOST_BESIDE = 2;

export interface DepthPanelProps {
  readonly instrument: Instrument;
  readonly instruments: readonly Instrument[];
}

export function DepthPanel({ instrument, instruments }: DepthPanelProps) {
  const client = useClient();
  const now = useNow();
  const [venue, setVenue] = useState(instrument.venue);
  const { symbol } = instrument;
  const places = instruments.filter((candidate) => candidate.symbol === symbol);
  const shown = places.find((place) => place.venue === venue) ?? instrument;
  const remote = useStream<BookView, BookView>({
    key: marketKey(shown),
    open: (signal) => client.marketData.watchBook({ venue: shown.venue, symbol, depth: LEVELS }, { signal }),
    apply: (_before, next) => next,
  });
  const state = toDepthState(remote, now);
  const skeleton = (
    <PanelBody>
      <SkeletonRows rows={10} rowHeight={LEVEL_HEIGHT} />
    </PanelBody>
  );
  return (
    <Panel
      title="Depth"
      className="market-depth"
      actions={
        <>
          {state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : null}
          <VenueChoice places={places.map((place) => place.venue)} venue={shown.venue} onChoose={setVenue} />
        </>
      }
    >
      {state.state === "readAnew" ? (
        <ReadAnew>{skeleton}</ReadAnew>
      ) : (
        <LoadableView
          data={state}
          skeleton={skeleton}
          empty={{ children: `${venueName(shown.venue)} shows no order of ${symbol} now.` }}
        >
          {({ book, depth }) => (
            <>
              <Ladder book={book} instrument={shown} />
              <DepthBands depth={depth} base={shown.base} />
            </>
          )}
        </LoadableView>
      )}
    </Panel>
  );
}

/** What was known no longer holds, so nothing of it is shown. */
function ReadAnew({ children }: { readonly children: ReactNode }) {
  return (
    <div className="col grow" aria-busy="true">
      <p className="f12 t2 depth-anew" role="status">
        The book is being read anew.
      </p>
      {children}
    </div>
  );
}

interface VenueChoiceProps {
  readonly places: readonly VenueId[];
  readonly venue: VenueId;
  readonly onChoose: (venue: VenueId) => void;
}

function VenueChoice({ places, venue, onChoose }: VenueChoiceProps) {
  if (places.length < 2) return <span className="f12 t3 head-note">{venueName(venue)}</span>;
  if (places.length <= MOST_BESIDE) {
    return (
      <Segmented
        label="Venue of the book"
        options={places.map((place) => ({ value: place, label: venueName(place) }))}
        value={venue}
        onChange={onChoose}
        compact
      />
    );
  }
  return (
    <Menu
      trigger={
        <button type="button" className="btn ghost" aria-label={`Venue of the book: ${venueName(venue)}`}>
          {venueName(venue)}
          <Icon name="chevronDown" size="small" />
        </button>
      }
      entries={places.map((place) => ({
        id: place,
        label: venueName(place),
        ...(place === venue ? { icon: "check" as const } : {}),
        onSelect: () => onChoose(place),
      }))}
    />
  );
}
