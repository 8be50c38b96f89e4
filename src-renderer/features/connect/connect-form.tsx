// What is the new account called, and to which profile does it belong? Here its key is stored.
import { type FormEvent, useId, useState } from "react";
import { useStore } from "zustand";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { TextField } from "#renderer/components/text-field.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { accountsStore, profilesStore } from "#renderer/stores/engine-stores.ts";
import type { ConnectableVenue } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { StoreButton, StoreError, type StoreProps } from "./store-button.tsx";
import { freeName } from "./wizard-words.ts";

export interface ConnectFormProps extends StoreProps {
  readonly venue: ConnectableVenue;
}

export function ConnectForm({ venue, checkId, confirmed, blocked, onStored, onCheckAgain }: ConnectFormProps) {
  const client = useClient();
  const group = useId();
  const profiles = useStore(profilesStore, (state) => state.value) ?? [];
  const accounts = useStore(accountsStore, (state) => state.value) ?? [];
  const real = profiles.filter(({ profile }) => profile.source === "real");
  const [name, setName] = useState(() =>
    freeName(
      venue.name,
      accounts.map(({ account }) => account.name),
    ),
  );
  const [profileName, setProfileName] = useState(() =>
    freeName(
      venue.name,
      profiles.map(({ profile }) => profile.name),
    ),
  );
  const [profileId, setProfileId] = useState<ProfileId | null>(null);
  const connect = useCommand(() =>
    client.accounts.connect({
      checkId,
      name: name.trim(),
      profileId,
      profileName: profileId === null ? profileName.trim() : null,
      confirmedNoTransfer: confirmed,
    }),
  );
  const isNamed = name.trim() !== "" && (profileId !== null || profileName.trim() !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isNamed || blocked !== null) return;
    void connect.run(undefined).then((account) => {
      if (account !== null) onStored(account);
    });
  };
  return (
    <Panel title="Account" meta="The key passed every check">
      <PanelBody scroll>
        <form className="stack" onSubmit={submit}>
          <TextField label="Name of the account" value={name} onChange={setName} large />
          <fieldset className="profile-choice">
            <legend className="lab">Profile</legend>
            <label className="radio-row">
              <input type="radio" name={group} checked={profileId === null} onChange={() => setProfileId(null)} />
              <span>
                <span className="med">A new profile</span>
                <span className="f12 t2 block">Starts on paper with what the account holds as its targets.</span>
              </span>
            </label>
            {profileId === null ? (
              <div className="radio-more">
                <TextField label="Name of the profile" value={profileName} onChange={setProfileName} />
              </div>
            ) : null}
            {real.map(({ profile }) => (
              <label className="radio-row" key={profile.id}>
                <input
                  type="radio"
                  name={group}
                  checked={profileId === profile.id}
                  onChange={() => setProfileId(profile.id)}
                />
                <span>
                  <span className="med">{profile.name}</span>
                  <span className="f12 t2 block">
                    {profile.mode},{" "}
                    {profile.accounts.length === 1 ? "1 account" : `${profile.accounts.length} accounts`}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
          <StoreButton
            label="Connect"
            busyLabel="Storing the key"
            busy={connect.busy}
            disabled={!isNamed}
            blocked={blocked}
          />
          <StoreError error={connect.error} onCheckAgain={onCheckAgain} />
        </form>
      </PanelBody>
    </Panel>
  );
}
