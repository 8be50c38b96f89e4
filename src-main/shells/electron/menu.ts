// Which commands stand in the menu and the tray? Few: what must work while the page does not.
import type { MenuItemConstructorOptions } from "electron";

export interface MenuActions {
  readonly show: () => void;
  readonly pauseEverything: () => void;
  readonly quit: () => void;
}

const pauseItem = (actions: MenuActions): MenuItemConstructorOptions => ({
  label: "Pause everything",
  accelerator: "CmdOrCtrl+.",
  click: actions.pauseEverything,
});

export function applicationMenu(actions: MenuActions, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const program: MenuItemConstructorOptions = {
    label: "Schwabot",
    submenu: [
      ...(platform === "darwin" ? ([{ role: "about" }, { type: "separator" }] as const) : []),
      pauseItem(actions),
      { type: "separator" },
      { label: "Quit", accelerator: "CmdOrCtrl+Q", click: actions.quit },
    ],
  };
  // Without an edit menu macOS knows no copy and paste.
  return [program, { role: "editMenu" }, { role: "viewMenu", submenu: VIEW_ITEMS }, { role: "windowMenu" }];
}

/** No reload and no developer tools: a page that was reloaded by hand hides what went wrong. */
const VIEW_ITEMS: MenuItemConstructorOptions[] = [
  { role: "resetZoom" },
  { role: "zoomIn" },
  { role: "zoomOut" },
  { type: "separator" },
  { role: "togglefullscreen" },
];

export function trayMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    { label: "Open Schwabot", click: actions.show },
    { ...pauseItem(actions), accelerator: "" },
    { type: "separator" },
    { label: "Quit", click: actions.quit },
  ];
}
