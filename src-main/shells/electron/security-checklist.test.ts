// Electron's own security checklist, all 20 items as data: each names what shows that we keep it.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { App, IpcMain, IpcMainEvent, MessagePortMain, Session, WebContents } from "electron";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { contentSecurityPolicy } from "#shells/content-security-policy.ts";
import { createFakeElectron, FakeContents, type FakeElectron, fakeFrame } from "#shells/test-support/fake-electron.ts";
import { recordingLogger, silentLogger } from "#testing/silent-logger.ts";
import { fuseConfig } from "../../../scripts/package/fuses.mjs";
import { APP_SCHEME_PRIVILEGES } from "./app-protocol.ts";
import { toExternalLink } from "./external-links.ts";
import { denyEverything } from "./permissions.ts";
import { CONNECT_CHANNEL, startPortBridge } from "./port-bridge.ts";
import { isTrustedSender } from "./trusted-sender.ts";

let electron: FakeElectron = createFakeElectron();
vi.mock("electron", () => ({
  get shell() {
    return electron.shell;
  },
  BrowserWindow: class {},
}));
const { confineNavigation } = await import("./navigation.ts");
const { webPreferences } = await import("./window.ts");

beforeEach(() => {
  electron = createFakeElectron();
});

const root = resolve(import.meta.dirname, "../../..");
const sources = (folder: string): readonly { readonly name: string; readonly text: string }[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|tsx|html)$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.includes("test-support"))
    .map((name) => ({ name, text: readFileSync(join(root, folder, name), "utf8") }));

const preferences = webPreferences("/preload.cjs");

function newContents(): FakeContents {
  confineNavigation(electron.app as unknown as App, silentLogger);
  const contents = new FakeContents(7);
  electron.app.emit("web-contents-created", {}, contents);
  return contents;
}

function tryNavigation(name: string, url: string): boolean {
  const event = { url, preventDefault: vi.fn() };
  newContents().emit(name, event);
  return event.preventDefault.mock.calls.length > 0;
}

interface Item {
  readonly number: number;
  readonly name: string;
  readonly show: () => void | Promise<void>;
}

const CHECKLIST: readonly Item[] = [
  {
    number: 1,
    name: "Only load secure content",
    show: () => {
      expect(contentSecurityPolicy("'none'")).toContain("connect-src 'none'");
      expect(contentSecurityPolicy("'none'")).not.toMatch(/http:|https:|\*/);
      expect(decideRequest("http://evil.example/x.js")).toBe(true);
      expect(decideRequest("https://evil.example/x.js")).toBe(true);
      expect(decideRequest("wss://evil.example/")).toBe(true);
      expect(decideRequest("app://schwabot/index.html")).toBe(false);
      for (const { text } of sources("src-renderer").filter(({ name }) => name.endsWith(".html"))) {
        expect(text).not.toMatch(/(?:src|href)="https?:/);
      }
    },
  },
  {
    number: 2,
    name: "No Node integration for remote content",
    show: () =>
      expect(preferences).toMatchObject({
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
      }),
  },
  { number: 3, name: "Context isolation", show: () => expect(preferences.contextIsolation).toBe(true) },
  {
    number: 4,
    name: "Process sandbox",
    show: () => {
      expect(preferences.sandbox).toBe(true);
      expect(readFileSync(join(import.meta.dirname, "start.ts"), "utf8")).toContain("app.enableSandbox();");
    },
  },
  {
    number: 5,
    name: "Permission requests from remote content",
    show: () => {
      const { defaultSession } = electron.session;
      denyEverything(defaultSession as unknown as Session);
      const [onRequest] = defaultSession.setPermissionRequestHandler.mock.calls[0] ?? [];
      const [onCheck] = defaultSession.setPermissionCheckHandler.mock.calls[0] ?? [];
      const [onDevice] = defaultSession.setDevicePermissionHandler.mock.calls[0] ?? [];
      for (const permission of [
        "media",
        "geolocation",
        "notifications",
        "midi",
        "midiSysex",
        "pointerLock",
        "fullscreen",
        "openExternal",
        "clipboard-read",
        "clipboard-sanitized-write",
        "display-capture",
        "window-management",
        "idle-detection",
        "storage-access",
        "fileSystem",
        "hid",
        "serial",
        "usb",
        "unknown",
      ]) {
        const decide = vi.fn();
        onRequest({}, permission, decide);
        expect(decide).toHaveBeenCalledExactlyOnceWith(false);
        expect(onCheck({}, permission)).toBe(false);
      }
      expect(onDevice({ deviceType: "hid" })).toBe(false);
      for (const name of ["select-hid-device", "select-serial-port", "select-usb-device"]) {
        const event = { preventDefault: vi.fn() };
        const choose = vi.fn();
        const details = name === "select-serial-port" ? [[], {}, choose] : [{}, choose];
        defaultSession.emit(name, event, ...details);
        expect(event.preventDefault).toHaveBeenCalled();
        expect([undefined, null, ""]).toContain(choose.mock.calls[0]?.[0]);
      }
    },
  },
  { number: 6, name: "Do not disable webSecurity", show: () => expect(preferences.webSecurity).toBe(true) },
  {
    number: 7,
    name: "Content security policy",
    show: () =>
      expect(contentSecurityPolicy("'none'").split("; ")).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "connect-src 'none'",
      ]),
  },
  {
    number: 8,
    name: "Do not allow insecure content",
    show: () => expect(preferences.allowRunningInsecureContent).toBe(false),
  },
  {
    number: 9,
    name: "No experimental features",
    show: () => expect(preferences.experimentalFeatures).toBeUndefined(),
  },
  {
    number: 10,
    name: "No enableBlinkFeatures",
    show: () => {
      expect(preferences.enableBlinkFeatures).toBeUndefined();
      for (const { name, text } of sources("src-main/shells/electron")) {
        expect([name, /enable-blink-features|appendSwitch|no-sandbox/.test(text)]).toEqual([name, false]);
      }
    },
  },
  {
    number: 11,
    name: "No allowpopups for webviews",
    show: () => {
      expect(preferences.webviewTag).toBe(false);
      for (const { name, text } of sources("src-renderer"))
        expect([name, /<webview|allowpopups/.test(text)]).toEqual([name, false]);
    },
  },
  {
    number: 12,
    name: "Verify webview options",
    show: () => expect(tryNavigation("will-attach-webview", "https://evil.example")).toBe(true),
  },
  {
    number: 13,
    name: "Limit navigation",
    show: () => {
      for (const name of ["will-navigate", "will-redirect", "will-frame-navigate"]) {
        expect(tryNavigation(name, "https://evil.example/")).toBe(true);
        expect(tryNavigation(name, "app://schwabot.evil.example/")).toBe(true);
        expect(tryNavigation(name, "app://schwabot/#/markets")).toBe(false);
      }
    },
  },
  {
    number: 14,
    name: "Limit new windows",
    show: () => {
      const contents = newContents();
      for (const url of ["app://schwabot/", "https://github.com/", "about:blank", "javascript:1"]) {
        expect(contents.openHandler?.({ url })).toEqual({ action: "deny" });
      }
    },
  },
  {
    number: 15,
    name: "No openExternal with untrusted content",
    show: () => {
      const contents = newContents();
      for (const url of ["file:///etc/passwd", "javascript:1", "smb://x", "ms-msdt:/id", "https://evil.example/"]) {
        contents.openHandler?.({ url });
        expect(toExternalLink(url)).toBeNull();
      }
      expect(electron.shell.openExternal).not.toHaveBeenCalled();
      contents.openHandler?.({ url: "https://github.com/" });
      expect(electron.shell.openExternal).toHaveBeenCalledExactlyOnceWith("https://github.com/");
    },
  },
  {
    number: 16,
    name: "A current Electron",
    show: () => {
      const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
        devDependencies: Record<string, string>;
      };
      // An exact pin; its age is checked where the registry can be asked.
      expect(manifest.devDependencies.electron).toMatch(/^(4[5-9]|[5-9]\d)\.\d+\.\d+$/);
    },
  },
  {
    number: 17,
    name: "Validate the sender of all messages",
    show: () => {
      const window = new FakeContents(7);
      const trusted = (sender: object, frame: object | null): boolean =>
        isTrustedSender({ sender, senderFrame: frame } as unknown as IpcMainEvent, window as unknown as WebContents);
      expect(trusted(window, window.mainFrame)).toBe(true);
      expect(trusted(window, null)).toBe(false);
      expect(trusted(window, fakeFrame("app://schwabot/"))).toBe(false);
      expect(trusted(window, fakeFrame("app://schwabot/", window.mainFrame))).toBe(false);
      expect(trusted(new FakeContents(8), window.mainFrame)).toBe(false);
      for (const url of ["https://evil.example/", "app://evil/", "file:///x", "about:blank", "app://schwabot.evil/"]) {
        const elsewhere = new FakeContents(7, url);
        expect(
          isTrustedSender(
            { sender: elsewhere, senderFrame: elsewhere.mainFrame } as unknown as IpcMainEvent,
            elsewhere as unknown as WebContents,
          ),
        ).toBe(false);
      }
      refusesPortsOfStrangers();
    },
  },
  {
    number: 18,
    name: "A custom protocol instead of file://",
    show: () => {
      expect(APP_SCHEME_PRIVILEGES).toEqual({
        scheme: "app",
        privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false, bypassCSP: false },
      });
      for (const { name, text } of sources("src-main/shells/electron")) {
        expect([name, /loadFile\(|pathToFileURL/.test(text)]).toEqual([name, false]);
      }
    },
  },
  {
    number: 19,
    name: "Fuses",
    show: () => {
      const fuses = Object.entries(fuseConfig("darwin")).filter(([name]) => /^\d+$/.test(name));
      expect(fuses).toHaveLength(9);
      expect(fuses.map(([, on]) => on)).toEqual([false, true, false, false, true, true, false, false, true]);
    },
  },
  {
    number: 20,
    name: "No Electron APIs to web content",
    show: () => {
      const preload = readFileSync(join(import.meta.dirname, "preload.ts"), "utf8");
      expect(preload).not.toMatch(/exposeInMainWorld|contextBridge|window\.\w+ =/);
      expect([...preload.matchAll(/ipcRenderer\.(\w+)/g)].map(([, used]) => used)).toEqual(["postMessage"]);
    },
  },
];

describe("Electron's security checklist", () => {
  it("has its 20 items", () => {
    expect(CHECKLIST.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it.each(CHECKLIST)("$number: $name", ({ show }) => show());
});

/** What the session decides about a request: true is "cancel". */
function decideRequest(url: string): boolean {
  const { defaultSession } = createFakeElectron().session;
  denyEverything(defaultSession as unknown as Session);
  const decide = vi.fn();
  defaultSession.webRequest.onBeforeRequest.mock.calls[0]?.[0]({ url }, decide);
  return decide.mock.calls[0]?.[0].cancel;
}

function refusesPortsOfStrangers(): void {
  const { ipcMain } = electron;
  const window = new FakeContents(7);
  const serve = vi.fn();
  const logger = recordingLogger();
  const bridge = startPortBridge({
    ipcMain: ipcMain as unknown as IpcMain,
    rpc: { serve },
    logger,
    trustedContents: () => window as unknown as WebContents,
  });
  const port = () =>
    ({ on: vi.fn(), start: vi.fn(), close: vi.fn(), postMessage: vi.fn() }) as unknown as MessagePortMain;
  const ports = [port(), port(), port()] as const;
  ipcMain.emit(CONNECT_CHANNEL, { sender: window, senderFrame: null, ports: [ports[0]] });
  ipcMain.emit(CONNECT_CHANNEL, { sender: window, senderFrame: window.mainFrame, ports: [ports[1], ports[2]] });
  ipcMain.emit(CONNECT_CHANNEL, { sender: window, senderFrame: window.mainFrame, ports: [] });
  expect(serve).not.toHaveBeenCalled();
  for (const refused of ports) expect(refused.close).toHaveBeenCalledOnce();
  expect(logger.lines).toHaveLength(3);

  const open = Array.from({ length: 9 }, port);
  for (const each of open)
    ipcMain.emit(CONNECT_CHANNEL, { sender: window, senderFrame: window.mainFrame, ports: [each] });
  expect(serve).toHaveBeenCalledTimes(8);
  expect(open[8]?.close).toHaveBeenCalledOnce();
  void bridge.dispose();
  expect(open[0]?.close).toHaveBeenCalledOnce();
  expect(ipcMain.listenerCount(CONNECT_CHANNEL)).toBe(0);
}
