// What is our window? One, hardened, of one set of options that nothing else may choose.
import { BrowserWindow, type BrowserWindowConstructorOptions, type WebPreferences } from "electron";
import type { Settings } from "#shared/domain/settings.ts";
import { APP_ORIGIN } from "./app-origin.ts";

/** The tokens' own backgrounds, so that nothing flashes before the page is there. */
const BACKGROUND = { dark: "#0e1116", light: "#f6f7f9" } as const;

/** The one place where web preferences are chosen. What a lint rule bans elsewhere is stated here, also where it is the default. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    // Prices go on arriving while the window is behind another.
    backgroundThrottling: false,
  };
}

export interface WindowOptions {
  readonly preload: string;
  readonly theme: Settings["theme"];
  readonly systemIsDark: boolean;
}

function windowOptions(options: WindowOptions): BrowserWindowConstructorOptions {
  const dark = options.theme === "dark" || (options.theme === "system" && options.systemIsDark);
  return {
    title: "Schwabot",
    width: 1280,
    height: 800,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: dark ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: webPreferences(options.preload),
  };
}

/** Shown once painted. `opened` is told before the page loads, because the page asks for its port while it loads. */
export async function openWindow(options: WindowOptions, opened: (window: BrowserWindow) => void): Promise<void> {
  const window = new BrowserWindow(windowOptions(options));
  opened(window);
  window.once("ready-to-show", () => window.show());
  await window.loadURL(`${APP_ORIGIN}/`);
}
