// What can be set for the whole program, and how is it doing?
import { useStore } from "zustand";
import { ScreenHead } from "#renderer/components/window-frame.tsx";
import { settingsStore } from "#renderer/stores/engine-stores.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { AboutPanel } from "./about-panel.tsx";
import { AppearancePanel } from "./appearance-panel.tsx";
import { ConnectionsPanel } from "./connections-panel.tsx";
import { OverallPanel } from "./overall-panel.tsx";
import { StoragePanel } from "./storage-panel.tsx";
import "./settings.css";

export function SettingsPanel() {
  const settings = useStore(settingsStore, (state) => state.value);
  return (
    <>
      <ScreenHead title="Settings">
        <a className="btn" href={hashOf("profiles")}>
          Profiles
        </a>
        <a className="btn" href={hashOf("accounts")}>
          Accounts
        </a>
        <a className="btn" href={hashOf("connect")}>
          Connect an exchange
        </a>
      </ScreenHead>
      <div className="settings-grid">
        <AppearancePanel settings={settings} />
        <ConnectionsPanel />
        <StoragePanel />
        <div className="settings-side">
          <OverallPanel settings={settings} />
          <AboutPanel />
        </div>
      </div>
    </>
  );
}
