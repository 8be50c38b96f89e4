// Which keys act on this window? Chords always, single letters only while no field has the focus and they are wanted.
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { settingsStore } from "#renderer/stores/engine-stores.ts";

export interface Shortcut {
  /**
   * One key (`r`, `?`), a chord with `mod+` (Ctrl, or Command on a Mac) or `shift+`, or a sequence of two keys (`g o`).
   */
  readonly keys: string;
  readonly run: () => void;
}

/** Time within which the second key of a sequence must come. */
const SEQUENCE_MS = 1_200;

/** Whether the key belongs to a field that is being written in, or to an open menu or dialog that has its own keys. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu]") !== null;
}

/** How a key press reads: `mod+k`, `shift+x`, `?`, `g`. */
export function chordOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">,
): string | null {
  if (event.altKey) return null;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return `mod+${key}`;
  // Shift makes the sign itself where there is one (`?`); only letters need it named.
  return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
}

export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const singleKeys = useStore(settingsStore, (state) => state.value?.singleKeyShortcuts ?? true);
  const latest = useRef({ shortcuts, singleKeys });
  latest.current = { shortcuts, singleKeys };
  useEffect(() => {
    let first: { readonly key: string; readonly at: number } | null = null;
    const press = (event: KeyboardEvent) => {
      const chord = chordOf(event);
      if (chord === null || event.repeat || event.defaultPrevented) return;
      const isChord = chord.startsWith("mod+");
      if (!isChord && (!latest.current.singleKeys || isTaken(event.target))) return;
      const sequence = first !== null && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${chord}` : null;
      first = { key: chord, at: event.timeStamp };
      const hit =
        latest.current.shortcuts.find(({ keys }) => keys === sequence) ??
        latest.current.shortcuts.find(({ keys }) => keys === chord);
      if (hit === undefined) return;
      first = null;
      event.preventDefault();
      hit.run();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

/** `mod+k` as it is written on this computer's keys. */
export function keyNames(keys: string): readonly string[] {
  const mac = navigator.platform.startsWith("Mac");
  return keys.split(/[ +]/).map((key) => ({ mod: mac ? "⌘" : "Ctrl", shift: "Shift" })[key] ?? key.toUpperCase());
}
