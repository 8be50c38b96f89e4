// Which profiles are there, and what is set for each?
import { useState } from "react";
import { useStore } from "zustand";
import { LoadableView } from "#renderer/components/loadable-view.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { ScrollBox } from "#renderer/components/scroll-box.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { chooseProfile } from "#renderer/stores/choose-profile.ts";
import { profilesStore, settingsStore } from "#renderer/stores/engine-stores.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { toPanelState } from "#renderer/stores/to-loadable.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { ArchivedPanel } from "./archived-panel.tsx";
import { AssetChoicePanel } from "./asset-choice-panel.tsx";
import { AssetsPanel } from "./assets-panel.tsx";
import { AutomaticPanel } from "./automatic-panel.tsx";
import { IdentityPanel } from "./identity-panel.tsx";
import { LimitsPanel } from "./limits-panel.tsx";
import { ModePanel } from "./mode-panel.tsx";
import { PositionsPanel } from "./positions-panel.tsx";
import { ProfileActions } from "./profile-actions.tsx";
import { ProfileList } from "./profile-list.tsx";
import { openProfileView, PROFILE_VIEWS, profileView } from "./profile-views.ts";
import { SideBySide } from "./side-by-side.tsx";
import { StatePanel } from "./state-panel.tsx";
import "./profiles.css";
import "./side-by-side.css";

export function ProfilesPanel() {
  const profiles = useStore(profilesStore);
  const active = useStore(settingsStore, (state) => state.value?.activeProfileId ?? null);
  const now = useStore(nowStore, (state) => state.now);
  const [picked, setPicked] = useState<ProfileId | null>(null);
  const list = profiles.value ?? [];
  const chosen = chooseProfile(list, picked ?? active);
  const view = useStore(navigationStore, ({ parameters }) => profileView(parameters));
  const head = (
    <ScreenHead title="Profiles" meta={`${list.length}, each with its own targets, limits and data`}>
      <Segmented label="View" options={PROFILE_VIEWS} value={view} onChange={openProfileView} />
    </ScreenHead>
  );
  if (view !== "each") {
    return (
      <>
        {head}
        <SideBySide view={view} data={toPanelState(profiles, { now })} />
      </>
    );
  }
  return (
    <>
      {head}
      <ScrollBox label="The profile and its settings" className="scroll profiles-grid">
        <div className="col profiles-side">
          <Panel
            title="All profiles"
            className="list-panel"
            actions={
              <ProfileActions
                profile={chosen?.profile ?? null}
                onChoose={setPicked}
                onArchived={() => setPicked(null)}
              />
            }
          >
            <LoadableView
              data={toPanelState(profiles, { now })}
              skeleton={
                <PanelBody>
                  <SkeletonRows rows={4} rowHeight={44} />
                </PanelBody>
              }
              empty={{ children: "No profile yet." }}
            >
              {(value) => <ProfileList profiles={value} chosenId={chosen?.profile.id ?? null} onChoose={setPicked} />}
            </LoadableView>
          </Panel>
          <ArchivedPanel refresh={list.map(({ profile }) => profile.id).join()} onRestored={setPicked} />
          {chosen === null ? null : (
            <>
              <StatePanel key={chosen.profile.id} summary={chosen} />
              <AssetChoicePanel key={`choice ${chosen.profile.id}`} profile={chosen.profile} />
              <PositionsPanel key={`positions ${chosen.profile.id}`} profile={chosen.profile} />
            </>
          )}
        </div>
        {chosen === null ? null : (
          <>
            <div className="col profiles-side" key={`side ${chosen.profile.id}`}>
              <IdentityPanel profile={chosen.profile} />
              <AssetsPanel profile={chosen.profile} />
            </div>
            <div className="col profiles-side" key={`mode ${chosen.profile.id}`}>
              <ModePanel profile={chosen.profile} />
              <LimitsPanel profile={chosen.profile} />
              <AutomaticPanel profile={chosen.profile} />
            </div>
          </>
        )}
      </ScrollBox>
    </>
  );
}
