// How does this person want numbers and keys to behave? Set once at the root, read by every part that writes an amount.
import { createContext, type ReactNode, use } from "react";
import type { TimeZoneChoice } from "#renderer/lib/format-time.ts";

export interface Preferences {
  /** Privacy mode: amounts become six dots, weights stay. */
  readonly hideAmounts: boolean;
  readonly timeZone: TimeZoneChoice;
  /** Whether single letters act as shortcuts. */
  readonly singleKeys: boolean;
}

export const DEFAULT_PREFERENCES: Preferences = { hideAmounts: false, timeZone: "local", singleKeys: true };

const PreferencesContext = createContext<Preferences>(DEFAULT_PREFERENCES);

export interface PreferencesProviderProps {
  readonly preferences: Preferences;
  readonly children: ReactNode;
}

export function PreferencesProvider({ preferences, children }: PreferencesProviderProps) {
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  return use(PreferencesContext);
}
