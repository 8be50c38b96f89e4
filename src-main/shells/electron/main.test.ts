// Does the desktop shell's entry start the engine, harden Electron first, and stop cleanly?
import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { router } from "#api/router.ts";
import type { ComposeOptions, Composition } from "#shells/composition.ts";
import { createFakeElectron, type FakeElectron } from "#shells/test-support/fake-electron.ts";
import { testBundle } from "#shells/test-support/transports.ts";
import { fakeApi } from "#testing/fake-api-context.ts";
import { recordingLogger } from "#testing/silent-logger.ts";

let electron: FakeElectron;
const close = vi.fn(async () => undefined);
const compose = vi.fn(async (_options: ComposeOptions): Promise<Composition> => {
  electron.calls.push("compose");
  return { router, context: fakeApi().context, close };
});

vi.mock("#shells/compose.ts", () => ({ compose }));
vi.mock("#shells/renderer-bundle.ts", async (original) => ({
  ...(await original<typeof import("#shells/renderer-bundle.ts")>()),
  loadRendererBundle: () => testBundle,
}));

function useFreshElectron(): void {
  electron = createFakeElectron();
  vi.doMock("electron", () => electron);
}

const argv = process.argv;
beforeEach(() => {
  vi.resetModules();
  compose.mockClear();
  close.mockClear();
  useFreshElectron();
});
afterEach(() => {
  process.argv = argv;
});

async function start(...args: string[]): Promise<void> {
  process.argv = ["electron", "/app", "--data-dir", tmpdir(), ...args];
  await import("./main.ts");
}

describe("the desktop shell's entry", () => {
  it("composes the engine, once, as the desktop shell", async () => {
    await start("--demo");
    expect(compose).toHaveBeenCalledOnce();
    expect(compose.mock.calls[0]?.[0]).toMatchObject({
      shell: "electron",
      demo: true,
      market: { kind: "simulated" },
      dataFolder: { path: tmpdir(), chosenBy: "--data-dir" },
    });
  });

  it("hardens Electron before it is ready, and opens the window after the engine runs", async () => {
    await start();
    const order = (name: string): number => electron.calls.indexOf(name);
    expect(order("enableSandbox")).toBeGreaterThanOrEqual(0);
    for (const early of ["enableSandbox", "schemes", "setPath"]) expect(order(early)).toBeLessThan(order("whenReady"));
    expect(order("compose")).toBeGreaterThan(order("whenReady"));
    expect(order("BrowserWindow")).toBeGreaterThan(order("handle"));
    expect(electron.windows[0]?.loaded).toBe("app://schwabot/");
    expect(electron.windows[0]?.shown).toBe(0);
    electron.windows[0]?.emit("ready-to-show");
    expect(electron.windows[0]?.shown).toBe(1);
  });

  it("leaves at once where it runs already, without touching the engine", async () => {
    electron.app.requestSingleInstanceLock.mockReturnValue(false);
    await start();
    expect(compose).not.toHaveBeenCalled();
    expect(electron.app.quit).toHaveBeenCalled();
  });

  it("comes forward when it is started a second time", async () => {
    await start();
    electron.app.emit("second-instance");
    await vi.waitFor(() => expect(electron.calls).toContain("focus"));
    expect(electron.windows).toHaveLength(1);
  });

  it("says in one sentence why it cannot start", async () => {
    // The modules were loaded anew, and with them the class that is looked for.
    const { EngineError } = await import("#engine/core/engine-error.ts");
    compose.mockRejectedValueOnce(
      new EngineError("SYSTEM_ALREADY_RUNNING", "Another process (pid 7) uses this data folder"),
    );
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await start();
    expect(electron.dialog.showErrorBox).toHaveBeenCalledWith(
      "Schwabot cannot start",
      "Another process (pid 7) uses this data folder",
    );
    expect(written).toHaveBeenCalledWith("Another process (pid 7) uses this data folder\n");
    expect(electron.app.exit).toHaveBeenCalledWith(1);
  });

  it("ends with exit code 2 on a wrong flag of ours, and passes Chromium's through", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await start("--replay", "/no/such/folder");
    expect(electron.app.exit).toHaveBeenCalledWith(2);
    expect(compose).not.toHaveBeenCalled();
    vi.resetModules();
    useFreshElectron();
    await start("--disable-gpu", "--force-device-scale-factor=2");
    expect(compose).toHaveBeenCalledOnce();
  });

  it("stops the engine before it quits", async () => {
    await start();
    const event = { preventDefault: vi.fn() };
    electron.app.emit("before-quit", event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
    await vi.waitFor(() => expect(electron.app.quit).toHaveBeenCalled());
    electron.app.emit("before-quit", event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });
});

describe("the kill switch outside the page", () => {
  interface Item {
    readonly label?: string;
    readonly accelerator?: string;
    readonly click?: () => void;
    readonly submenu?: readonly Item[];
  }
  const pauses = (items: readonly Item[]): readonly Item[] =>
    items.flatMap((item) => (item.label === "Pause everything" ? [item] : pauses(item.submenu ?? [])));

  it("stands in the menu, with its keys, and in the tray; either pauses everything while no page is open", async () => {
    const api = fakeApi();
    const pause = vi.spyOn(api.context.system, "pause");
    compose.mockResolvedValueOnce({ router, context: api.context, close });
    await start();
    const templates = electron.Menu.buildFromTemplate.mock.calls.map(([template]) => template as readonly Item[]);
    const items = templates.flatMap(pauses);
    expect(items.map(({ accelerator }) => accelerator)).toEqual(["CmdOrCtrl+.", ""]);
    electron.windows[0]?.emit("closed");
    for (const { click } of items) click?.();
    expect(pause.mock.calls).toEqual([["Paused from the menu"], ["Paused from the menu"]]);
    await vi.waitFor(async () => expect(await api.changes()).toBe(2));
  });

  it("says in the log where the pause could not be written down", async () => {
    const logger = recordingLogger();
    const api = fakeApi({ logger });
    vi.spyOn(api.context.system, "pause").mockRejectedValue(new Error("disk full"));
    compose.mockResolvedValueOnce({ router, context: api.context, close });
    await start();
    const [template] = electron.Menu.buildFromTemplate.mock.calls.at(-1) ?? [];
    pauses(template as readonly Item[])[0]?.click?.();
    await vi.waitFor(() => expect(logger.lines.some(({ level }) => level === "error")).toBe(true));
  });
});
