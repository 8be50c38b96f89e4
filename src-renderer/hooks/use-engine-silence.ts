// Does the engine speak? A connection may stand while nothing comes over it: health is told once a second.
import { useStore } from "zustand";
import { connectionStore } from "#renderer/stores/connection-store.ts";
import { healthStore } from "#renderer/stores/engine-stores.ts";
import { nowStore } from "#renderer/stores/now-store.ts";

/** Longer than this without health, and what is on screen may be old. */
const SILENCE_MS = 4_000;

export function useEngineSilence(): boolean {
  const isOpen = useStore(connectionStore, (state) => state.state === "open");
  const heardAt = useStore(healthStore, (state) => state.receivedAt);
  return useStore(nowStore, ({ now }) => !isOpen || (heardAt !== null && now - heardAt > SILENCE_MS));
}
