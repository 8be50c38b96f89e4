// Which key, and for which of the venue's servers? What is typed stays in the fields and leaves them when the check starts.
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import type { ConnectableVenue } from "#shared/contract/views.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { type EnteredKey, KeyForm } from "./key-form.tsx";
import { endpointWords } from "./wizard-words.ts";

export interface KeyStepProps {
  readonly venue: ConnectableVenue;
  readonly endpoint: EndpointKind;
  /** Null where the account's own is used. */
  readonly onEndpoint: ((endpoint: EndpointKind) => void) | null;
  /** `origin` names where the key came from, for the head of the checks. */
  readonly onCheck: (key: EnteredKey | { readonly kind: "environment" }, origin: string) => void;
}

export function KeyStep({ venue, endpoint, onEndpoint, onCheck }: KeyStepProps) {
  const [fileName, setFileName] = useState<string | null>(null);
  const [variable] = venue.environment;
  return (
    <section className="panel" aria-label="Key">
      <div className="key-head">
        <span className="tile big" aria-hidden="true">
          <Icon name="key" />
        </span>
        <span className="grow">
          <span className="semi f14">{fileName ?? `Key for ${venue.name}`}</span>
          <span className="f12 t3 block">Checked before it is stored. Nothing is kept when you leave.</span>
        </span>
      </div>
      <div className="key-body stack">
        {onEndpoint !== null && venue.endpoints.length > 1 ? (
          <div className="row">
            <span className="lab">This key belongs to</span>
            <Segmented
              label="Endpoint"
              options={venue.endpoints.map((value) => ({ value, label: endpointWords(value, venue) }))}
              value={endpoint}
              onChange={onEndpoint}
            />
          </div>
        ) : null}
        {endpoint === "loopback" ? (
          <Note tone="over" title="A test server stands in for this exchange.">
            {venue.loopbackAddress ?? "It runs on this computer"}: enter a key of that server, never a real one.
          </Note>
        ) : null}
        {variable === undefined ? null : (
          <Note tone="you" icon="key" title="A key is set in the environment.">
            <span className="block">
              {venue.environment.join(", ")}. Connecting moves it into the store of this computer.
            </span>
            <Button className="offer" onClick={() => onCheck({ kind: "environment" }, variable)}>
              Use the key in {variable}
            </Button>
          </Note>
        )}
        <KeyForm
          venue={venue}
          onFile={setFileName}
          onCheck={(key) => onCheck(key, fileName ?? `Key for ${venue.name}`)}
        />
      </div>
    </section>
  );
}
