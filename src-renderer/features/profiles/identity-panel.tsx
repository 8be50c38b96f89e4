// What is this profile called, and where do its prices and fills come from?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { NumberField } from "#renderer/components/number-field.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { formatDate } from "#renderer/lib/format-time.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { venueName } from "#shared/domain/venue.ts";
import { IdentityDialog } from "./identity-dialog.tsx";
import { IdentityRows } from "./identity-rows.tsx";
import { MARKET_WORDS } from "./market-words.ts";

const LONGEST_NAME = 48;

export interface IdentityPanelProps {
  readonly profile: Profile;
}

export function IdentityPanel({ profile }: IdentityPanelProps) {
  const client = useClient();
  const { timeZone } = usePreferences();
  const [name, setName] = useState(profile.name);
  const [priority, setPriority] = useState(String(profile.priority));
  const [asking, setAsking] = useState(false);
  const save = useCommand(() =>
    client.profiles.update({
      profileId: profile.id,
      changes: { name: name.trim(), priority: Number.parseInt(priority, 10) },
    }),
  );
  const problem = nameProblem(name);
  const changed = name.trim() !== profile.name || priority !== String(profile.priority);
  return (
    <Panel title="Profile" meta={profile.id}>
      <PanelBody>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void save.run(undefined);
          }}
        >
          <TextField label="Name" value={name} onChange={setName} error={problem} />
          <NumberField
            label="Priority, 1 goes first"
            value={priority}
            onChange={setPriority}
            min="1"
            max="99"
            step="1"
            scale={0}
            width={92}
          />
          <dl className="fields">
            <div>
              <dt>Prices and fills</dt>
              <dd>{MARKET_WORDS[profile.source]}</dd>
            </div>
            <div>
              <dt>Accounts</dt>
              <dd>
                {profile.source === "real" ? (
                  <a href={hashOf("accounts")}>{profile.accounts.map(({ name }) => name).join(", ") || "none yet"}</a>
                ) : (
                  profile.accounts.map(({ venue }) => venueName(venue)).join(", ")
                )}
              </dd>
            </div>
            <div>
              <dt>Valued in</dt>
              <dd>{profile.currency}</dd>
            </div>
            <div>
              <dt>Since</dt>
              <dd>{formatDate(profile.createdAt, timeZone)}</dd>
            </div>
          </dl>
          <IdentityRows profile={profile} />
          <span className="row">
            <Button kind="ghost" onClick={() => setAsking(true)}>
              Assets and identity
            </Button>
          </span>
          {changed ? (
            <span className="row">
              <Button submit disabled={problem !== undefined || save.busy}>
                {save.busy ? "Saving" : "Save"}
              </Button>
            </span>
          ) : null}
          {save.error === null ? null : <ErrorState {...errorWords(save.error)} />}
        </form>
        {asking ? <IdentityDialog profile={profile} onClose={() => setAsking(false)} /> : null}
      </PanelBody>
    </Panel>
  );
}

function nameProblem(name: string): string | undefined {
  const length = name.trim().length;
  if (length === 0) return "A name is needed";
  return length > LONGEST_NAME ? `At most ${LONGEST_NAME} characters` : undefined;
}
