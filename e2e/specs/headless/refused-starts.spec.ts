// What does a start say that cannot be: exit code, one sentence that names the place and the way out, nothing left behind?
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "../../fixtures/app.ts";
import { runCli, runToEnd } from "../../fixtures/engine-process.ts";
import { HEADER } from "../../fixtures/replay-folder.ts";

const NOBODY = 65_534;
const FIRST_ROW = "1680393600000,1,2,0.5,1.5,10";

test("a second instance on the same folder names the first and its process", async ({ startEngine, folder }) => {
  const dataDir = path.join(folder, "data");
  const first = await startEngine({ dataDir });
  const second = await runToEnd({ dataDir });
  expect(second).toMatchObject({ code: 1, stdout: "" });
  expect(second.stderr).toMatch(
    new RegExp(`^Another process \\(pid ${first.pid}\\) uses this data folder: .+--data-dir\\n$`),
  );
  const asJson = await runToEnd({ dataDir }, ["--json"]);
  expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { code: "SYSTEM_ALREADY_RUNNING" } });
  expect(first.isRunning).toBe(true);
});

test("a taken port is named with the flag that changes it, and the folder is free again", async ({
  startEngine,
  folder,
}) => {
  const first = await startEngine();
  const { port } = new URL(first.url);
  const dataDir = path.join(folder, "other");
  const second = await runToEnd({ dataDir, port: Number(port) });
  expect(second).toMatchObject({ code: 1, stdout: "" });
  expect(second.stderr).toMatch(new RegExp(`^Port ${port} is taken.*--port\\.\\n$`));
  await startEngine({ dataDir });
});

for (const { args, says } of [
  { args: ["--frobnicate"], says: /^Unknown option '--frobnicate'.* See --help\.$/ },
  { args: ["--port", "99999"], says: /--port.*'99999'.*0 .*65535/ },
  { args: ["--port", "80x"], says: /--port.*'80x'/ },
  { args: ["--speed", "5"], says: /--speed.*--replay/ },
  { args: ["--replay", "/nowhere/at/all"], says: /--replay.*\/nowhere\/at\/all/ },
  { args: ["--speed", "0", "--replay", "."], says: /--speed.*'0'.*above 0/ },
  { args: ["leftover"], says: /Too many arguments.*leftover/ },
]) {
  test(`wrong usage: ${args.join(" ")}`, async ({ folder }) => {
    const dataDir = path.join(folder, "never");
    const ended = await runToEnd({ dataDir }, args);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr.trimEnd()).toMatch(says);
    expect(ended.stderr.trimEnd()).not.toContain("\n");
    expect(existsSync(dataDir)).toBe(false);
  });
}

test("the command line refuses the same mistakes with the same codes", async ({ folder }) => {
  const wrongFlag = await runCli(["serve", "--frobnicate"]);
  expect(wrongFlag).toMatchObject({ code: 2, stdout: "" });
  expect(wrongFlag.stderr).toMatch(/^Unknown option '--frobnicate'/);
  const noCommand = await runCli(["conjure"]);
  expect(noCommand.code).toBe(2);
  const noFile = await runCli(["plan", "--input", path.join(folder, "none.json")]);
  expect(noFile).toMatchObject({ code: 1, stdout: "" });
  expect(noFile.stderr).toContain("none.json");
});

test("a variable of the environment with a wrong value is named", async ({ folder }) => {
  const ended = await runToEnd({ dataDir: path.join(folder, "never"), env: { SCHWABOT_LOG_LEVEL: "loud" } });
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toMatch(/^SCHWABOT_LOG_LEVEL: .*debug/);
});

for (const { name, content, says } of [
  {
    name: "a price that is none",
    content: [HEADER, FIRST_ROW, "1680393660000,1.5,abc,1,1.5,3"],
    says: /BTCUSDT\.csv, line 3, column high: .*"abc"/,
  },
  {
    name: "a row with a column too few",
    content: [HEADER, FIRST_ROW, "1680393660000,1.5,2,1,1.5"],
    says: /BTCUSDT\.csv, line 3.*6 columns/,
  },
  {
    name: "a header of another format",
    content: ["time;price", FIRST_ROW],
    says: /BTCUSDT\.csv, line 1.*timestamp_ms/,
  },
  {
    name: "a time that runs back",
    content: [HEADER, FIRST_ROW, FIRST_ROW],
    says: /BTCUSDT\.csv, line 3, column timestamp_ms/,
  },
  {
    name: "a high below its row's prices",
    content: [HEADER, "1680393600000,1,0.9,0.5,1,10", FIRST_ROW],
    says: /BTCUSDT\.csv, line 2, column high/,
  },
]) {
  test(`a broken candle file, ${name}: file, line and column are named`, async ({ folder }) => {
    const replay = path.join(folder, "candles");
    mkdirSync(replay);
    writeFileSync(path.join(replay, "BTCUSDT.csv"), `${content.join("\n")}\n`);
    const ended = await runToEnd({ dataDir: path.join(folder, "data"), replay });
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr.trimEnd()).toMatch(says);
    expect(ended.stderr.trimEnd()).not.toContain("\n");
  });
}

test("a replay folder without candles says what it expects", async ({ folder }) => {
  const replay = path.join(folder, "empty");
  mkdirSync(replay);
  const ended = await runToEnd({ dataDir: path.join(folder, "data"), replay });
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toMatch(/empty holds no candle files: .*BTCUSDT\.csv/);
});

test("a folder written by a newer version is refused and left as it is", async ({ startEngine, folder }) => {
  const dataDir = path.join(folder, "data");
  const engine = await startEngine({ dataDir });
  await engine.stop();
  const file = path.join(dataDir, "ledger.db");
  const writer = new Database(file);
  writer.pragma("user_version = 99");
  writer.close();
  const ended = await runToEnd({ dataDir });
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toMatch(/ledger\.db.*newer/i);
  const reader = new Database(file, { readonly: true });
  expect(reader.pragma("user_version", { simple: true })).toBe(99);
  reader.close();
});

test("a data folder that is a file is refused with its path", async ({ folder }) => {
  const dataDir = path.join(folder, "file");
  writeFileSync(dataDir, "not a folder");
  const ended = await runToEnd({ dataDir });
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toContain(dataDir);
});

test("a folder that may not be made is refused with the reason", async ({ folder }, testInfo) => {
  testInfo.skip(process.platform === "win32", "Windows has no such rights on folders.");
  // Root may write everywhere, so as root another user is asked to.
  const uid = process.getuid?.() === 0 ? NOBODY : undefined;
  chmodSync(folder, 0o755);
  const parent = path.join(folder, "locked");
  mkdirSync(parent, { mode: 0o555 });
  const dataDir = path.join(parent, "data");
  const ended = await runToEnd({ dataDir, ...(uid === undefined ? {} : { uid }) });
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toMatch(/^--data-dir: the data folder .+ cannot be written to \(EACCES\)\.?\n$/);
  expect(ended.stderr).toContain(dataDir);
});
