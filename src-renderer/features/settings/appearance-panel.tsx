// How does the window look and behave for this person?
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Panel, PanelBody } from "#renderer/components/panel.tsx";
import { Segmented } from "#renderer/components/segmented.tsx";
import { SkeletonRows } from "#renderer/components/skeleton.tsx";
import { Switch } from "#renderer/components/switch.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { Settings, SettingsPatch } from "#shared/domain/settings.ts";

const THEMES = [
  { value: "system", label: "System" },
  { value: "dark", label: "Dark" },
  { value: "light", label: "Light" },
] as const;

const ZONES = [
  { value: "utc", label: "UTC" },
  { value: "local", label: "This computer" },
] as const;

export interface AppearancePanelProps {
  readonly settings: Settings | null;
}

export function AppearancePanel({ settings }: AppearancePanelProps) {
  const client = useClient();
  const send = (patch: SettingsPatch) => client.settings.update(patch);
  // One for each control: a command takes one press at a time, and a quick second press is of another control.
  const saves = {
    theme: useCommand(send),
    timeZone: useCommand(send),
    privacy: useCommand(send),
    colorBlindSafe: useCommand(send),
    singleKeyShortcuts: useCommand(send),
  };
  const failed = Object.values(saves).find(({ error }) => error !== null)?.error ?? null;
  return (
    <Panel title="General">
      <PanelBody>
        {settings === null ? (
          <SkeletonRows rows={6} rowHeight={32} />
        ) : (
          <div className="stack">
            <div className="row">
              <span className="lab grow">Theme</span>
              <Segmented
                label="Theme"
                options={THEMES}
                value={settings.theme}
                onChange={(theme) => void saves.theme.run({ theme })}
              />
            </div>
            <div className="row">
              <span className="lab grow">Times are shown in</span>
              <Segmented
                label="Time zone"
                options={ZONES}
                value={settings.timeZone}
                onChange={(timeZone) => void saves.timeZone.run({ timeZone })}
              />
            </div>
            <Switch
              label="Hide amounts"
              detail="Six dots in place of money and quantities; weights stay."
              checked={settings.privacy}
              onChange={(privacy) => void saves.privacy.run({ privacy })}
            />
            <Switch
              label="Colors that stay apart for the color-blind"
              detail="Gains and losses in blue and orange."
              checked={settings.colorBlindSafe}
              onChange={(colorBlindSafe) => void saves.colorBlindSafe.run({ colorBlindSafe })}
            />
            <Switch
              label="Single-key shortcuts"
              detail="R plans again, G then a letter goes to a screen."
              checked={settings.singleKeyShortcuts}
              onChange={(singleKeyShortcuts) => void saves.singleKeyShortcuts.run({ singleKeyShortcuts })}
            />
            {failed === null ? null : <ErrorState {...errorWords(failed)} />}
          </div>
        )}
      </PanelBody>
    </Panel>
  );
}
