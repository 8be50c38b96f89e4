// What stands around every screen: rail, top bar, mode border, and the screen itself?
import { Suspense } from "react";
import { useStore } from "zustand";
import { ErrorBoundary } from "#renderer/components/error-boundary.tsx";
import { WindowFrame } from "#renderer/components/window-frame.tsx";
import { useTestServers } from "#renderer/hooks/use-test-servers.ts";
import { chooseProfile } from "#renderer/stores/choose-profile.ts";
import { profilesStore, settingsStore } from "#renderer/stores/engine-stores.ts";
import { HOME, navigationStore } from "#renderer/stores/navigation-store.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { ensure } from "#shared/domain/assert.ts";
import { AutomaticBar } from "./automatic-bar.tsx";
import { useFrameCommands } from "./frame-commands.ts";
import { FrameLayers } from "./frame-layers.tsx";
import type { FramePanel } from "./frame-panel.ts";
import { FrameRail } from "./frame-rail.tsx";
import { FrameTopBar } from "./frame-top-bar.tsx";
import { OrdersBar } from "./orders-bar.tsx";
import { TradingBar } from "./trading-bar.tsx";
import { UnlockBar } from "./unlock-bar.tsx";
import { usePause } from "./use-pause.ts";

export interface FrameProps {
  readonly panels: readonly FramePanel[];
}

export function Frame({ panels }: FrameProps) {
  const profiles = useStore(profilesStore, (state) => state.value) ?? [];
  const chosen = useStore(settingsStore, (state) => state.value?.activeProfileId ?? null);
  const active = chooseProfile(profiles, chosen);
  return active === null ? null : <ProfileFrame panels={panels} profiles={profiles} active={active} />;
}

interface ProfileFrameProps extends FrameProps {
  readonly profiles: readonly ProfileSummary[];
  readonly active: ProfileSummary;
}

function ProfileFrame({ panels, profiles, active }: ProfileFrameProps) {
  const screen = useStore(navigationStore, (state) => state.screen);
  const settings = useStore(settingsStore, (state) => state.value);
  const pause = usePause();
  const testServers = useTestServers(active.profile);
  const commands = useFrameCommands({ panels, profiles, active, settings, pause });
  const panel = ensure(panels.find(({ id }) => id === screen) ?? panels.find(({ id }) => id === HOME), "home screen");
  const View = panel.view;
  return (
    <WindowFrame
      mode={active.profile.mode}
      isTest={testServers?.isOnly === true}
      rail={<FrameRail panels={panels} activeId={panel.under ?? panel.id} profiles={profiles} active={active} />}
      topBar={<FrameTopBar active={active} pause={pause} testServers={testServers} />}
    >
      <UnlockBar />
      <AutomaticBar />
      <TradingBar active={active} />
      <OrdersBar key={active.profile.id} />
      <ErrorBoundary key={panel.id} what={panel.label}>
        <Suspense fallback={null}>
          <View key={panel.ofProgram === true ? panel.id : active.profile.id} />
        </Suspense>
      </ErrorBoundary>
      <FrameLayers commands={commands} active={active} testServers={testServers} />
    </WindowFrame>
  );
}
