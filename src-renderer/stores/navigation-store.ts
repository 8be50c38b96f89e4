// Which screen is open, and on what? The address after `#` is the truth, so that back, reload and links work.
import { createStore } from "zustand/vanilla";

export interface NavigationState {
  /** First part of the path: `overview`. */
  readonly screen: string;
  /** The parts after it: `["sim-alpha", "BTC/USD"]`. */
  readonly parameters: readonly string[];
}

export const HOME = "overview";

/** Reads `#/markets/sim-alpha/BTC%2FUSD`. Anything else is the home screen. */
export function parseHash(hash: string): NavigationState {
  const parts = hash
    .replace(/^#\/?/, "")
    .split("/")
    .filter((part) => part !== "");
  const [screen, ...rest] = parts.map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      // A broken escape is a mistyped address: taken as it stands, it names no screen and leads home.
      return part;
    }
  });
  return { screen: screen ?? HOME, parameters: rest };
}

/** The address of a screen: `#/markets/sim-alpha/BTC%2FUSD`. */
export function hashOf(screen: string, ...parameters: readonly string[]): string {
  return `#/${[screen, ...parameters].map(encodeURIComponent).join("/")}`;
}

export const navigationStore = createStore<NavigationState>(() => ({ screen: HOME, parameters: [] }));
