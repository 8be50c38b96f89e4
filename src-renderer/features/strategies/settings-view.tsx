// What is set for a profile's strategies: weights, rules, and what each assumes?
import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { Button } from "#renderer/components/button.tsx";
import { Chip } from "#renderer/components/chip.tsx";
import { LoadablePanel } from "#renderer/components/loadable-panel.tsx";
import type { Loadable } from "#renderer/components/loadable-view.tsx";
import { SumChip } from "#renderer/components/sum-chip.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { chooseProfile } from "#renderer/stores/choose-profile.ts";
import { profilesStore, settingsStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { errorWords, toPanelState } from "#renderer/stores/to-loadable.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import type { Asset, ProfileId } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { StrategyName } from "#shared/domain/strategy-name.ts";
import type { StrategySettings } from "#shared/domain/strategy-settings.ts";
import { SettingsFields } from "./settings-fields.tsx";
import { TiltFields } from "./tilt-fields.tsx";
import { areWeightsWhole, normalizeWeights, sumWeights } from "./weight-draft.ts";
import { WeightsFields } from "./weights-fields.tsx";
import { WordsPanel } from "./words-panel.tsx";

/** Digits to which the sum is shown; the check itself forgives a billionth. */
const SUM_SCALE = 6;

export interface SettingsDraft {
  readonly profileId: ProfileId | null;
  readonly patch: Partial<StrategySettings>;
}
export const NO_DRAFT: SettingsDraft = { profileId: null, patch: {} };

export interface SettingsViewProps {
  /** The choice between the screen's views. */
  readonly views: ReactNode;
  /** What is not saved yet: it outlives a look at another view. */
  readonly draft: SettingsDraft;
  readonly onDraft: (draft: SettingsDraft) => void;
}

export function SettingsView({ views, draft, onDraft: setDraft }: SettingsViewProps) {
  const profiles = useStore(profilesStore);
  const active = useStore(settingsStore, (state) => state.value?.activeProfileId ?? null);
  const now = useStore(nowStore, (state) => state.now);
  const client = useClient();
  const [read, setRead] = useState<StrategyName>("volumeMomentum");
  const save = useCommand(({ profileId, patch }: { profileId: ProfileId; patch: Partial<StrategySettings> }) =>
    client.profiles.update({ profileId, changes: { strategies: patch } }),
  );
  const data = profileOf(toPanelState(profiles, { now }), active);
  const profile = data.state === "live" || data.state === "stale" ? data.value : null;
  const patch = profile !== null && draft.profileId === profile.id ? draft.patch : {};
  const settings = profile === null ? null : { ...profile.strategies, ...patch };
  const isChanged = Object.keys(patch).length > 0;
  const isWhole = settings === null || areWeightsWhole(settings.weights);
  const normal = settings === null ? null : normalizeWeights(settings.weights);
  const change = (more: Partial<StrategySettings>) => {
    if (profile !== null) setDraft({ profileId: profile.id, patch: { ...patch, ...more } });
  };
  const saveNow = async () => {
    if (profile !== null && (await save.run({ profileId: profile.id, patch })) !== null) setDraft(NO_DRAFT);
  };
  return (
    <>
      <ScreenHead
        title="Strategies"
        meta={`what is set for ${profile?.name ?? "the profile"}; a strategy never trades by itself`}
      >
        {views}
        {isChanged ? (
          <Button kind="ghost" icon="undo" onClick={() => setDraft(NO_DRAFT)}>
            Undo
          </Button>
        ) : null}
        <Button disabled={!isChanged || !isWhole || save.busy} onClick={() => void saveNow()}>
          {save.busy ? "Saving" : "Save settings"}
        </Button>
      </ScreenHead>
      <div className="strategies-grid">
        <LoadablePanel
          title="Weights"
          data={data}
          rows={6}
          rowHeight={48}
          empty={{ children: "There is no profile to set strategies for." }}
          refusal={save.error === null ? null : errorWords(save.error)}
          actions={settings === null ? undefined : <Sum sum={sumWeights(settings.weights)} isWhole={isWhole} />}
          foot={
            isWhole ? undefined : (
              <>
                <span className="f12 t2 grow">Weights must add up to 100 % before they can be saved.</span>
                <Button
                  disabled={normal === null}
                  onClick={() => (normal === null ? undefined : change({ weights: normal }))}
                >
                  Normalise
                </Button>
              </>
            )
          }
        >
          {({ strategies }) => (
            <div className="pb">
              <WeightsFields
                weights={patch.weights ?? strategies.weights}
                onChange={(weights) => change({ weights })}
                read={read}
                onRead={setRead}
              />
            </div>
          )}
        </LoadablePanel>
        <LoadablePanel
          title="Rules"
          data={data}
          rows={10}
          rowHeight={48}
          empty={{ children: "There is no profile to set rules for." }}
        >
          {({ id, strategies, targets, cashAssets }) => {
            const fields = {
              settings: { ...strategies, ...patch },
              targets: (Object.keys(targets) as Asset[]).filter((asset) => !cashAssets.includes(asset)),
              onChange: change,
            };
            return (
              <div className="pb scroll">
                <SettingsFields {...fields} />
                <TiltFields profileId={id} {...fields} />
              </div>
            );
          }}
        </LoadablePanel>
        <WordsPanel name={read} />
      </div>
    </>
  );
}

function Sum({ sum, isWhole }: { readonly sum: number; readonly isWhole: boolean }) {
  if (sum === 0 && isWhole) return <Chip tone="muted">none</Chip>;
  return <SumChip sum={isWhole ? "1" : sum.toFixed(SUM_SCALE)} />;
}

/** The profile on screen, in the state of the list that it stands in. */
function profileOf(list: Loadable<readonly ProfileSummary[]>, active: ProfileId | null): Loadable<Profile> {
  if (list.state !== "live" && list.state !== "stale") return list;
  const chosen = chooseProfile(list.value, active);
  return chosen === null ? { state: "empty" } : { ...list, value: chosen.profile };
}
