// At which step is the person, and what stands beside it?
import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { useSecretPlace } from "#renderer/hooks/use-secret-place.ts";
import { profilesStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import type { AccountView, ConnectableVenue, SecretPlaceStatus } from "#shared/contract/views.ts";
import type { EndpointKind } from "#shared/domain/account.ts";
import { BalancesPanel } from "./balances-panel.tsx";
import { ChecksStep } from "./checks-step.tsx";
import { ConnectForm } from "./connect-form.tsx";
import { ConnectedNote } from "./connected-note.tsx";
import type { EnteredKey } from "./key-form.tsx";
import { KeyRightsPanel } from "./key-rights-panel.tsx";
import { KeyStep } from "./key-step.tsx";
import { PlacePanel } from "./place-panel.tsx";
import { ReplaceForm } from "./replace-form.tsx";
import type { StoreProps } from "./store-button.tsx";
import { useKeyCheck } from "./use-key-check.ts";
import { VenueStep } from "./venue-step.tsx";
import { CannotPanel, HowToPanel, NextPanel } from "./venue-words.tsx";
import { WizardHead } from "./wizard-head.tsx";
import type { Stage } from "./wizard-words.ts";

export interface WizardProps {
  readonly venues: readonly ConnectableVenue[];
  /** The account whose key is replaced; null when a new one is connected. */
  readonly replaces: AccountView | null;
  /** Begins again from the first step. */
  readonly onAnother: () => void;
}

export function Wizard({ venues, replaces, onAnother }: WizardProps) {
  const fixed = replaces === null ? null : (venues.find(({ venue }) => venue === replaces.account.venue) ?? null);
  const [venue, setVenue] = useState(fixed);
  const [endpoint, setEndpoint] = useState<EndpointKind>(
    replaces?.account.connection?.endpoint ?? fixed?.endpoints[0] ?? "production",
  );
  const [stage, setStage] = useState<Stage>(fixed === null ? "venue" : "key");
  const [origin, setOrigin] = useState("");
  const [confirmed, setConfirmed] = useState(false);
  const [stored, setStored] = useState<AccountView | null>(null);
  const [asked, setAsked] = useState(0);
  const check = useKeyCheck();
  const place = useSecretPlace(asked);
  const hasProfiles = useStore(profilesStore, (state) => (state.value?.length ?? 0) > 0);

  const leave = () => {
    check.stop();
    location.hash = hashOf(replaces === null && !hasProfiles ? "overview" : "accounts");
  };
  const toVenue = () => {
    setVenue(null);
    setStage("venue");
  };
  const toKey = () => {
    check.stop();
    setConfirmed(false);
    setStage("key");
  };
  const back = { venue: leave, key: fixed === null ? toVenue : leave, checks: toKey, done: toKey }[stage];
  const chooseVenue = (chosen: ConnectableVenue) => {
    setVenue(chosen);
    setEndpoint(chosen.endpoints[0] ?? "production");
    setStage("key");
  };
  const startCheck = (key: EnteredKey | { readonly kind: "environment" }, from: string) => {
    if (venue === null) return;
    setOrigin(from);
    setConfirmed(false);
    setStage("checks");
    check.start({
      venue: venue.venue,
      endpoint,
      key,
      replaces: replaces === null ? null : { profileId: replaces.profileId, accountId: replaces.account.id },
    });
  };
  const result = check.event?.result ?? null;
  const permissions = check.event?.permissions ?? null;
  const store: StoreProps = {
    checkId: result?.kind === "passed" ? result.checkId : "",
    confirmed,
    blocked: placeObstacle(place.value),
    onStored: setStored,
    onCheckAgain: toKey,
  };

  return (
    <>
      <WizardHead
        stage={stage}
        venue={venue}
        endpoint={endpoint}
        replaces={replaces}
        isOver={stored !== null}
        onBack={back}
        onLeave={leave}
      />
      <div className="wizard">
        <div className="col wizard-main">
          {stored === null ? (
            stage === "venue" || venue === null ? (
              <VenueStep venues={venues} onChoose={chooseVenue} />
            ) : stage === "key" ? (
              <KeyStep
                venue={venue}
                endpoint={endpoint}
                onEndpoint={replaces === null ? setEndpoint : null}
                onCheck={startCheck}
              />
            ) : stage === "checks" ? (
              <ChecksStep
                venue={venue}
                origin={origin}
                check={check}
                confirmed={confirmed}
                onConfirm={setConfirmed}
                onAnotherKey={toKey}
                onContinue={() => setStage("done")}
              />
            ) : replaces === null ? (
              <ConnectForm {...store} venue={venue} />
            ) : (
              <ReplaceForm {...store} replaces={replaces} />
            )
          ) : (
            <ConnectedNote stored={stored} isReplacement={replaces !== null} onAnother={onAnother} />
          )}
        </div>
        <Side>
          {stage === "key" && venue !== null ? <HowToPanel venue={venue} /> : null}
          {stage === "key" && venue !== null ? <CannotPanel venue={venue} /> : null}
          {(stage === "checks" || stage === "done") && venue !== null ? (
            <KeyRightsPanel permissions={permissions} venueName={venue.name} waiting={check.running} />
          ) : null}
          {stage === "checks" ? <BalancesPanel balances={check.event?.balances ?? []} /> : null}
          {stored === null ? <PlacePanel place={place} onChanged={() => setAsked(asked + 1)} /> : null}
          {stage === "done" ? null : <NextPanel isReplacement={replaces !== null} />}
        </Side>
      </div>
    </>
  );
}

function Side({ children }: { readonly children: ReactNode }) {
  return (
    <ScrollBox label="About this step" className="col wizard-side">
      {children}
    </ScrollBox>
  );
}

/** Why nothing can be stored now; null when it can. */
function placeObstacle(place: SecretPlaceStatus | null): string | null {
  if (place === null) return "Where the key will live is not known yet.";
  switch (place.state) {
    case "open":
      return null;
    case "locked":
      return "Unlock the vault first.";
    case "needsPassphrase":
      return "Choose a passphrase first.";
    case "unavailable":
      return "There is nowhere to store the key.";
  }
}
