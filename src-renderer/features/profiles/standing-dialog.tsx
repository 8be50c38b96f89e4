// What may this profile do without asking? Set first, then read once more in words, then given by the gesture that approves a plan.
import { type FormEvent, useRef, useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { CountdownButton } from "#renderer/components/countdown-button.tsx";
import { Dialog } from "#renderer/components/dialog.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Note } from "#renderer/components/note.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import { useTestServers } from "#renderer/hooks/use-test-servers.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { StandingProposal, StandingTerms } from "#shared/domain/standing-approval.ts";
import { StandingFields } from "./standing-fields.tsx";
import { findStandingObstacle, firstForm, toTerms } from "./standing-form.ts";
import { StandingWords } from "./standing-words.tsx";

export interface StandingDialogProps {
  readonly profile: Profile;
  readonly onClose: () => void;
}

export function StandingDialog({ profile, onClose }: StandingDialogProps) {
  const client = useClient();
  const now = useNow();
  const safe = useRef<HTMLButtonElement>(null);
  const testServers = useTestServers(profile);
  const [form, setForm] = useState(() => firstForm(profile));
  const [proposal, setProposal] = useState<StandingProposal | null>(null);
  const propose = useCommand((terms: StandingTerms) =>
    client.standingApprovals.propose({ profileId: profile.id, terms }),
  );
  const obstacle = findStandingObstacle(form);
  const look = (event: FormEvent) => {
    event.preventDefault();
    if (obstacle === null && !propose.busy) void propose.run(toTerms(form, now)).then(setProposal);
  };
  const shared = {
    open: true,
    onClose,
    title: "Automatic rebalancing",
    mode: profile.mode,
    testServers,
    profileName: profile.name,
    initialFocus: safe,
    wide: true,
  };
  if (proposal !== null) {
    return (
      <Dialog {...shared} description={`This is what ${profile.name} may do without asking you.`}>
        <Confirm profile={profile} proposal={proposal} onBack={() => setProposal(null)} onGiven={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog
      {...shared}
      description="When one of these rules opens a suggestion, its plan is approved and sent without asking you, within these limits. Any other plan still waits for you."
    >
      <form className="stack dialog-form" onSubmit={look}>
        <StandingFields profile={profile} form={form} onChange={setForm} />
        {propose.error === null ? null : <ErrorState {...errorWords(propose.error)} />}
        <span className="row">
          <span className="f12 t3">{obstacle ?? "Nothing is allowed yet: you read it once more first."}</span>
          <span className="grow" />
          <Button ref={safe} onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" submit disabled={obstacle !== null || propose.busy}>
            Look at it
          </Button>
        </span>
      </form>
    </Dialog>
  );
}

interface ConfirmProps {
  readonly profile: Profile;
  readonly proposal: StandingProposal;
  readonly onBack: () => void;
  readonly onGiven: () => void;
}

function Confirm({ profile, proposal, onBack, onGiven }: ConfirmProps) {
  const client = useClient();
  const now = useNow();
  const testServers = useTestServers(profile);
  const [typed, setTyped] = useState("");
  const { approval, nonce, expiresAt } = proposal;
  const isLive = approval.mode === "live";
  const give = useCommand(() =>
    client.standingApprovals.create({
      profileId: profile.id,
      approvalId: approval.approvalId,
      nonce,
      typedName: isLive ? typed.trim() : null,
    }),
  );
  const over = now >= expiresAt || give.error !== null;
  const isNamed = !isLive || typed.trim() === profile.name;
  const obstacle = over ? "Go back and look at it once more." : isNamed ? null : `Type ${profile.name} first.`;
  return (
    <div className="stack dialog-form">
      <StandingWords approval={approval} profile={profile} />
      <Note tone="over" title="It stops for good">
        when you stop it, when its time is over, at any pause or halt, and when the mode, a key, the targets or what is
        held changes to something new. Then you are asked again.
      </Note>
      {isLive ? <TextField label={`Type ${profile.name} to allow it`} value={typed} onChange={setTyped} large /> : null}
      {give.error === null ? null : <ErrorState {...errorWords(give.error)} />}
      <span className="row">
        <Button onClick={onBack}>Back</Button>
        <span className="grow" />
        <CountdownButton
          mode={approval.mode}
          testServers={testServers}
          deed={`Let ${profile.name} rebalance by itself`}
          holdDeed={`Hold to let ${profile.name} rebalance by itself`}
          expiresAt={expiresAt}
          lifeMs={expiresAt - approval.createdAt}
          onApprove={() => void give.run(undefined).then((given) => (given === null ? undefined : onGiven()))}
          disabledBecause={obstacle === null ? undefined : { sentence: obstacle }}
          sending={give.busy}
        />
      </span>
    </div>
  );
}
