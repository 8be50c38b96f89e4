// What did the check find, and may the person go on?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Icon } from "#renderer/components/icon.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Checkbox } from "#renderer/components/switch.tsx";
import { copyText } from "#renderer/lib/copy-text.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { ConnectableVenue } from "#shared/contract/views.ts";
import { CheckList } from "./check-list.tsx";
import type { KeyCheck } from "./use-key-check.ts";
import { CHECK_WORDS, STATE_WORDS, stepsBefore } from "./wizard-words.ts";

export interface ChecksStepProps {
  readonly venue: ConnectableVenue;
  /** Where the key came from: a file's name, a variable, or "Key for Kraken". */
  readonly origin: string;
  readonly check: KeyCheck;
  readonly confirmed: boolean;
  readonly onConfirm: (confirmed: boolean) => void;
  readonly onAnotherKey: () => void;
  readonly onContinue: () => void;
}

export function ChecksStep(props: ChecksStepProps) {
  const { venue, check, confirmed } = props;
  const steps = check.event?.steps ?? stepsBefore(venue.name);
  const result = check.event?.result ?? null;
  const passed = result?.kind === "passed" ? result : null;
  const stopped = check.error !== null;
  const mayGoOn = passed !== null && (!passed.mustConfirmNoTransfer || confirmed);
  const last = steps.findLast(({ state }) => state !== "waiting");
  return (
    <section className="panel" aria-label="Checks of the key">
      <div className="key-head">
        <span className="tile big" aria-hidden="true">
          <Icon name="key" />
        </span>
        <span className="grow">
          <span className="semi f14">{props.origin}</span>
          <span className="f12 t3 block">{check.event?.format ?? (stopped ? "not checked" : "being read")}</span>
        </span>
        <Button onClick={props.onAnotherKey}>{check.running ? "Stop" : "Use another key"}</Button>
      </div>
      <span className="sr" role="status">
        {last === undefined ? "" : `${CHECK_WORDS[last.step]}: ${STATE_WORDS[last.state]}`}
      </span>
      <div className="scroll">
        <CheckList
          steps={
            stopped ? steps.map((step) => (step.state === "running" ? { ...step, state: "skipped" } : step)) : steps
          }
          venueName={venue.name}
          fixActions={
            <>
              <Button kind="primary" onClick={props.onAnotherKey}>
                Try a new key
              </Button>
              {venue.keyPage === "" ? null : <CopyAddress address={venue.keyPage} venueName={venue.name} />}
            </>
          }
        />
        <div className="key-foot stack">
          {check.error === null ? null : (
            <>
              <ErrorState
                {...errorWords(check.error)}
                meaning="Nothing was stored and no order was sent. The key has left this window."
                next="Enter the key again."
              />
              <span className="row">
                <Button kind="primary" onClick={props.onAnotherKey}>
                  Enter the key again
                </Button>
              </span>
            </>
          )}
          {passed === null ? null : (
            <>
              {passed.canTrade ? null : (
                <Note tone="over" title="This key may not trade.">
                  Tracking, plans and paper work with it. Approve will say which right is missing.
                </Note>
              )}
              {passed.mustConfirmNoTransfer ? (
                <Checkbox
                  label="This key can neither transfer nor withdraw"
                  detail={`${venue.name} does not tell what a key may do. Look there, then confirm it here.`}
                  checked={confirmed}
                  onChange={props.onConfirm}
                />
              ) : null}
              <span className="row">
                <Button kind="primary" large disabled={!mayGoOn} onClick={props.onContinue}>
                  Continue
                </Button>
                <span className="f12 t3">The checked key waits in memory for ten minutes.</span>
              </span>
            </>
          )}
        </div>
      </div>
    </section>
  );
}

function CopyAddress({ address, venueName }: { readonly address: string; readonly venueName: string }) {
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");
  const label = { no: `Copy the address of ${venueName}`, yes: "Address copied", failed: address }[copied];
  return (
    <Button
      icon={copied === "yes" ? "check" : "copy"}
      title={address}
      onClick={() =>
        void copyText(address).then(
          () => setCopied("yes"),
          () => setCopied("failed"),
        )
      }
    >
      {label}
    </Button>
  );
}
