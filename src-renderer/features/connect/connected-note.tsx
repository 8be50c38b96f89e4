// The key is stored: what is there now, and where does the person go from here?
import { useEffect, useRef } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ModePlate } from "#renderer/components/mode-plate.tsx";
import { Note } from "#renderer/components/note.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useTestServers } from "#renderer/hooks/use-test-servers.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import type { AccountView } from "#shared/contract/views.ts";

export interface ConnectedNoteProps {
  readonly stored: AccountView;
  readonly isReplacement: boolean;
  readonly onAnother: () => void;
}

const PLACE_WORDS = { keychain: "in the system keychain", vault: "in the encrypted file" } as const;

export function ConnectedNote({ stored, isReplacement, onAnother }: ConnectedNoteProps) {
  const client = useClient();
  const first = useRef<HTMLButtonElement>(null);
  const testServers = useTestServers({ accounts: [stored.account] });
  const { account, profileName, profileId, mode } = stored;
  useEffect(() => first.current?.focus(), []);
  const openOverview = () => {
    // Where the choice is not taken, the overview opens on another profile, whose name stands above it.
    void Promise.resolve(client.settings.update({ activeProfileId: profileId })).catch(() => undefined);
    location.hash = hashOf("overview");
  };
  const place = account.connection === undefined ? "" : ` Its key is ${PLACE_WORDS[account.connection.storedIn]}.`;
  return (
    <Panel
      title={isReplacement ? "Key replaced" : "Connected"}
      actions={<ModePlate mode={mode} small testServers={testServers} />}
    >
      <PanelBody>
        <div className="stack">
          <Note
            tone="ok"
            title={isReplacement ? `${account.name} uses the new key.` : `${account.name} belongs to ${profileName}.`}
          >
            {isReplacement ? "The old one is destroyed on this computer." : ""}
            {place}
          </Note>
          {stored.problem === null ? null : (
            <Note tone="over" title={stored.problem.message}>
              {stored.problem.next}
            </Note>
          )}
          <div className="row">
            {isReplacement ? (
              <Button
                kind="primary"
                large
                ref={first}
                onClick={() => {
                  location.hash = hashOf("accounts");
                }}
              >
                Open Accounts
              </Button>
            ) : (
              <>
                <Button kind="primary" large ref={first} onClick={openOverview}>
                  Open Overview
                </Button>
                <Button large onClick={onAnother}>
                  Connect another
                </Button>
              </>
            )}
          </div>
        </div>
      </PanelBody>
    </Panel>
  );
}
