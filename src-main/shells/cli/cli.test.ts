// Does the command line answer each mistake with one sentence and the right exit code?
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Compose } from "#shells/composition.ts";
import { runCli } from "./program.ts";

// Whether the window was built is not the command line's business here.
vi.mock("#shells/renderer-bundle.ts", async (original) => ({
  ...(await original<typeof import("#shells/renderer-bundle.ts")>()),
  loadRendererBundle: () => new Map(),
}));

// Nor is the keychain of whoever runs the tests; the check has a test of its own.
vi.mock("#shells/cli/checks/keychain.ts", () => ({
  checkKeychain: async () => ({ name: "keychain", ok: true, detail: "not asked", fix: null }),
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schwabot-cli-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

async function run(args: readonly string[], compose: Compose = vi.fn()): Promise<Outcome> {
  let out = "";
  let error = "";
  const terminal = {
    out: (text: string) => {
      out += text;
    },
    error: (text: string) => {
      error += text;
    },
  };
  return { code: await runCli(args, terminal, compose), out, error };
}

describe("usage", () => {
  it.each([
    [["nope"], /^Unknown command 'nope'/],
    [["--bogus"], /^Unknown option '--bogus'/],
    [["serve", "--bogus"], /^Unknown option '--bogus'/],
    [["serve", "extra"], /^Too many arguments/],
    [["serve", "--port"], /argument missing/],
    [["serve", "--port", "99999"], /Expected a port from 0 \(any free one\) to 65535/],
    [["serve", "--port", "-1"], /Expected a port|argument missing/],
    [["serve", "--port", "80x"], /Expected a port/],
    [["serve", "--port", "0x50"], /Expected a port/],
    [["serve", "--speed", "3"], /give --replay too/],
    [["serve", "--replay", "/no/such/folder"], /\/no\/such\/folder is none/],
    [["serve", "--replay", tmpdir(), "--speed", "0"], /number above 0/],
    [["serve", "--replay", tmpdir(), "--speed", "fast"], /number above 0/],
    [["plan"], /'--input <file>' not specified/],
    [["metrics"], /'--equity <file>' not specified/],
    [["doctor", "--port", "1"], /^Unknown option/],
  ])("%j ends with 2 and one sentence", async (args, expected) => {
    const { code, out, error } = await run(args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(error).toMatch(expected);
    expect(error.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each([
    "kraken",
    "=http://127.0.0.1:1",
    "Kraken=http://127.0.0.1:1",
    "kraken=",
    "kraken=127.0.0.1:1",
    "kraken=http://localhost:1",
    "kraken=http://127.0.0.1.evil.example:1",
    "kraken=http://127.1:1@evil.example",
    "kraken=http://10.0.0.1:1",
    "kraken=http://0.0.0.0:1",
    "kraken=http://[::2]:1",
    "kraken=http://user:pass@127.0.0.1:1",
    "kraken=file:///etc/passwd",
    "kraken=https://api.kraken.com",
  ])("--venue-endpoint %s is refused: only a literal loopback address is taken", async (value) => {
    const { code, error } = await run(["serve", "--venue-endpoint", value]);
    expect(code).toBe(2);
    expect(error).toMatch(/loopback|Expected a venue and an address/);
  });

  it("takes one test server a venue", async () => {
    const twice = ["--venue-endpoint", "kraken=http://127.0.0.1:1", "--venue-endpoint", "kraken=http://127.0.0.1:2"];
    expect(await run(["serve", ...twice])).toMatchObject({ code: 2, error: expect.stringContaining("given twice") });
  });

  it.each([[["--help"]], [["serve", "--help"]], [["plan", "--help"]], [["doctor", "--help"]], [["--version"]], [[]]])(
    "%j ends with 0 and says something",
    async (args) => {
      const { code, out, error } = await run(args);
      expect([code, error]).toEqual([0, ""]);
      expect(out.length).toBeGreaterThan(4);
    },
  );

  it("tells mistakes as JSON where it was asked to", async () => {
    const { code, error } = await run(["serve", "--port", "x", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(error)).toEqual({
      error: { code: "INPUT_INVALID", message: expect.stringContaining("Expected a port") },
    });
  });
});

describe("serve", () => {
  it("ends with 1 and the engine's own sentence where it cannot start", async () => {
    const compose = vi.fn<Compose>().mockRejectedValue(
      new EngineError("SYSTEM_ALREADY_RUNNING", "Another process (pid 7) uses this data folder", {
        data: { pid: 7 },
      }),
    );
    const plain = await run(["serve", "--no-open", "--demo", "--data-dir", folder], compose);
    expect(plain).toEqual({ code: 1, out: "", error: "Another process (pid 7) uses this data folder\n" });
    expect(compose.mock.calls[0]?.[0]).toMatchObject({ shell: "headless", demo: true, dataFolder: { path: folder } });
    expect(compose.mock.calls[0]?.[0].endpoints.size).toBe(0);
    const endpoints = [
      "--venue-endpoint",
      "kraken=http://127.0.0.1:4001",
      "--venue-endpoint",
      "binance=http://[::1]:4002/",
    ];
    await run(["serve", "--no-open", ...endpoints, "--data-dir", folder], compose);
    expect([...(compose.mock.calls[1]?.[0].endpoints ?? [])]).toEqual([
      ["kraken", "http://127.0.0.1:4001"],
      ["binance", "http://[::1]:4002"],
    ]);
    const json = await run(["serve", "--no-open", "--json", "--data-dir", folder], compose);
    expect(JSON.parse(json.error)).toEqual({
      error: { code: "SYSTEM_ALREADY_RUNNING", message: "Another process (pid 7) uses this data folder" },
    });
  });

  it("tells a mistake of the program as one", async () => {
    const compose = vi.fn<Compose>().mockRejectedValue(new TypeError("x is undefined"));
    const { code, error } = await run(["serve", "--no-open", "--data-dir", folder], compose);
    expect([code, error]).toEqual([1, "The program made a mistake: x is undefined\n"]);
  });
});

describe("doctor", () => {
  it("finds nothing wrong with a folder that is not made yet", async () => {
    const { code, out } = await run(["doctor", "--data-dir", join(folder, "new")]);
    const report = JSON.parse(out);
    expect(report.checks.map(({ name }: { name: string }) => name)).toEqual([
      "node",
      "window",
      "dataFolder",
      "lock",
      "space",
      "storage",
      "keychain",
      "clock",
      "venues",
      "simulation",
    ]);
    expect(report.checks.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
    expect([code, report.ok]).toEqual([0, true]);
  });

  it("names a folder that is a file, with exit code 1", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const { code, out } = await run(["doctor", "--data-dir", file]);
    expect(code).toBe(1);
    const check = JSON.parse(out).checks.find(({ name }: { name: string }) => name === "dataFolder");
    expect(check).toMatchObject({ ok: false, detail: expect.stringContaining("is a file") });
  });

  it("says what is wrong with a journal that is no database", async () => {
    writeFileSync(
      join(folder, "journal.db"),
      "this is not a database, and it is long enough to be looked at".repeat(100),
    );
    const { code, out } = await run(["doctor", "--data-dir", folder]);
    const check = JSON.parse(out).checks.find(({ name }: { name: string }) => name === "storage");
    expect([code, check.ok]).toEqual([1, false]);
    expect(check.fix).not.toBeNull();
  });
});
