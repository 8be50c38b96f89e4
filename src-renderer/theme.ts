// In which theme is the window drawn? The system's unless the setting says otherwise.
import type { Settings } from "#shared/domain/settings.ts";

type ThemeChoice = Settings["theme"];

const KEY = "schwabot.theme";

/** The setting as it was last seen by this window; a guess until the engine answers. */
export function rememberedTheme(): ThemeChoice {
  const stored = localStorage.getItem(KEY);
  return stored === "dark" || stored === "light" ? stored : "system";
}

/** Writes `data-theme`; with `system` it follows the system for as long as that choice stands. */
export function applyTheme(choice: ThemeChoice): void {
  localStorage.setItem(KEY, choice);
  const light = choice === "light" || (choice === "system" && systemPrefersLight.matches);
  document.documentElement.dataset.theme = light ? "light" : "dark";
}

const systemPrefersLight = matchMedia("(prefers-color-scheme: light)");

/** Calls back when the system changes between light and dark; returns what stops it. */
export function onSystemTheme(changed: () => void): () => void {
  systemPrefersLight.addEventListener("change", changed);
  return () => systemPrefersLight.removeEventListener("change", changed);
}
