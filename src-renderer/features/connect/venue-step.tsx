// Which exchange is connected? The four that are known well as cards, every other one by its name.
import { useRef, useState } from "react";
import { Chip } from "#renderer/components/chip.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { FilterField } from "#renderer/components/text-field.tsx";
import { useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import type { ConnectableVenue } from "#shared/contract/views.ts";

/** More than these are found by typing on. */
const MOST_SHOWN = 6;

export interface VenueStepProps {
  readonly venues: readonly ConnectableVenue[];
  readonly onChoose: (venue: ConnectableVenue) => void;
}

export function VenueStep({ venues, onChoose }: VenueStepProps) {
  const [search, setSearch] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: "/", run: () => field.current?.focus() }]);
  const others = venues.filter(({ known }) => !known);
  const wanted = search.trim().toLowerCase();
  const found = others.filter(({ name, venue }) => name.toLowerCase().includes(wanted) || venue.includes(wanted));
  // Where the same holds for all of them it is said once.
  const sentences = new Set(others.map(({ cannot }) => cannot.join(" ")));
  const shared = sentences.size === 1 ? [...sentences][0] : undefined;
  return (
    <>
      <ul className="venue-cards" aria-label="Exchanges">
        {venues
          .filter(({ known }) => known)
          .map((venue) => (
            <li key={venue.venue}>
              <VenueCard venue={venue} onChoose={onChoose} />
            </li>
          ))}
      </ul>
      {others.length === 0 ? null : (
        <Panel
          title="Any other exchange"
          meta={`${others.length}, through a general adapter`}
          actions={<FilterField ref={field} value={search} onChange={setSearch} placeholder="Search exchanges" />}
        >
          <PanelBody scroll>
            {shared === undefined ? null : <p className="f12 t2 shared">{shared}</p>}
            {found.length === 0 ? <p className="f12 t2">No exchange is called that.</p> : null}
            <ul className="venue-rows" aria-label="Other exchanges">
              {found.slice(0, MOST_SHOWN).map((venue) => (
                <li key={venue.venue}>
                  <button type="button" className="venue-row focus-inset" onClick={() => onChoose(venue)}>
                    <span className="semi">{venue.name}</span>
                    <TestServerChip venue={venue} />
                    <span className="f12 t3 trunc grow">{shared === undefined ? venue.cannot.join(" ") : ""}</span>
                    <Icon name="chevronRight" size="small" />
                  </button>
                </li>
              ))}
            </ul>
            {found.length > MOST_SHOWN ? (
              <p className="f12 t3 more">{found.length - MOST_SHOWN} more. Type a name to find one.</p>
            ) : null}
          </PanelBody>
        </Panel>
      )}
    </>
  );
}

function VenueCard({ venue, onChoose }: { readonly venue: ConnectableVenue } & Pick<VenueStepProps, "onChoose">) {
  return (
    <button type="button" className="venue-card" onClick={() => onChoose(venue)}>
      <span className="row">
        <span className="tile" aria-hidden="true">
          {(Array.from(venue.name)[0] ?? "?").toUpperCase()}
        </span>
        <span className="semi f14">{venue.name}</span>
        <span className="grow" />
        <Icon name="chevronRight" size="small" className="t3" />
      </span>
      <span className="f12 t2">Needs: {venue.fields.map(({ label }) => label).join(", ")}</span>
      <span className="chips">
        <TestServerChip venue={venue} />
        {venue.endpoints.includes("sandbox") ? <Chip tone="muted">Sandbox</Chip> : null}
        {venue.environment.length === 0 ? null : (
          <Chip tone="you" icon="key">
            Key in the environment
          </Chip>
        )}
      </span>
      {venue.cannot.length === 0 ? null : <span className="f12 t3">{venue.cannot.join(" ")}</span>}
    </button>
  );
}

function TestServerChip({ venue }: { readonly venue: ConnectableVenue }) {
  return venue.loopbackAddress === null ? null : (
    <Chip className="test-server">test server {venue.loopbackAddress}</Chip>
  );
}
