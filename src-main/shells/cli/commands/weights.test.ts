// Does `schwabot weights` print published weights, and one sentence that names the place for a wrong file?
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { runCommand } from "#shells/run-command.ts";
import { registerWeights, weightsCommand } from "./weights.ts";

/** Runs on a file given as `FILE` among the arguments. */
async function run(content: string, ...args: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "schwabot-weights-"));
  try {
    const path = join(folder, "in.csv");
    await writeFile(path, content);
    const [out, error]: [string[], string[]] = [[], []];
    const program = new Command("schwabot");
    registerWeights(program, (line) => out.push(line));
    const terminal = { out: (text: string) => out.push(text), error: (text: string) => error.push(text) };
    const named = args.map((arg) => (arg === "FILE" ? path : arg));
    const code = await runCommand(program, ["weights", ...named], terminal);
    return { code, out: out.join(""), error: error.join("").replaceAll(folder, "") };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Maillard, Roncalli, Teiletche (2010), p. 65, example 2; equal risk to the last digit by an independent Newton solve. */
const MAILLARD = "BTC,ETH,SOL,XRP\n0.01,0.016,0,0\n0.016,0.04,0,0\n0,0,0.09,-0.06\n0,0,-0.06,0.16\n";

const RETURNS =
  "date,BTC,ETH\n2025-01-01,0.01,0.02\n2025-01-02,-0.02,0.01\n2025-01-03,0.005,-0.03\n2025-01-04,0.012,0.004\n";

describe("schwabot weights", () => {
  it.each([
    ["inverseVolatility", '{"BTC":"0.48","ETH":"0.24","SOL":"0.16","XRP":"0.12"}'],
    ["equalRisk", '{"BTC":"0.3836125063","ETH":"0.1918062531","SOL":"0.2426178518","XRP":"0.1819633888"}'],
    ["minVariance", '{"BTC":"0.7448275862","ETH":"0","SOL":"0.1517241379","XRP":"0.1034482759"}'],
  ])("--method %s of a published covariance", async (method, printed) => {
    expect(await run(MAILLARD, "--method", method, "--covariance", "FILE")).toEqual({
      code: 0,
      out: printed,
      error: "",
    });
  });

  it("takes a matrix with names before its lines, a column of dates, and names that look like numbers in their order", async () => {
    const named = "asset,2,1\n2,0.01,0\n1,0,0.04\n";
    const { out } = await run(named, "--method", "inverseVolatility", "--covariance", "FILE");
    expect(out).toBe('{"2":"0.6666666667","1":"0.3333333333"}');
    const { out: returns } = await run(RETURNS, "--method", "inverseVolatility", "--returns", "FILE");
    expect(Object.keys(JSON.parse(returns) as object)).toEqual(["BTC", "ETH"]);
  });

  it("shrinks the covariance where it is told to, and then gives other weights", () => {
    const request = { method: "minVariance", source: "returns" } as const;
    const plain = weightsCommand("r.csv", RETURNS, { ...request, shrink: false });
    const shrunk = weightsCommand("r.csv", RETURNS, { ...request, shrink: true });
    expect(JSON.parse(shrunk)).not.toEqual(JSON.parse(plain));
  });

  it.each([
    [["--method", "equalRisk"], "Say what to compute from: --returns FILE or --covariance FILE."],
    [["--returns", "FILE"], "Required option '--method <rule>' not specified."],
    [
      ["--method", "best", "--returns", "FILE"],
      "Option '--method <rule>' argument 'best' is invalid. Allowed choices are inverseVolatility, equalRisk, minVariance.",
    ],
    [
      ["--method", "equalRisk", "--returns", "FILE", "--covariance", "FILE"],
      "Option '--returns <file>' cannot be used with option '--covariance <file>'.",
    ],
    [
      ["--method", "equalRisk", "--covariance", "FILE", "--shrink", "ledoitWolf"],
      "Option '--shrink <how>' cannot be used with option '--covariance <file>'.",
    ],
  ])("%j ends with 2", async (args, sentence) => {
    expect(await run(MAILLARD, ...args)).toEqual({ code: 2, out: "", error: `${sentence} See --help.\n` });
  });

  it.each([
    ["", "in.csv, line 1, column 1: expected an asset, like BTC, got nothing."],
    ["BTC,ETH,BTC\n", 'in.csv, line 1, column 3: expected each asset once, got "BTC".'],
    ["BTC,__proto__\n1,1\n", 'in.csv, line 1, column 2: expected an asset, like BTC, got "__proto__".'],
    ["BTC,ETH\n", "in.csv: expected two lines of returns or more, got none."],
    ["BTC,ETH\n0.1,0.2\n", "in.csv: expected two lines of returns or more, got one."],
    ["BTC,ETH\n0.1,0.2\n0.1\n", 'in.csv, line 3: expected 2 columns, as in the header, got "1".'],
    ["BTC,ETH\n0.1,0.2\n0.1,NaN\n", 'in.csv, line 3, column ETH: expected a number, got "NaN".'],
    ["BTC,ETH\n0.1,0.2\n,0.1\n", "in.csv, line 3, column BTC: expected a number, got nothing."],
    ["BTC,ETH\n0.1,0.2\n0.1,1e999\n", 'in.csv, line 3, column ETH: expected a number, got "1e999".'],
    ["BTC,ETH\n0.1,0.2\n0.1,0.3\n", "in.csv: The price of BTC did not move: it has no volatility to weigh by."],
  ])("returns %j: exit 1", async (content, sentence) => {
    const outcome = await run(content, "--method", "equalRisk", "--returns", "FILE");
    expect(outcome).toEqual({ code: 1, out: "", error: `${sentence}\n` });
  });

  it.each([
    ["BTC,ETH\n0.01,0\n", "in.csv: expected 2 lines, one for each asset, got 1."],
    [
      "BTC,ETH\n0.01,0.002\n0.003,0.04\n",
      'in.csv, line 3, column BTC: expected 0.002, the same as in line 2, column ETH, got "0.003".',
    ],
    ["BTC,ETH\n-0.01,0\n0,0.04\n", 'in.csv, line 2, column BTC: expected a variance of zero or more, got "-0.01".'],
    [
      "asset,BTC,ETH\nETH,0.01,0\nBTC,0,0.04\n",
      'in.csv, line 2: expected the line of BTC, as in the header, got "ETH".',
    ],
    [
      "BTC,ETH\n0.01,0.05\n0.05,0.04\n",
      "in.csv: The weights of least variance were not found: the matrix may be no covariance, which gives every portfolio a variance of zero or more.",
    ],
  ])("covariance %j: exit 1", async (content, sentence) => {
    const outcome = await run(content, "--method", "minVariance", "--covariance", "FILE");
    expect(outcome).toEqual({ code: 1, out: "", error: `${sentence}\n` });
  });

  it("a file that is not there: exit 1, as JSON where asked", async () => {
    const { code, error } = await run("", "--method", "equalRisk", "--returns", "/no/such/file", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(error)).toMatchObject({ error: { code: "INPUT_INVALID", path: "--returns" } });
  });
});
