// Which version is this, and whose work is in it?
import { useStore } from "zustand";
import { BrandMark } from "#renderer/components/brand-mark.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { usePreferences } from "#renderer/components/preferences.tsx";
import { formatDateTime } from "#renderer/lib/format-time.ts";
import { systemInfoStore } from "#renderer/stores/engine-stores.ts";

export function AboutPanel() {
  const info = useStore(systemInfoStore, (state) => state.value);
  const { timeZone } = usePreferences();
  return (
    <Panel title="About">
      <PanelBody scroll>
        <div className="stack">
          <span className="row">
            <BrandMark size={24} />
            <span className="semi">Schwabot</span>
            <span className="t3">{info === null ? "" : info.version}</span>
          </span>
          {info === null ? null : (
            <dl className="fields">
              <div>
                <dt>Shell</dt>
                <dd>{info.shell === "electron" ? "Desktop" : "Browser window on this computer"}</dd>
              </div>
              <div>
                <dt>Started</dt>
                <dd>{formatDateTime(info.startedAt, timeZone)}</dd>
              </div>
            </dl>
          )}
          <p className="f12 t2">
            Charts by TradingView Lightweight Charts (Apache-2.0). Type is Inter and JetBrains Mono (SIL Open Font
            License). The licenses of everything that ships stand in <code>resources/third-party.txt</code>.
          </p>
        </div>
      </PanelBody>
    </Panel>
  );
}
