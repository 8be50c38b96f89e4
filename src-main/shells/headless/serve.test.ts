// Does the headless shell start, let its owner in, and leave nothing behind?
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { router } from "#api/router.ts";
import { SESSION_PATH } from "#shared/contract/socket.ts";
import type { Compose } from "#shells/composition.ts";
import { PAGE } from "#shells/test-support/transports.ts";
import { fakeApi } from "#testing/fake-api-context.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { canOpenBrowser, openCommand } from "./open-browser.ts";
import { type ServeOptions, type Serving, serve } from "./serve.ts";
import { SESSION_RULES } from "./session-token.ts";

let folder: string;
let clock: ManualClock;
const close = vi.fn(async () => undefined);
const compose: Compose = async () => ({ router, context: fakeApi({ clock }).context, close });
const running: Serving[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schwabot-serve-"));
  mkdirSync(join(folder, "run"));
  writeFileSync(join(folder, "index.html"), PAGE);
  clock = new ManualClock();
  close.mockClear();
});
afterEach(async () => {
  for (const serving of running.splice(0)) await serving.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<ServeOptions> = {}, lines: string[] = []): Promise<Serving> {
  const serving = await serve(
    {
      demo: false,
      market: { kind: "simulated" },
      endpoints: new Map(),
      dataFolder: { path: folder, chosenBy: "--data-dir" },
      port: 0,
      openBrowser: false,
      ...options,
    },
    { compose, say: (line) => lines.push(line), rendererFolder: folder },
  );
  running.push(serving);
  return serving;
}

const codeIn = (file: string): string => /#code=([\w-]{43})"/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
const logIn = async (serving: Serving, code: string): Promise<number> => {
  const response = await fetch(`${serving.url}${SESSION_PATH}`, {
    method: "POST",
    headers: { origin: serving.url, "sec-fetch-site": "same-origin", "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
  return response.status;
};

describe("serve", () => {
  it("says where it runs and where to open it, and puts the code in a private file only", async () => {
    const lines: string[] = [];
    const serving = await start({}, lines);
    expect(lines).toEqual([
      expect.stringMatching(/^Schwabot \S+ runs at http:\/\/127\.0\.0\.1:\d+\/$/),
      `Open ${serving.redirectFile}`,
    ]);
    expect(serving.redirectFile).toBe(join(folder, "run", "open.html"));
    expect(statSync(serving.redirectFile).mode & 0o777).toBe(0o600);
    expect(lines.join()).not.toContain(codeIn(serving.redirectFile));
    expect(readFileSync(serving.redirectFile, "utf8")).toContain(`content="0;url=${serving.url}/#code=`);
  });

  it("lets in from the file once, and writes a new code at once", async () => {
    const serving = await start();
    const code = codeIn(serving.redirectFile);
    expect(await logIn(serving, code)).toBe(200);
    expect(await logIn(serving, code)).toBe(401);
    const next = codeIn(serving.redirectFile);
    expect(next).not.toBe(code);
    expect(await logIn(serving, next)).toBe(200);
  });

  it("keeps the file good for as long as it runs", async () => {
    const serving = await start();
    for (let round = 0; round < 5; round += 1) {
      await clock.advance(SESSION_RULES.codeRenewalMs + 1_000);
      expect(await logIn(serving, codeIn(serving.redirectFile))).toBe(200);
    }
  });

  it("refuses a port that is taken with a sentence, and stops what it had started", async () => {
    const first = await start();
    const port = Number(new URL(first.url).port);
    await expect(start({ port })).rejects.toMatchObject({
      code: "SYSTEM_PORT_IN_USE",
      message: `Port ${port} is taken or not allowed: choose another --port.`,
    });
    expect(close).toHaveBeenCalledOnce();
  });

  it("leaves neither file nor timer nor server behind", async () => {
    const serving = await start();
    await serving.dispose();
    expect(existsSync(serving.redirectFile)).toBe(false);
    expect(clock.pending).toBe(0);
    expect(close).toHaveBeenCalledOnce();
    await expect(fetch(serving.url)).rejects.toThrow();
  });

  it("finds another private place where the data folder cannot be written to", async () => {
    rmSync(join(folder, "run"), { recursive: true });
    const serving = await start();
    expect(serving.redirectFile.startsWith(tmpdir())).toBe(true);
    expect(statSync(serving.redirectFile).mode & 0o777).toBe(0o600);
    expect(statSync(join(serving.redirectFile, "..")).mode & 0o777).toBe(0o700);
    await serving.dispose();
    rmSync(join(serving.redirectFile, ".."), { recursive: true });
  });

  it("starts nothing where the window was not built", async () => {
    rmSync(join(folder, "index.html"));
    await expect(start()).rejects.toThrow("run npm run build first");
    expect(close).not.toHaveBeenCalled();
  });
});

describe("the browser", () => {
  it.each([
    ["linux", {}, false],
    ["linux", { DISPLAY: ":0" }, true],
    ["linux", { WAYLAND_DISPLAY: "wayland-0" }, true],
    ["linux", { DISPLAY: ":0", CI: "true" }, false],
    ["darwin", {}, true],
    ["darwin", { CI: "1" }, false],
    ["win32", { CI: "false" }, true],
  ] as const)("on %s with %o opens: %s", (platform, environment, expected) => {
    expect(canOpenBrowser(platform, environment)).toBe(expected);
  });

  it("is given the path as one argument, whatever it holds", () => {
    for (const platform of ["linux", "darwin", "win32"] as const) {
      expect(openCommand(platform, "/a b/$(x);&.html")[1]).toContain("/a b/$(x);&.html");
    }
  });
});
