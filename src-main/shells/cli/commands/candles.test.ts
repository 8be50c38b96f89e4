// Do files of candles go in and out on the command line, all or nothing, and never behind a running program's back?
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDataFolder } from "#platform/data-folder/open-data-folder.ts";
import { runCommand } from "#shells/run-command.ts";
import { registerCandles } from "./candles.ts";

const HEADER = "timestamp_ms,open,high,low,close,volume";
const START = 1_767_571_200_000;
const row = (minute: number, close = "11") => `${START + minute * 60_000},10,12,9,${close},5`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schwabot-candles-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const dataDir = () => join(folder, "data");
const file = (name: string, ...rows: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, `${[HEADER, ...rows].join("\n")}\n`);
  return path;
};

async function run(...args: readonly string[]) {
  let out = "";
  let error = "";
  const stdout = new PassThrough();
  stdout.on("data", (chunk) => {
    out += chunk;
  });
  const program = new Command("schwabot");
  const importing = program.command("import");
  const exporting = program.command("export");
  registerCandles({ importing, exporting }, (line) => stdout.write(`${line}\n`), stdout);
  const terminal = {
    out: (text: string) => void stdout.write(text),
    error: (text: string) => {
      error += text;
    },
  };
  const code = await runCommand(program, [...args, "--data-dir", dataDir()], terminal);
  await new Promise((resolve) => setImmediate(resolve));
  return { code, out, error };
}

const importing = (path: string, ...more: readonly string[]) => run("import", path, "--venue", "kraken", ...more);
const exporting = (...more: readonly string[]) =>
  run("export", "candles", "--venue", "kraken", "--symbol", "btc/usd", "--timeframe", "1m", ...more);

describe("import and export", () => {
  it("give back the file that came in, the whole of it or a range", async () => {
    const path = file("BTCUSD.csv", row(0), row(1, "10.5"), row(3));
    const { code, out } = await importing(path);
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        file: "BTCUSD.csv",
        venue: "kraken",
        symbol: "BTC/USD",
        timeframe: "1m",
        candles: 3,
        stored: 3,
        first: START,
        last: START + 180_000,
      },
    ]);
    expect(await exporting()).toEqual({ code: 0, out: readFileSync(path, "utf8"), error: "" });
    const part = await exporting("--from", "2026-01-05T00:01:00Z", "--until", `${START + 180_000}`);
    expect(part.out).toBe(`${HEADER}\n${row(1, "10.5")}\n`);
    const target = join(folder, "out.csv");
    expect(await exporting("--out", target)).toEqual({ code: 0, out: "", error: "" });
    expect(readFileSync(target, "utf8")).toBe(readFileSync(path, "utf8"));
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("store nothing of a file that is wrong, nor when asked to check only", async () => {
    const wrong = await importing(file("BTCUSD.csv", row(0), row(1, "13")));
    expect(wrong).toEqual({
      code: 1,
      out: "",
      error: 'BTCUSD.csv, line 3, column high: expected the highest price of its row, got "12".\n',
    });
    const checked = await importing(file("BTCUSD.csv", row(0), row(1)), "--dry-run");
    expect(JSON.parse(checked.out)).toMatchObject({ candles: 2, stored: 2 });
    expect(await exporting()).toMatchObject({ code: 1, error: "No 1m candles of BTC/USD at kraken are stored.\n" });
  });

  it("take market and timeframe from the file or by flag", async () => {
    const named = await importing(file("my minutes.csv", row(0)), "--symbol", "BTC/USD", "--timeframe", "1d");
    expect(JSON.parse(named.out)).toMatchObject({ symbol: "BTC/USD", timeframe: "1d", candles: 1 });
    expect(await importing(file("one.txt", row(0)))).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^one\.txt: expected a file of candles like BTCUSDT\.csv.*give --symbol\.\n$/),
    });
    expect(await importing(file("BTCUSD.csv", row(0)))).toMatchObject({
      code: 1,
      error: expect.stringContaining("at least two rows, or the timeframe to be named"),
    });
  });

  it("leave a running program alone: import refuses and says why, export reads beside it", async () => {
    const path = file("BTCUSD.csv", row(0), row(1));
    await importing(path);
    const { lock } = openDataFolder({ path: dataDir(), chosenBy: "--data-dir" });
    const refused = await importing(path, "--json");
    expect([refused.code, JSON.parse(refused.error)]).toEqual([
      1,
      {
        error: {
          code: "SYSTEM_ALREADY_RUNNING",
          message: `The program is running (pid ${process.pid}) and uses ${dataDir()}: end it first, then import; or choose another --data-dir.`,
          path: "--data-dir",
        },
      },
    ]);
    expect((await exporting()).out).toBe(readFileSync(path, "utf8"));
    lock?.release();
    expect((await importing(path)).code).toBe(0);
  });

  it("make no data folder by reading", async () => {
    expect(await exporting()).toMatchObject({ code: 1, error: `No candles are stored in ${dataDir()}.\n` });
    expect(existsSync(dataDir())).toBe(false);
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ["no venue", ["import", "BTCUSD.csv"], 2, /--venue/],
    ["a venue that is none", ["import", "BTCUSD.csv", "--venue", "No Venue"], 2, /Expected a venue, like kraken/],
    ["no such file", ["import", "/no/such/BTCUSD.csv", "--venue", "kraken"], 1, /cannot be read.*ENOENT/],
    [
      "another kind",
      ["export", "profits", "--venue", "kraken", "--symbol", "A/B", "--timeframe", "1m"],
      2,
      /Unknown command .profits/,
    ],
    [
      "a time that is none",
      ["export", "candles", "--venue", "kraken", "--symbol", "BTC/USD", "--timeframe", "1m", "--from", "yesterday"],
      2,
      /Expected a time like 2026-01-31/,
    ],
    [
      "a timeframe that is none",
      ["export", "candles", "--venue", "kraken", "--symbol", "BTC/USD", "--timeframe", "2m"],
      2,
      /Allowed choices are 1m, 5m, 15m, 1h, 4h, 1d/,
    ],
  ])("name %s", async (_name, args, code, message) => {
    const outcome = await run(...args);
    expect([outcome.code, outcome.out]).toEqual([code, ""]);
    expect(outcome.error).toMatch(message);
    expect(outcome.error.trimEnd().split("\n")).toHaveLength(1);
  });
});
