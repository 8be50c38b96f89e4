// How is a fitting key made there, what can this program not do there, and what comes afterwards?
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import type { ConnectableVenue } from "#shared/contract/views.ts";

export interface VenueWordsProps {
  readonly venue: ConnectableVenue;
}

export function HowToPanel({ venue }: VenueWordsProps) {
  return (
    <Panel title="How to make the key">
      <PanelBody>
        <ol className="how-to f12">
          {venue.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {venue.keyPage === "" ? null : (
          <p className="f11 t3 key-page">
            At <span className="mono">{venue.keyPage}</span>
          </p>
        )}
      </PanelBody>
    </Panel>
  );
}

export function CannotPanel({ venue }: VenueWordsProps) {
  if (venue.cannot.length === 0) return null;
  return (
    <Panel title={`Not possible at ${venue.name}`}>
      <PanelBody>
        <ul className="cannot f12 t2">
          {venue.cannot.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </PanelBody>
    </Panel>
  );
}

export function NextPanel({ isReplacement }: { readonly isReplacement: boolean }) {
  return (
    <Panel title="Next">
      <PanelBody>
        <p className="f12 t2">
          {isReplacement
            ? "The old key stays in use until the new one has passed and is stored."
            : "The first run of every profile is on paper. You choose when it goes live."}
        </p>
      </PanelBody>
    </Panel>
  );
}
