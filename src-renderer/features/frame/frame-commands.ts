// Which commands does the whole window know, by palette and by key?
import type { PaletteCommand } from "#renderer/components/command-palette.tsx";
import { useToast } from "#renderer/components/toast.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { keyNames, type Shortcut } from "#renderer/hooks/use-shortcuts.ts";
import { hashOf } from "#renderer/stores/navigation-store.ts";
import { toShownError } from "#shared/contract/shown-error.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import type { Settings, SettingsPatch } from "#shared/domain/settings.ts";
import type { FramePanel } from "./frame-panel.ts";
import type { Pause } from "./use-pause.ts";

/** A palette command with the keys that do the same; `keys` as `useShortcuts` reads them. */
export interface FrameCommand extends Omit<PaletteCommand, "keys"> {
  readonly keys?: string;
}

export interface FrameCommandsInput {
  readonly panels: readonly FramePanel[];
  readonly profiles: readonly ProfileSummary[];
  readonly active: ProfileSummary;
  readonly settings: Settings | null;
  readonly pause: Pause;
}

export function useFrameCommands({
  panels,
  profiles,
  active,
  settings,
  pause,
}: FrameCommandsInput): readonly FrameCommand[] {
  const client = useClient();
  const toast = useToast();
  const attempt = (deed: PromiseLike<unknown>, failed: string) =>
    void Promise.resolve(deed).catch((error: unknown) =>
      toast({ tone: "error", title: failed, detail: toShownError(error).message }),
    );
  const set = (patch: SettingsPatch) => attempt(client.settings.update(patch), "The setting was not saved");
  return [
    ...panels.map(
      (panel): FrameCommand => ({
        id: `go-${panel.id}`,
        group: "Screens",
        label: panel.label,
        icon: panel.icon,
        keys: `g ${panel.key}`,
        onRun: () => {
          location.hash = hashOf(panel.id);
        },
      }),
    ),
    {
      id: "plan",
      group: "Deeds",
      label: "Plan a rebalance",
      detail: "opens the plan; nothing is sent",
      icon: "rebalance",
      keywords: ["preview", "targets"],
      onRun: () => {
        location.hash = hashOf("rebalance");
      },
    },
    {
      id: "trade",
      group: "Deeds",
      label: "Trade one order",
      detail: "opens the ticket; nothing is sent",
      icon: "arrow",
      keys: "t",
      keywords: ["buy", "sell", "ticket", "order"],
      onRun: () => {
        location.hash = hashOf("trade");
      },
    },
    {
      id: "sell-all",
      group: "Deeds",
      label: "Sell all to cash",
      detail: "opens the ticket; nothing is sent",
      icon: "arrow",
      keywords: ["close", "positions", "liquidate"],
      onRun: () => {
        location.hash = hashOf("trade", "cash");
      },
    },
    {
      id: "connect",
      group: "Deeds",
      label: "Connect an exchange with a key",
      detail: "the key is checked before it is stored",
      icon: "key",
      keywords: ["api key", "account", "binance", "coinbase", "kraken"],
      onRun: () => {
        location.hash = hashOf("connect");
      },
    },
    {
      id: "check",
      group: "Deeds",
      label: "Check the triggers now",
      icon: "search",
      keywords: ["evaluate", "suggestions"],
      onRun: () =>
        void client.rebalancing.check({ profileId: active.profile.id, force: true }).then(
          (evaluation) => toast({ tone: "ok", title: "Checked", detail: evaluation.summary }),
          (error: unknown) => toast({ tone: "error", title: "Not checked", detail: toShownError(error).message }),
        ),
    },
    {
      id: "pause",
      group: "Deeds",
      label: pause.paused ? "Resume trading" : "Pause everything",
      icon: pause.paused ? "play" : "pause",
      keys: "mod+.",
      keywords: ["stop", "kill switch", "halt"],
      onRun: pause.toggle,
    },
    ...profiles
      .filter(({ profile }) => profile.id !== active.profile.id)
      .map(
        ({ profile }): FrameCommand => ({
          id: `profile-${profile.id}`,
          group: "Profiles",
          label: `Switch to ${profile.name}`,
          detail: `priority ${profile.priority}`,
          icon: "updown",
          onRun: () => set({ activeProfileId: profile.id }),
        }),
      ),
    {
      id: "privacy",
      group: "Window",
      label: settings?.privacy === true ? "Show amounts" : "Hide amounts",
      icon: settings?.privacy === true ? "eye" : "eyeOff",
      onRun: () => set({ privacy: settings?.privacy !== true }),
    },
    ...(["dark", "light", "system"] as const)
      .filter((theme) => theme !== settings?.theme)
      .map(
        (theme): FrameCommand => ({
          id: `theme-${theme}`,
          group: "Window",
          label: theme === "system" ? "Follow the system's theme" : `Use the ${theme} theme`,
          icon: "theme",
          onRun: () => set({ theme }),
        }),
      ),
  ];
}

export function toPaletteCommand({ keys, ...command }: FrameCommand): PaletteCommand {
  return keys === undefined ? command : { ...command, keys: keyNames(keys) };
}

export function toShortcuts(commands: readonly FrameCommand[]): readonly Shortcut[] {
  return commands.flatMap(({ keys, onRun }) => (keys === undefined ? [] : [{ keys, run: onRun }]));
}
