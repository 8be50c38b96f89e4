// Does this profile trade on paper, in a sandbox, or live, and what has to hold before it goes live?
import { useState } from "react";
import { useStore } from "zustand";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { ModePlate } from "#renderer/components/mode-plate.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { useTestServers } from "#renderer/hooks/use-test-servers.ts";
import { accountsStore } from "#renderer/stores/engine-stores.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { GoingLive } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { LivePart } from "./live-part.tsx";
import { UnlockPart } from "./unlock-part.tsx";

const ASK_AGAIN_MS = 10_000;

const MODES = [
  { value: "paper", label: "Paper" },
  { value: "sandbox", label: "Sandbox" },
] as const;
type QuietMode = (typeof MODES)[number]["value"];

export interface ModePanelProps {
  readonly profile: Profile;
}

export function ModePanel({ profile }: ModePanelProps) {
  const testServers = useTestServers(profile);
  return (
    <Panel
      title="Mode"
      actions={
        <span className="row mode-head">
          <ModePlate mode={profile.mode} small testServers={testServers} />
        </span>
      }
    >
      <PanelBody>
        {profile.source === "real" ? (
          <RealModes profile={profile} isTest={testServers?.isOnly === true} />
        ) : (
          <p className="f12 t2">
            Paper, for good: its prices do not come from a real market. To trade live, connect an exchange with a
            profile of its own.
          </p>
        )}
      </PanelBody>
    </Panel>
  );
}

interface RealModesProps extends ModePanelProps {
  /** Every account belongs to a test server. */
  readonly isTest: boolean;
}

function RealModes({ profile, isTest }: RealModesProps) {
  const client = useClient();
  const { id: profileId } = profile;
  const [changes, setChanges] = useState(0);
  // What the accounts say decides several lines of the checklist.
  const accountStates = useStore(accountsStore, ({ value }) =>
    (value ?? [])
      .filter((view) => view.profileId === profileId)
      .map(({ state, account }) => `${account.id} ${state}`)
      .join(","),
  );
  const checklist = useQuery({
    key: profileId,
    ask: (signal) => client.live.checklist({ profileId }, { signal }),
    everyMs: ASK_AGAIN_MS,
    refresh: `${changes} ${profile.mode} ${accountStates}`,
  });
  const setMode = useCommand((mode: QuietMode) => client.live.setMode({ profileId, mode }));
  const goingLive = checklist.value;
  const change = (mode: QuietMode) =>
    void setMode.run(mode).then((done) => {
      if (done !== null) setChanges(changes + 1);
    });
  if (goingLive === null) {
    return checklist.error === null ? (
      <SkeletonRows rows={7} rowHeight={36} />
    ) : (
      <ErrorState {...errorWords(checklist.error)} />
    );
  }
  return (
    <div className="stack">
      {profile.mode === "live" ? (
        <LivePart
          profile={profile}
          isTest={isTest}
          ramp={goingLive.ramp ?? profile.live?.ramp ?? null}
          locking={setMode.busy}
          onLock={() => change("paper")}
          onChanged={() => setChanges(changes + 1)}
        />
      ) : (
        <>
          <QuietModes mode={profile.mode} goingLive={goingLive} onChange={change} />
          <UnlockPart profile={profile} goingLive={goingLive} onUnlocked={() => setChanges(changes + 1)} />
        </>
      )}
      {setMode.error === null ? null : <ErrorState {...errorWords(setMode.error)} />}
    </div>
  );
}

interface QuietModesProps {
  readonly mode: QuietMode;
  readonly goingLive: GoingLive;
  readonly onChange: (mode: QuietMode) => void;
}

function QuietModes({ mode, goingLive, onChange }: QuietModesProps) {
  return (
    <div>
      <div className="row">
        <span className="lab grow">Now</span>
        {goingLive.sandboxPossible || mode === "sandbox" ? (
          <Segmented
            label="Mode"
            options={MODES}
            value={mode}
            onChange={(next) => {
              if (next !== mode) onChange(next);
            }}
          />
        ) : (
          <span className="f12">Paper; none of its keys is a sandbox key</span>
        )}
      </div>
      <p className="f12 t2 mode-words">
        {mode === "paper"
          ? "Orders are simulated on the exchange's own prices. Nothing is sent there."
          : "Orders go to the exchange's sandbox: its rules, no real money."}
      </p>
    </div>
  );
}
