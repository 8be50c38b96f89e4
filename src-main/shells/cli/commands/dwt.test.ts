// Does `schwabot dwt` print what PyWavelets does, and one sentence that names what is wrong?
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { runCommand } from "#shells/run-command.ts";
import { dwtCommand, registerDwt } from "./dwt.ts";

async function run(content: string, ...args: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), "schwabot-dwt-"));
  try {
    const path = join(folder, "signal.json");
    await writeFile(path, content);
    const [out, error]: [string[], string[]] = [[], []];
    const program = new Command("schwabot");
    registerDwt(program, (line) => out.push(line));
    const terminal = { out: (text: string) => out.push(text), error: (text: string) => error.push(text) };
    const code = await runCommand(program, ["dwt", "--input", path, ...args], terminal);
    return { code, out: out.join(""), error: error.join("").replaceAll(folder, "") };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const PLAIN = { wavelet: "db1", level: "2", mode: "symmetric" };

describe("schwabot dwt", () => {
  // PyWavelets' documentation, "Multilevel DWT": pywt.wavedec([1,2,3,4,5,6,7,8], 'db1', level=2).
  it("prints the approximation, and the details from the coarsest to the finest", async () => {
    const { code, out } = await run("[1,2,3,4,5,6,7,8]", "--wavelet", "db1", "--level", "2");
    const { approximation, details } = JSON.parse(out);
    const near = (values: readonly number[]) => values.map((value) => value.toFixed(6));
    expect([code, Object.keys(JSON.parse(out))]).toEqual([0, ["approximation", "details"]]);
    expect(near(approximation)).toEqual(["5.000000", "13.000000"]);
    expect(details.map(near)).toEqual([["-2.000000", "-2.000000"], Array(4).fill("-0.707107")]);
  });

  it("takes db4, four levels and the symmetric mode by itself", async () => {
    const signal = JSON.stringify(Array.from({ length: 128 }, (_, index) => Math.sin(index)));
    const plain = await run(signal);
    expect(plain.out).toBe(dwtCommand(signal, { wavelet: "db4", level: "4", mode: "symmetric" }));
    expect(JSON.parse(plain.out).details.map((band: readonly number[]) => band.length)).toEqual([14, 22, 37, 67]);
  });

  it("goes on where a level is longer than the list, as PyWavelets does", () => {
    // One more level of a list of 7 with 8 taps is again 7 long.
    const { details } = JSON.parse(dwtCommand("[1,2,3,4]", { ...PLAIN, wavelet: "db4", level: "6" }));
    expect(details.map((band: readonly number[]) => band.length)).toEqual([6, 6, 6, 6, 6, 5]);
  });

  it.each([
    ["[1,2,3,4]", { ...PLAIN, wavelet: "db99" }, "--wavelet db99: expected one of haar, db1"],
    ["[1,2,3,4]", { ...PLAIN, mode: "smooth" }, "--mode smooth: expected one of symmetric"],
    ["[1,2,3,4]", { ...PLAIN, level: "33" }, "--level 33: expected a whole number from 1 to 32."],
    ["[1,2,3,4]", { ...PLAIN, level: "1.5" }, "--level 1.5: expected a whole number from 1 to 32"],
    ["[]", PLAIN, "--input: expected at least one number, got an empty list."],
    ['[1,"2"]', PLAIN, '--input, [1]: expected a number, got "2".'],
    ["[1,null]", PLAIN, "--input, [1]: expected a number, got null."],
    ['{"a":1}', PLAIN, "--input: expected a JSON list of numbers, like [1, 2.5, 3]."],
    ["[1,", PLAIN, "--input: expected a JSON list of numbers: "],
  ])("%s with %j: %s", (content, flags, message) => {
    expect(() => dwtCommand(content, flags)).toThrow(message);
  });

  it("ends with 1 and prints nothing where something is wrong", async () => {
    const { code, out, error } = await run("[1,2]", "--level", "0", "--wavelet", "haar", "--json");
    expect([code, out]).toEqual([1, ""]);
    expect(JSON.parse(error).error).toMatchObject({ code: "INPUT_INVALID", path: "--level" });
    expect((await run("[1,2]", "--input", "/no/such/file")).error).toMatch(/^--input \/no\/such\/file: cannot be read/);
  });
});
