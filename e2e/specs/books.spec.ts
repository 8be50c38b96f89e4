// Can the books be filled, mended and followed in the window: import and undo, entries by hand, why down to an entry, exports?
import { readFileSync } from "node:fs";
import { expect, test } from "../fixtures/app.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { BooksModel } from "../page-models/books-model.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { PositionsModel } from "../page-models/positions-model.ts";

test.describe.configure({ timeout: 120_000 });

const FILE = [
  "timestamp,type,asset,quantity,quote,price,fee,fee_asset,id,note",
  "2020-03-01T10:00:00Z,deposit,BTC,0.125,,,,,old-1,from the old wallet",
  "2020-03-02T11:00:00Z,sell,BTC,0.1,USD,8000,1.25,USD,old-2,from the old wallet",
  "",
].join("\r\n");

test("a file is seen before it comes in, comes in whole and once, and is taken out again", async ({ app }) => {
  const page = await app.start({ demo: true });
  const frame = new FrameModel(page);
  const books = new BooksModel(page);
  await frame.open("Activity");
  await books.show("Imports & coverage");

  await books.choose("broken.csv", FILE.replace("0.125", "a lot"));
  await expect(books.importPanel).toContainText("1 problem: nothing can come in.");
  await expect(books.importPanel.getByRole("row", { name: /a lot/ })).toContainText("2");
  await expect(books.importPanel.getByRole("button", { name: /^Import / })).toHaveCount(0);

  await books.choose("old.csv", FILE);
  await expect(books.importPanel).toContainText("2 entries would be new.");
  await books.importPanel.getByRole("button", { name: "Import 2 entries" }).click();
  await expect(frame.messages).toContainText("2 entries imported");
  await books.choose("old.csv", FILE);
  await expect(books.importPanel).toContainText("Nothing new.");

  await books.show("Transactions");
  await books.filter.fill("old wallet");
  await expect(books.rows).toHaveCount(2);
  await expect(books.row("Sold")).toContainText("8,000.00");
  await books.row("Deposit").click();
  await expect(books.entry).toContainText("imported from a file");
  await books.decide("Undo the whole batch", "Undo the batch", "It was the wrong wallet");
  await expect(books.row(/does not count/)).toHaveCount(2);
  await expect(books.entry).toContainText("It does not count.");
  await books.decide("Put the batch back", "Put it back", "It was right");
  await expect(books.row(/does not count/)).toHaveCount(0);

  await books.show("Imports & coverage");
  const batch = books.panel("Batches").getByRole("listitem").filter({ hasText: "old.csv" });
  await expect(batch).toContainText("2 entries from 1 Mar 2020 to 2 Mar 2020");
  await books.decideIn(batch, "Undo old.csv", "Undo the batch", "The wrong wallet after all");
  await expect(batch).toContainText("does not count");
  await books.decideIn(batch, "Restore old.csv", "Put it back", "It was right");
  await expect(batch).not.toContainText("does not count");
});

test("an entry by hand is told what is wrong, comes in, is corrected and set aside", async ({ app }) => {
  const page = await app.start({ demo: true });
  const frame = new FrameModel(page);
  const books = new BooksModel(page);
  await frame.open("Activity");
  await books.show("Transactions");
  await expect(books.rows.first()).toBeVisible();

  await books.press("Add entry");
  await books.fill({
    "Time, UTC": "2021-05-04 12:00",
    Asset: "btc",
    Quantity: "0",
    "Price of one": "50000",
    "Paid or received in": "usd",
    Note: "by hand",
  });
  await books.dialog.getByRole("button", { name: "Enter it" }).click();
  await expect(books.dialog).toContainText("expected a quantity greater than zero");
  await books.fill({ Quantity: "0.01" });
  await books.dialog.getByRole("button", { name: "Enter it" }).click();
  await expect(books.dialog).toBeHidden();
  await expect(frame.messages).toContainText("Entered");

  await books.filter.fill("by hand");
  await expect(books.rows).toHaveCount(1);
  await expect(books.row("+0.0100000")).toContainText("500.00");
  await books.rows.click();
  await books.entry.getByRole("button", { name: "Correct" }).click();
  await books.fill({ Quantity: "0.02" });
  await books.dialog.getByRole("button", { name: "Correct it" }).click();
  await expect(books.rows).toHaveCount(2);
  await expect(books.row(/does not count/)).toContainText("+0.0100000");

  await books.row("+0.0200000").click();
  await books.decide("Set aside", "Set aside", "Entered for a test");
  // Without its correction the original counts again; set aside too, nothing of both is left.
  await expect(books.row(/does not count/)).toContainText("+0.0200000");
  await books.row("+0.0100000").click();
  await books.decide("Set aside", "Set aside", "Entered for a test");
  await expect(books.row(/does not count/)).toHaveCount(2);
});

test("a figure opens down to an entry of the books, and the books leave whole", async ({ app }) => {
  const page = await app.start({ demo: true });
  const frame = new FrameModel(page);
  const books = new BooksModel(page);
  const positions = new PositionsModel(page);
  await frame.open("Positions");
  await positions.row("BTC").click();
  await positions.why.getByRole("radio", { name: "Cost" }).click();
  await expect(positions.why).toContainText("Cost of BTC held");
  const entry = positions.why.getByRole("link", { name: "Entry" }).first();
  // Entries may stand a step or two further down, by month.
  for (let step = 0; step < 3 && !(await entry.isVisible()); step += 1) {
    await positions.why.getByRole("button", { expanded: false }).first().click();
  }
  await entry.click();
  await frame.isOpen("Activity");
  await expect(books.rows).toHaveCount(1);
  await expect(books.entry).toContainText("BTC");

  const leaves = page.waitForEvent("download");
  await books.press("Export");
  await page.getByRole("menuitem", { name: "Transactions as CSV" }).click();
  const download = await leaves;
  expect(download.suggestedFilename()).toMatch(/^transactions-.+\.csv$/);
  const text = readFileSync(await download.path(), "utf8");
  expect(text).toMatch(/^timestamp,type,asset,quantity/);
  expect(text.split("\r\n").length).toBeGreaterThan(5);
});

test("every view of the books", async ({ app }, testInfo) => {
  const page = await app.start({ demo: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  const frame = new FrameModel(page);
  const books = new BooksModel(page);
  const positions = new PositionsModel(page);

  await books.openPerformance();
  await expect(books.panel("Figures")).toContainText("Time-weighted");
  await expect(books.panel("Gain by day")).toContainText("%");
  await expect(books.panel("Why this number?")).toContainText("PnL of the portfolio");
  await seen("performance");

  await frame.open("Positions");
  await positions.row("SOL").click();
  await expect(positions.lots("SOL")).toContainText("Total");
  await positions.why.getByRole("radio", { name: "PnL" }).click();
  await expect(positions.why).toContainText("PnL of SOL");
  await seen("positions-lots");

  await frame.open("Activity");
  await books.show("Transactions");
  await books.rows.first().click();
  await expect(books.entry).toContainText("Source");
  await seen("transactions");
  await books.press("Add entry");
  await seen("entry-dialog");
  await page.keyboard.press("Escape");

  await books.show("Disposals");
  await expect(books.panel("Realized")).toContainText("Total");
  await seen("disposals");
  await books.press("Change");
  await books.dialog.getByLabel("Method").selectOption("fifo");
  await expect(books.dialog).toContainText("In all");
  await seen("cost-basis");
  await page.keyboard.press("Escape");

  await books.show("Gaps & reconciliation");
  await expect(books.panel("Venues and books")).toContainText("agree");
  await books.press("Check now");
  await seen("reconciliation");

  await books.show("Imports & coverage");
  await books.choose("old.csv", FILE);
  await expect(books.importPanel).toContainText("2 entries would be new.");
  await seen("imports");
});
