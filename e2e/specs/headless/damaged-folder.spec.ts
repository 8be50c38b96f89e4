// What becomes of a data folder that is damaged or may not be written to: set aside, told, and nothing erased?
import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { expect, test } from "../../fixtures/app.ts";
import { openRedirectFile } from "../../fixtures/headless-shell.ts";
import { FirstRunModel } from "../../page-models/first-run-model.ts";
import { FrameModel } from "../../page-models/frame-model.ts";
import { SettingsModel } from "../../page-models/settings-model.ts";

const CLEANLY = { code: 0, signal: null };
const NOBODY = 65_534;
const PAGE = 4_096;

/** Writes over the page that holds the latest of some words, as a bad disk does. */
function damagePageWith(file: string, words: string): void {
  const at = readFileSync(file).lastIndexOf(words);
  expect(at, `${words} in ${file}`).toBeGreaterThan(0);
  overwrite(file, at - (at % PAGE), PAGE);
}

function overwrite(file: string, from: number, bytes: number): void {
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, from);
  closeSync(handle);
}

for (const { file, words, trading } of [
  { file: "market.db", words: "CREATE TABLE candles", trading: "goes on" },
  { file: "ledger.db", words: '"kind":"deposited"', trading: "goes on" },
  { file: "journal.db", words: "system.started", trading: "waits" },
] as const) {
  test(`a damaged ${file} is set aside, said in Settings, and trading ${trading}`, async ({
    page,
    startEngine,
    folder,
  }) => {
    const dataDir = path.join(folder, "data");
    const first = await startEngine({ dataDir, demo: true });
    expect(await first.stop()).toEqual(CLEANLY);
    damagePageWith(path.join(dataDir, file), words);

    const again = await startEngine({ dataDir });
    const [kept] = readdirSync(path.join(dataDir, "quarantine"));
    expect(kept).toMatch(new RegExp(`^${file.replace(".", "\\.")}`));
    expect(existsSync(path.join(dataDir, "quarantine", kept ?? "", file))).toBe(true);

    await openRedirectFile(page, again);
    await new FrameModel(page).open("Settings");
    const settings = new SettingsModel(page);
    const notice = settings.storage.getByText(`${file} was damaged`);
    await expect(notice.first()).toBeVisible();
    await expect(settings.storage.getByText(/quarantine/).first()).toBeVisible();
    if (trading === "waits") {
      // What may be lost cannot be known from the file, so a person decides.
      await expect(settings.storage.getByText(/trading is halted/i).first()).toBeVisible();
      await settings.acknowledgeDamage.click();
    }
    await expect(settings.storage.getByText("Written and flushed at every step")).toBeVisible();
    await expect(settings.acknowledgeDamage).toHaveCount(0);
    expect(again.stderr).toBe("");
  });
}

test("a ledger beyond repair starts afresh, says so where the start is made, and keeps the file", async ({
  page,
  startEngine,
  folder,
}) => {
  const dataDir = path.join(folder, "data");
  const first = await startEngine({ dataDir, demo: true });
  expect(await first.stop()).toEqual(CLEANLY);
  const file = path.join(dataDir, "ledger.db");
  truncateSync(file, 100);
  overwrite(file, 0, 100);

  const again = await startEngine({ dataDir });
  await openRedirectFile(page, again);
  await expect(new FirstRunModel(page).heading).toBeVisible();
  await expect(page.getByText(/ledger\.db was damaged.*is kept at .*quarantine/)).toBeVisible();
  expect(readdirSync(path.join(dataDir, "quarantine"))).toHaveLength(1);
});

test("a folder that became read-only can be read, and trading is halted with the reason", async ({
  page,
  startEngine,
  folder,
}, testInfo) => {
  testInfo.skip(process.platform === "win32", "Windows has no such rights on folders.");
  const dataDir = path.join(folder, "data");
  const first = await startEngine({ dataDir, demo: true });
  expect(await first.stop()).toEqual(CLEANLY);
  // Root may write everywhere, so as root another user reads.
  const uid = process.getuid?.() === 0 ? NOBODY : undefined;
  chmodSync(folder, 0o755);
  for (const name of readdirSync(dataDir, { recursive: true, encoding: "utf8" })) {
    const place = path.join(dataDir, name);
    chmodSync(place, statSync(place).isDirectory() ? 0o555 : 0o444);
  }
  chmodSync(dataDir, 0o555);

  const again = await startEngine({ dataDir, ...(uid === undefined ? {} : { uid }) });
  await openRedirectFile(page, again);
  const frame = new FrameModel(page);
  await expect(frame.total).toBeVisible();
  await frame.open("Settings");
  const { storage } = new SettingsModel(page);
  await expect(storage.getByText("Cannot be written: trading is halted")).toBeVisible();
  await expect(storage.getByText(/cannot be written to \((EACCES|EPERM)\)/).first()).toBeVisible();
  expect(again.stderr).toMatch(/^The log .+ cannot be written: .+\n$/);
  expect(await again.stop()).toEqual(CLEANLY);
});
