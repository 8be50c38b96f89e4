// What time is it on screen, no finer than this part of the screen needs?
import { useStore } from "zustand";
import { nowStore } from "#renderer/stores/now-store.ts";

const SECOND_MS = 1_000;

/** UTC milliseconds in steps: between two steps nothing is drawn again for the sake of the clock. */
export function useNow(stepMs: number = SECOND_MS): number {
  return useStore(nowStore, ({ now }) => now - (now % stepMs));
}
