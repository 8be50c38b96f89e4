// Does `schwabot metrics` print the page's keys, null with a reason where there is no figure, and one sentence for a wrong file?
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { runCommand } from "#shells/run-command.ts";
import { metricsCommand, registerMetrics } from "./metrics.ts";

const DAY = 86_400_000;
const file = (header: string, ...rows: readonly string[]) =>
  [header, ...rows.map((row, index) => `${index * 100 * DAY},${row}`)].join("\n");
const metrics = (content: string, periodsPerYear = 365) =>
  JSON.parse(metricsCommand("e.csv", content, periodsPerYear)) as Record<string, unknown>;
const KEYS = ["cagr", "volatility", "sharpe", "sortino", "maxDrawdown", "calmar"];

async function run(content: string | null, ...args: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "schwabot-metrics-"));
  try {
    const path = join(folder, "equity.csv");
    if (content !== null) await writeFile(path, content);
    const [out, error]: [string[], string[]] = [[], []];
    const program = new Command("schwabot");
    registerMetrics(program, (line) => out.push(line));
    const terminal = { out: (text: string) => out.push(text), error: (text: string) => error.push(text) };
    const code = await runCommand(program, ["metrics", "--equity", path, ...args], terminal);
    return { code, out: out.join(""), error: error.join("").replaceAll(folder, "") };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("schwabot metrics", () => {
  it("prints the page's keys; a file with flows adds the two returns", () => {
    const plain = metrics(file("timestamp_ms,equity", "100", "110", "99", "108.9"), 3);
    expect(Object.keys(plain)).toEqual([...KEYS, "notes"]);
    expect(plain.maxDrawdown).toBeCloseTo(-0.1, 15);
    expect(plain.cagr).toBeCloseTo(0.089, 12);
    expect(plain.notes).toEqual({});
    const flows = metrics(file("timestamp_ms,equity,flow", "100,", "110,0", "199,100", "218.9,"), 3);
    expect(Object.keys(flows)).toEqual([...KEYS, "timeWeightedReturn", "moneyWeightedReturn", "notes"]);
    expect(flows.timeWeightedReturn).toBe(0.089);
    for (const key of KEYS) expect(flows[key]).toBeCloseTo(plain[key] as number, 12);
    expect(flows.notes).toEqual({});
  });

  it("says 0 where nothing fell, and null with a reason where nothing can be computed", () => {
    const risen = metrics(file("timestamp_ms,equity", "100", "110", "121"), 1);
    expect(risen).toMatchObject({ volatility: 0, sharpe: null, sortino: null, maxDrawdown: 0, calmar: null });
    expect(risen.cagr).toBeCloseTo(0.1, 12);
    expect(risen.notes).toEqual({
      sharpe: "The returns are all the same, so there is no deviation to divide by.",
      sortino: "No return is below the target, so there is no deviation to divide by.",
      calmar: "The value never fell, so there is no drawdown to divide by.",
    });
    const empty = metrics("timestamp_ms,equity,flow\n");
    expect(Object.values(empty).slice(0, -1)).toEqual(Array.from({ length: 8 }, () => null));
    expect(Object.keys(empty.notes as object)).toHaveLength(8);
    const ruined = metrics(file("timestamp_ms,equity,flow", "0,0", "100,100"));
    expect(ruined).toMatchObject({ cagr: null, timeWeightedReturn: null, moneyWeightedReturn: null });
    expect(ruined.notes).toMatchObject({
      cagr: "The value at 1970-01-01T00:00:00.000Z is 0: a return needs a starting value above 0.",
      moneyWeightedReturn: "No money moved.",
    });
  });

  it("tells all yearly rates where several solve it", () => {
    // A pump's flows (Lorie and Savage, 1955): 25 % and 400 %.
    const rows = ["0,1600,0", `${365 * DAY},1,-10000`, `${730 * DAY},-10000,0`];
    const { moneyWeightedReturn, notes } = metrics(["timestamp_ms,equity,flow", ...rows].join("\n"));
    expect(moneyWeightedReturn).toBeNull();
    expect((notes as Record<string, string>).moneyWeightedReturn).toMatch(
      /^Several yearly rates solve it: (0\.25|0\.2499999)\d*, (4|3\.9999999|4\.0000000)\d*\.$/,
    );
  });

  it("runs from the command line with 365 periods a year unless told", async () => {
    const content = file("timestamp_ms,equity", "100", "110", "99", "108.9");
    const { code, out } = await run(content);
    expect([code, JSON.parse(out)]).toEqual([0, metrics(content, 365)]);
    expect(JSON.parse((await run(content, "--periods-per-year", "52")).out)).toEqual(metrics(content, 52));
  });

  it("ends with one sentence: a wrong file 1, a wrong flag 2", async () => {
    const wrong = await run(file("timestamp_ms,equity", "100", "x"), "--json");
    expect([wrong.code, wrong.out, JSON.parse(wrong.error)]).toEqual([
      1,
      "",
      {
        error: {
          code: "INPUT_INVALID",
          message: 'equity.csv, line 3, column equity: expected a decimal number, got "x".',
          path: "--equity",
        },
      },
    ]);
    const missing = await run(null);
    expect([missing.code, missing.error]).toEqual([
      1,
      expect.stringMatching(/^--equity \/equity\.csv: cannot be read: ENOENT/),
    ]);
    for (const periods of ["0", "-1", "many", "1e3"]) {
      const refused = await run("", `--periods-per-year=${periods}`);
      expect([refused.code, refused.error]).toEqual([2, expect.stringContaining("Expected a number above 0")]);
    }
  });
});
