// Which colors does a canvas draw with? Those of the tokens, read again whenever the theme changes.
import { useSyncExternalStore } from "react";

const TOKENS = {
  surface: "--surface-1",
  text1: "--text-1",
  text2: "--text-2",
  line2: "--line-2",
  grid: "--chart-grid",
  axis: "--chart-axis",
  cross: "--chart-cross",
  up: "--candle-up",
  down: "--candle-down",
  volumeUp: "--volume-up",
  volumeDown: "--volume-down",
  average1: "--chart-ma-1",
  average2: "--chart-ma-2",
  you: "--chart-you",
  loss: "--loss",
  lossTint: "--loss-tint",
  labelSurface: "--surface-3",
  font: "--font-ui",
} as const;

export type ChartTheme = Readonly<Record<keyof typeof TOKENS, string>>;

export function readChartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const read = (token: string) => style.getPropertyValue(token).trim();
  return {
    surface: read(TOKENS.surface),
    text1: read(TOKENS.text1),
    text2: read(TOKENS.text2),
    line2: read(TOKENS.line2),
    grid: read(TOKENS.grid),
    axis: read(TOKENS.axis),
    cross: read(TOKENS.cross),
    up: read(TOKENS.up),
    down: read(TOKENS.down),
    volumeUp: read(TOKENS.volumeUp),
    volumeDown: read(TOKENS.volumeDown),
    average1: read(TOKENS.average1),
    average2: read(TOKENS.average2),
    you: read(TOKENS.you),
    loss: read(TOKENS.loss),
    lossTint: read(TOKENS.lossTint),
    labelSurface: read(TOKENS.labelSurface),
    font: read(TOKENS.font),
  };
}

function themeName(): string {
  const { theme, cvd } = document.documentElement.dataset;
  return `${theme ?? ""} ${cvd ?? ""} ${matchMedia("(prefers-contrast: more)").matches}`;
}

function onThemeChange(notify: () => void): () => void {
  const observer = new MutationObserver(notify);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "data-cvd"] });
  const contrast = matchMedia("(prefers-contrast: more)");
  contrast.addEventListener("change", notify);
  return () => {
    observer.disconnect();
    contrast.removeEventListener("change", notify);
  };
}

/** Changes with the theme: use it as a key for reading the colors again. */
export function useThemeName(): string {
  return useSyncExternalStore(onThemeChange, themeName);
}
