// Is there an engine at the other end?
import { createStore } from "zustand/vanilla";

export interface ConnectionState {
  /** `refused`: this window is not logged in (headless shell); a new code is needed. */
  readonly state: "connecting" | "open" | "lost" | "refused";
  readonly detail: string | null;
}

export const connectionStore = createStore<ConnectionState>(() => ({ state: "connecting", detail: null }));
