// How does the desktop shell run from start to stop? Everything that must precede Electron's readiness comes first, in one tick.
import { join, resolve } from "node:path";
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  protocol,
  session,
  shell,
  Tray,
} from "electron";
import type { DesktopApi } from "#api/context.ts";
import { DisposableStore } from "#engine/core/disposable-store.ts";
import { drop } from "#engine/core/drop.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { workerUrl } from "#platform/worker-url.ts";
import type { Settings } from "#shared/domain/settings.ts";
import type { Compose, Composition } from "#shells/composition.ts";
import { findRendererFolder, loadRendererBundle } from "#shells/renderer-bundle.ts";
import { createRpcServer } from "#shells/rpc-server.ts";
import type { StartOptions } from "#shells/start-options.ts";
import { VERSION } from "#shells/version.ts";
import { APP_SCHEME_PRIVILEGES, createAppProtocol } from "./app-protocol.ts";
import { electronKeychainLauncher } from "./keychain-process.ts";
import { applicationMenu, type MenuActions, trayMenu } from "./menu.ts";
import { confineNavigation } from "./navigation.ts";
import { denyEverything } from "./permissions.ts";
import { startPortBridge } from "./port-bridge.ts";
import { openWindow } from "./window.ts";

/** Seen from the bundle in out/main. */
const PRELOAD = resolve(import.meta.dirname, "../preload/preload.cjs");
const ICON = resolve(import.meta.dirname, "../renderer/icon.png");
const TRAY_ICON_SIZE = 22;

/** Resolves once the window is open, or at once where another process holds the folder and was brought forward. */
export async function startElectronShell(options: StartOptions, compose: Compose): Promise<void> {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([APP_SCHEME_PRIVILEGES]);
  app.setPath("userData", join(options.dataFolder.path, "electron"));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  try {
    await app.whenReady();
    await run(options, compose);
  } catch (error) {
    const message = error instanceof EngineError ? error.message : `The program made a mistake: ${String(error)}`;
    process.stderr.write(`${message}\n`);
    dialog.showErrorBox("Schwabot cannot start", message);
    app.exit(1);
  }
}

async function run(options: StartOptions, compose: Compose): Promise<void> {
  const bundle = loadRendererBundle(findRendererFolder());
  const composition = await compose({
    ...options,
    shell: "electron",
    version: VERSION,
    desktop: createDesktop(options.dataFolder.path),
    launchKeychain: electronKeychainLauncher(workerUrl("keychain")),
  });
  const { context } = composition;
  const { logger } = context;
  const running = new DisposableStore(logger);
  running.add({ dispose: () => composition.close() });

  confineNavigation(app, logger);
  denyEverything(session.defaultSession);
  let settings = await context.settings.get();
  running.add(
    context.settings.changes.subscribe((changed) => {
      settings = changed;
      followTheme(changed);
    }),
  );
  followTheme(settings);
  session.defaultSession.protocol.handle(
    APP_SCHEME_PRIVILEGES.scheme,
    createAppProtocol(bundle, () => settings.theme),
  );

  let window: BrowserWindow | null = null;
  running.add(
    startPortBridge({
      ipcMain,
      rpc: createRpcServer(composition.router, context),
      logger,
      trustedContents: () => window?.webContents ?? null,
    }),
  );

  const show = async (): Promise<void> => {
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      return;
    }
    await openWindow(
      { preload: PRELOAD, theme: settings.theme, systemIsDark: nativeTheme.shouldUseDarkColors },
      (opened) => {
        window = opened;
        opened.on("closed", () => {
          window = null;
        });
        opened.webContents.on("render-process-gone", (_event, details) => {
          logger.error("The window's process ended", { reason: details.reason });
          if (details.reason !== "clean-exit") opened.reload();
        });
      },
    );
  };

  const actions: MenuActions = {
    show: () => drop(show(), logger, "Opening the window"),
    pauseEverything: () => drop(context.system.pause("Paused from the menu"), logger, "Pausing everything"),
    quit: () => app.quit(),
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(actions, process.platform)));
  const tray = createTray(actions);
  running.add({ dispose: () => tray.destroy() });

  app.on("second-instance", actions.show);
  app.on("activate", actions.show);
  app.on("window-all-closed", () => {
    // macOS programs stay until they are quit.
    if (process.platform !== "darwin") app.quit();
  });
  quitCleanly(running, composition);
  await show();
}

function followTheme(settings: Settings): void {
  nativeTheme.themeSource = settings.theme;
}

function createTray(actions: MenuActions): Tray {
  const tray = new Tray(nativeImage.createFromPath(ICON).resize({ width: TRAY_ICON_SIZE, height: TRAY_ICON_SIZE }));
  tray.setToolTip("Schwabot");
  tray.setContextMenu(Menu.buildFromTemplate(trayMenu(actions)));
  return tray;
}

const createDesktop = (dataFolder: string): DesktopApi => ({
  openFolder: async (which) => {
    // Our own two folders, by name: no path ever comes from the page.
    const problem = await shell.openPath(which === "data" ? dataFolder : join(dataFolder, "logs"));
    if (problem !== "") throw new EngineError("SYSTEM_NOT_SUPPORTED", `The folder could not be opened: ${problem}`);
  },
});

/** Quitting waits until everything is stopped and the folder released. */
function quitCleanly(running: DisposableStore, composition: Composition): void {
  let stopped = false;
  app.on("before-quit", (event) => {
    if (stopped) return;
    event.preventDefault();
    drop(
      running.dispose().finally(() => {
        stopped = true;
        app.quit();
      }),
      composition.context.logger,
      "Stopping",
    );
  });
}
