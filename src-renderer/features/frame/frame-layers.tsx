// Which layers lie over every screen: command palette and list of keys?
import { useState } from "react";
import { CommandPalette } from "#renderer/components/command-palette.tsx";
import type { TestServers } from "#renderer/components/mode-plate.tsx";
import { type ShortcutGroup, ShortcutList } from "#renderer/components/shortcut-list.tsx";
import { keyNames, useShortcuts } from "#renderer/hooks/use-shortcuts.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { type FrameCommand, toPaletteCommand, toShortcuts } from "./frame-commands.ts";

/** Keys that screens and tables handle themselves, told here so that one list has them all. */
const SCREEN_KEYS: ShortcutGroup = {
  title: "On a screen",
  shortcuts: [
    { keys: ["/"], does: "Filter" },
    { keys: ["R"], does: "Plan again (Rebalance)" },
    { keys: ["S"], does: "Stop after this order (executing)" },
    { keys: ["Shift", "X"], does: "Cancel open orders (executing)" },
    { keys: ["↑", "↓"], does: "Walk a table; Enter opens, Space chooses" },
    { keys: ["Esc"], does: "Close the top layer" },
  ],
};

export interface FrameLayersProps {
  readonly commands: readonly FrameCommand[];
  readonly active: ProfileSummary;
  readonly testServers: TestServers | null;
}

export function FrameLayers({ commands, active, testServers }: FrameLayersProps) {
  const [layer, setLayer] = useState<"palette" | "keys" | null>(null);
  const close = () => setLayer(null);
  useShortcuts([
    { keys: "mod+k", run: () => setLayer("palette") },
    { keys: "?", run: () => setLayer("keys") },
    ...toShortcuts(commands),
  ]);
  return (
    <>
      <CommandPalette
        open={layer === "palette"}
        onClose={close}
        commands={commands.map(toPaletteCommand)}
        profileName={active.profile.name}
        mode={active.profile.mode}
        testServers={testServers}
      />
      <ShortcutList open={layer === "keys"} onClose={close} groups={[everywhere(commands), SCREEN_KEYS]} />
    </>
  );
}

function everywhere(commands: readonly FrameCommand[]): ShortcutGroup {
  return {
    title: "Everywhere",
    shortcuts: [
      { keys: keyNames("mod+k"), does: "Command palette" },
      { keys: ["?"], does: "This list" },
      ...commands.flatMap(({ keys, label }) => (keys === undefined ? [] : [{ keys: keyNames(keys), does: label }])),
    ],
  };
}
