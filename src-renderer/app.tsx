// What does the window show: waiting, a lost connection, the log-in, the first run, or the program?
import { Suspense, useEffect, useState } from "react";
import { useStore } from "zustand";
import { ensure } from "#shared/domain/assert.ts";
import type { Connection } from "./client/connect.ts";
import { BrandMark } from "./components/brand-mark.tsx";
import { ErrorBoundary } from "./components/error-boundary.tsx";
import { PreferencesProvider } from "./components/preferences.tsx";
import { ToastHost } from "./components/toast.tsx";
import { FirstRun } from "./features/first-run/panel.tsx";
import { Frame } from "./features/frame/frame.tsx";
import { LoginNeeded } from "./features/login/panel.tsx";
import { ClientProvider } from "./hooks/engine-client.tsx";
import { PANELS } from "./panels.ts";
import { connectionStore } from "./stores/connection-store.ts";
import { portfolioStore, profilesStore, settingsStore } from "./stores/engine-stores.ts";
import { navigationStore, parseHash } from "./stores/navigation-store.ts";
import { nowStore } from "./stores/now-store.ts";
import { startSync } from "./sync/start-sync.ts";
import { applyTheme, onSystemTheme } from "./theme.ts";

/** Ages and countdowns on screen change at this pace. */
const NOW_INTERVAL_MS = 250;

const CONNECT = "connect";
const ConnectScreen = ensure(
  PANELS.find(({ id }) => id === CONNECT),
  "connect screen",
);

export interface AppProps {
  readonly connection: Connection;
}

export function App({ connection }: AppProps) {
  useFollowing(connection);
  useSettingsOnDocument();
  useAllScreens();
  const settings = useStore(settingsStore, (state) => state.value);
  const preferences = {
    hideAmounts: settings?.privacy ?? false,
    timeZone: settings?.timeZone ?? "utc",
    singleKeys: settings?.singleKeyShortcuts ?? true,
  } as const;
  return (
    <ErrorBoundary what="The window">
      <PreferencesProvider preferences={preferences}>
        <ClientProvider client={connection.client}>
          <ToastHost>
            <Content />
          </ToastHost>
        </ClientProvider>
      </PreferencesProvider>
    </ErrorBoundary>
  );
}

function Content() {
  const connection = useStore(connectionStore);
  const profiles = useStore(profilesStore, (state) => state.value);
  const isAlone = useWizardAlone(profiles?.length === 0);
  if (connection.state === "refused") return <LoginNeeded />;
  if (profiles === null) return null;
  if (isAlone) return <WizardAlone />;
  return profiles.length === 0 ? <FirstRun /> : <Frame panels={PANELS} />;
}

/** Connecting begins before there is a profile, and ends on the same page although the key has brought the first one. */
function useWizardAlone(isFirstRun: boolean): boolean {
  const isConnecting = useStore(navigationStore, ({ screen }) => screen === CONNECT);
  const [wasAlone, setWasAlone] = useState(false);
  const isAlone = isConnecting && (isFirstRun || wasAlone);
  if (isAlone !== wasAlone) setWasAlone(isAlone);
  return isAlone;
}

function WizardAlone() {
  return (
    <div className="wizard-alone">
      <header className="row">
        <BrandMark size={24} />
        <span className="semi">Schwabot</span>
      </header>
      <main className="main">
        <ErrorBoundary what={ConnectScreen.label}>
          <Suspense fallback={null}>
            <ConnectScreen.view />
          </Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}

function useFollowing(connection: Connection): void {
  useEffect(() => {
    const stops = [connection.onState((state) => connectionStore.setState(state)), startSync(connection.client)];
    const follow = () => navigationStore.setState(parseHash(location.hash));
    follow();
    addEventListener("hashchange", follow);
    const tick = () => nowStore.setState({ now: Date.now() });
    tick();
    const timer = setInterval(tick, NOW_INTERVAL_MS);
    return () => {
      clearInterval(timer);
      removeEventListener("hashchange", follow);
      for (const stop of stops) stop();
    };
  }, [connection]);
}

function useSettingsOnDocument(): void {
  const theme = useStore(settingsStore, (state) => state.value?.theme);
  const colorBlindSafe = useStore(settingsStore, (state) => state.value?.colorBlindSafe ?? false);
  useEffect(() => {
    document.documentElement.dataset.cvd = colorBlindSafe ? "on" : "off";
  }, [colorBlindSafe]);
  useEffect(() => {
    if (theme === undefined) return undefined;
    applyTheme(theme);
    return onSystemTheme(() => applyTheme(theme));
  }, [theme]);
}

/** The code of every screen is fetched once there is nothing better to do, so that each opens at once, engine or no engine. */
function useAllScreens(): void {
  const isShown = useStore(portfolioStore, (state) => state.value !== null);
  useEffect(() => {
    if (!isShown) return undefined;
    const fetching = requestIdleCallback(() => {
      // A failure is no news here: opening that screen tries again and says so.
      for (const { load } of PANELS) load().catch(() => undefined);
    });
    return () => cancelIdleCallback(fetching);
  }, [isShown]);
}
