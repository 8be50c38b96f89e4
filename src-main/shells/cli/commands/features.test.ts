// Does `schwabot features` print each feature in full, empty while warming up, and one sentence for a wrong name or file?
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { computeFeatures } from "#engine/signals/features/compute-features.ts";
import { runCommand } from "#shells/run-command.ts";
import { hourlyCandles } from "#testing/feature-candles.ts";
import { featuresCommand, registerFeatures } from "./features.ts";

const HEADER = "timestamp_ms,open,high,low,close,volume";
const file = (...closes: readonly number[]) =>
  [HEADER, ...closes.map((close, hour) => `${hour * 3_600_000},${close},${close},${close},${close},1`), ""].join("\n");
const print = (content: string, ...names: readonly string[]) => [...featuresCommand("c.csv", content, names)].join("");

async function run(content: string, ...args: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "schwabot-features-"));
  try {
    const path = join(folder, "BTCUSDT.csv");
    await writeFile(path, content);
    const [out, error]: [string[], string[]] = [[], []];
    const stdout = new Writable({
      write(chunk, _, done) {
        out.push(String(chunk));
        done();
      },
    });
    const program = new Command("schwabot");
    registerFeatures(program, stdout);
    const terminal = { out: (text: string) => out.push(text), error: (text: string) => error.push(text) };
    const filled = args.map((arg) => arg.replace("FOLDER", folder));
    const code = await runCommand(program, ["features", "--candles", path, ...filled], terminal);
    const written = await readFile(join(folder, "out.csv"), "utf8").catch(() => null);
    return { code, out: out.join(""), error: error.join("").replaceAll(folder, ""), written };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("schwabot features", () => {
  it("prints a column for each name in the order asked for, empty while warming up", () => {
    expect(print(file(1, 2, 4), "sma_2", "obv", "ema_3")).toBe(
      `timestamp_ms,sma_2,obv,ema_3\n0,,1,\n3600000,1.5,2,\n7200000,3,3,${7 / 3}\n`,
    );
  });

  it("prints every double so that it reads back as the same, however many lines there are", () => {
    const candles = hourlyCandles(2_500, 9);
    const rows = Array.from(candles.timestampMs, (time, bar) =>
      [time, candles.open[bar], candles.high[bar], candles.low[bar], candles.close[bar], candles.volume[bar]].join(","),
    );
    const names = ["bb_20_2_upper", "adx_14", "ht_dcphase"];
    const lines = print([HEADER, ...rows].join("\n"), ...names)
      .trimEnd()
      .split("\n")
      .slice(1);
    const features = computeFeatures(candles, names);
    expect(lines).toHaveLength(2_500);
    for (const [bar, line] of lines.entries()) {
      const [time, ...cells] = line.split(",");
      expect(Number(time)).toBe(candles.timestampMs[bar]);
      expect(cells.map((cell) => (cell === "" ? Number.NaN : Number(cell)))).toEqual(
        names.map((name) => features.get(name)?.[bar]),
      );
    }
  });

  it("prints the header alone for a file without candles", () => {
    expect(print(`${HEADER}\n`, "rsi_14")).toBe("timestamp_ms,rsi_14\n");
  });

  it("runs from the command line, to the standard output or to a file", async () => {
    const shown = await run(file(1, 2), "--features", "sma_1, obv");
    expect([shown.code, shown.out]).toEqual([0, "timestamp_ms,sma_1,obv\n0,1,1\n3600000,2,2\n"]);
    const kept = await run(file(1, 2), "--features", "sma_1", "--out", "FOLDER/out.csv");
    expect([kept.code, kept.out, kept.written]).toEqual([0, "", "timestamp_ms,sma_1\n0,1\n3600000,2\n"]);
  });

  it("ends with one sentence that names what is wrong, and prints nothing else", async () => {
    const unknown = await run(file(1), "--features", "sma_20,smaa_20", "--json");
    expect([unknown.code, unknown.out]).toEqual([1, ""]);
    expect(JSON.parse(unknown.error)).toEqual({
      error: {
        code: "INPUT_INVALID",
        message: expect.stringMatching(/^There is no feature "smaa_20"\. There are, .*: sma_20 .*rsi_14/),
        path: "--features",
      },
    });
    const cases: readonly (readonly [string, string, string])[] = [
      [file(1), "", 'There is no feature ""'],
      [file(1), "macd_26_12_9_line", "its first length must be smaller than its second"],
      [file(1), "adx_1", "its length must be at least 2"],
      [file(1), "pctrank_100_nothing_3", 'There is no feature "nothing_3"'],
      [file(1), "obv,obv", 'The feature "obv" is asked for twice.'],
      [file(1, -2), "obv", 'BTCUSDT.csv, line 3, column open: expected a price greater than zero, got "-2".'],
    ];
    for (const [content, names, message] of cases) {
      const wrong = await run(content, "--features", names);
      expect([wrong.code, wrong.out, wrong.error]).toEqual([1, "", expect.stringContaining(message)]);
    }
    const missing = await run(file(1), "--features", "obv", "--candles", "FOLDER/none.csv");
    expect([missing.code, missing.error]).toEqual([
      1,
      expect.stringMatching(/^--candles \/none\.csv: cannot be read: ENOENT/),
    ]);
    expect((await run(file(1))).code).toBe(2);
  });
});
