// Which rules open suggestions for this profile, and with which numbers?
import { useState } from "react";
import { Button } from "#renderer/components/button.tsx";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { StaleChip } from "#renderer/components/stale-chip.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useNow } from "#renderer/hooks/use-now.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { TriggersView } from "#shared/contract/views.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { TriggerSettings, TriggerSettingsPatch } from "#shared/domain/trigger-settings.ts";
import { RuleSettings } from "./rule-settings.tsx";

export interface RulesPanelProps {
  readonly profile: Profile;
  readonly remote: RemoteState<TriggersView>;
  readonly onSaved: () => void;
}

export function RulesPanel({ profile, remote, onSaved }: RulesPanelProps) {
  const client = useClient();
  const now = useNow();
  const [draft, setDraft] = useState<Partial<TriggerSettings>>({});
  const save = useCommand((triggers: TriggerSettingsPatch) =>
    client.triggers.update({ profileId: profile.id, triggers }),
  );
  const state = toPanelState(remote, { now });
  const changed = Object.keys(draft).length > 0;
  const keep = () =>
    void save.run(toPatch(draft)).then((saved) => {
      if (saved === null) return;
      setDraft({});
      onSaved();
    });
  const undo = () => {
    save.clearError();
    setDraft({});
  };
  return (
    <Panel
      title="Rules"
      meta="what opens a suggestion; none sends an order"
      actions={state.state === "stale" ? <StaleChip ageMs={state.ageMs} /> : undefined}
      foot={
        changed ? (
          <>
            <Button disabled={save.busy} onClick={keep}>
              {save.busy ? "Saving" : "Save rules"}
            </Button>
            <Button kind="ghost" icon="undo" onClick={undo}>
              Undo
            </Button>
          </>
        ) : undefined
      }
    >
      <LoadableView
        data={state}
        skeleton={
          <PanelBody>
            <SkeletonRows rows={9} rowHeight={44} />
          </PanelBody>
        }
        empty={{ children: "No rule is known." }}
      >
        {(view) => (
          <PanelBody scroll>
            <RuleSettings
              profile={profile}
              view={view}
              settings={{ ...view.settings, ...draft }}
              onChange={(change) => setDraft({ ...draft, ...change })}
            />
            {save.error === null ? null : <ErrorState {...errorWords(save.error)} />}
          </PanelBody>
        )}
      </LoadableView>
    </Panel>
  );
}

/** Since when a schedule holds is written by the program. */
function toPatch({ schedule, ...rest }: Partial<TriggerSettings>): TriggerSettingsPatch {
  if (schedule === undefined) return rest;
  const { since: _since, ...own } = schedule;
  return { ...rest, schedule: own };
}
