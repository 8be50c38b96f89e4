import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { DiskCandleFiles } from "./candle-files.ts";

it("lists the folder's candle files in order and reads them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "candle-files-"));
  for (const name of ["ETHUSDT.csv", "BTCUSDT.csv", "notes.txt"]) writeFileSync(join(folder, name), name);
  const files = new DiskCandleFiles(folder);
  expect(await files.list()).toEqual(["BTCUSDT.csv", "ETHUSDT.csv"]);
  expect(await files.read("BTCUSDT.csv")).toBe("BTCUSDT.csv");
});

it("names the folder or file that cannot be read, and why", async () => {
  const folder = mkdtempSync(join(tmpdir(), "candle-files-"));
  const missing = join(folder, "nowhere");
  await expect(new DiskCandleFiles(missing).list()).rejects.toMatchObject({
    code: "INPUT_INVALID",
    message: `Cannot read the replay folder ${missing}: it does not exist.`,
  });
  await expect(new DiskCandleFiles(folder).read("BTCUSDT.csv")).rejects.toMatchObject({
    code: "INPUT_INVALID",
    message: `Cannot read ${join(folder, "BTCUSDT.csv")}: it does not exist.`,
  });
});
