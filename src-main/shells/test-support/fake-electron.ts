// What stands in for Electron in tests? Recorders of what was asked of it; the real package is never required outside Electron.
import { EventEmitter } from "node:events";
import { vi } from "vitest";

export class FakeContents extends EventEmitter {
  readonly id: number;
  readonly mainFrame: FakeFrame;
  openHandler: ((details: { url: string }) => { action: string }) | null = null;

  constructor(id: number, url = "app://schwabot/") {
    super();
    this.id = id;
    this.mainFrame = fakeFrame(url);
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

export interface FakeFrame {
  readonly url: string;
  readonly origin: string;
  readonly parent: FakeFrame | null;
}

export function fakeFrame(url: string, parent: FakeFrame | null = null): FakeFrame {
  const { protocol, host } = new URL(url);
  return { url, origin: `${protocol}//${host}`, parent };
}

/** Events by name, and the order in which anything was called. */
export function createFakeElectron() {
  const calls: string[] = [];
  const windows: FakeWindow[] = [];
  let nextId = 1;

  class FakeWindow extends EventEmitter {
    readonly webContents = new FakeContents(nextId++);
    readonly options: unknown;
    shown = 0;
    loaded = "";
    constructor(options: unknown) {
      super();
      this.options = options;
      windows.push(this);
      calls.push("BrowserWindow");
      app.emit("web-contents-created", {}, this.webContents);
    }
    async loadURL(url: string): Promise<void> {
      this.loaded = url;
    }
    show(): void {
      this.shown += 1;
    }
    focus(): void {
      calls.push("focus");
    }
    isMinimized(): boolean {
      return false;
    }
    restore(): void {}
    reload(): void {
      calls.push("reload");
    }
  }

  const recorded = (name: string) => vi.fn(() => void calls.push(name));
  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    enableSandbox: recorded("enableSandbox"),
    setPath: vi.fn((_name: string, _path: string) => void calls.push("setPath")),
    requestSingleInstanceLock: vi.fn(() => true),
    whenReady: vi.fn(async () => void calls.push("whenReady")),
    quit: recorded("quit"),
    exit: vi.fn((_code?: number) => void calls.push("exit")),
  });
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    webRequest: { onBeforeRequest: vi.fn() },
    protocol: {
      handle: vi.fn((_scheme: string, _handler: (request: Request) => Response) => void calls.push("handle")),
    },
  });
  class FakeTray extends EventEmitter {
    setToolTip(): void {}
    setContextMenu(): void {}
    destroy(): void {
      calls.push("tray destroyed");
    }
  }
  return {
    calls,
    windows,
    app,
    BrowserWindow: FakeWindow,
    dialog: { showErrorBox: vi.fn() },
    ipcMain: new EventEmitter(),
    Menu: { setApplicationMenu: vi.fn(), buildFromTemplate: vi.fn((template: unknown) => template) },
    nativeImage: { createFromPath: vi.fn(() => ({ resize: () => ({}) })) },
    nativeTheme: { themeSource: "system", shouldUseDarkColors: true },
    protocol: { registerSchemesAsPrivileged: vi.fn((_schemes: unknown) => void calls.push("schemes")) },
    session: { defaultSession: session },
    shell: { openExternal: vi.fn(async (_url: string) => undefined), openPath: vi.fn(async (_path: string) => "") },
    Tray: FakeTray,
  };
}

export type FakeElectron = ReturnType<typeof createFakeElectron>;
