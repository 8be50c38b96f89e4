// What if the program is killed while it trades? No order twice, no fill lost, nothing sent without a word, and the screen says so.
import type { Locator, Page } from "@playwright/test";
import type { JournalKind } from "#shared/domain/journal.ts";
import { type App, expect, test } from "../fixtures/app.ts";
import { type Books, readBooks, sum, untilJournaled } from "../fixtures/books.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";

/** Presses, and kills the program as soon as the journal holds so many events of a kind. */
async function pressAndKill(app: App, button: Locator, kind: JournalKind, count: number): Promise<void> {
  await expect(button).toBeVisible();
  const [killed] = await Promise.allSettled([
    untilJournaled(app.dataDir, kind, count).then(() => app.kill()),
    button.click(),
  ]);
  expect(killed).toMatchObject({ status: "fulfilled" });
}

async function killDuring(app: App, kind: JournalKind, count: number): Promise<void> {
  const page = await app.start({ demo: true });
  const frame = new FrameModel(page);
  await frame.open("Rebalance");
  await pressAndKill(app, new RebalanceModel(page).approve, kind, count);
  // A browser outlives the engine and says so; the desktop's window goes with it.
  if (!page.isClosed()) await expect(frame.engineIsGone).toBeVisible();
}

async function startAgain(app: App): Promise<{ readonly page: Page; readonly rebalance: RebalanceModel }> {
  const page = await app.start();
  await new FrameModel(page).open("Rebalance");
  return { page, rebalance: new RebalanceModel(page) };
}

/** What must hold whatever happened: the books of both sides, order by order and fill by fill. */
function expectSound(books: Books): void {
  const known = new Set(books.orders.map(({ clientOrderId }) => clientOrderId));
  expect(new Set(books.accepted).size, "an order was placed twice").toBe(books.accepted.length);
  for (const id of books.accepted) expect(known, "an order was sent that is not in the journal").toContain(id);
  const byTrade = (a: { account: string; tradeId: string }, b: { account: string; tradeId: string }) =>
    `${a.account} ${a.tradeId}` < `${b.account} ${b.tradeId}` ? -1 : 1;
  expect([...books.journalFills].sort(byTrade), "fills of the journal and of the venue").toEqual(
    [...books.venueFills].sort(byTrade),
  );
  for (const [index, quantity] of books.legs.entries()) {
    const ids = books.orders.filter(({ legIndex }) => legIndex === index).map(({ clientOrderId }) => clientOrderId);
    const filled = sum(
      books.venueFills.filter((fill) => ids.includes(fill.clientOrderId)).map((fill) => fill.quantity),
    );
    expect(filled.lte(sum([quantity])), `leg ${index + 1}: ${filled} filled of ${quantity}`).toBe(true);
  }
}

// An order that was about to leave is proven not placed only after the venue could no longer take it: some twenty seconds.
test.describe.configure({ timeout: 120_000 });
const PROVEN = { timeout: 60_000 };

const priceLeft = ({ held }: RebalanceModel) => held.block.filter({ hasText: "A price left what you approved." });

/**
 * The market goes on while the venue is asked. Where a price has left its approved limit by then, the plan is held again with
 * that reason, which is right, and a person ends it; otherwise it is done.
 */
async function resumeToTheEnd(rebalance: RebalanceModel): Promise<void> {
  await rebalance.held.resume.click();
  await expect(rebalance.report("Done").or(priceLeft(rebalance))).toBeVisible(PROVEN);
  if (await priceLeft(rebalance).isVisible()) {
    await rebalance.held.stopHere.click();
    await expect(rebalance.report(/^(Ended|Done in part)$/)).toBeVisible();
  } else {
    expect(await rebalance.worstError()).toBeLessThanOrEqual(1);
  }
}

const MOMENTS = [
  { name: "right after the approval", kind: "plan.approved", count: 1, goOn: "resume" },
  { name: "with the first intent written and its outcome unknown", kind: "order.planned", count: 1, goOn: "resume" },
  { name: "after the first fill", kind: "order.fill", count: 1, goOn: "stop" },
  { name: "between two orders", kind: "order.fill", count: 2, goOn: "resume" },
] as const;

for (const { name, kind, count, goOn } of MOMENTS) {
  test(`killed ${name}: explained, and ${goOn === "resume" ? "resumed" : "stopped"} without a duplicate`, async ({
    app,
  }) => {
    await killDuring(app, kind, count);
    const before = readBooks(app.dataDir);
    expect(before.legs.length).toBeGreaterThan(2);

    const { rebalance } = await startAgain(app);
    await expect(rebalance.held.block).toContainText("The program ended while this plan was under way.");
    await expect(rebalance.held.block).toContainText(/reconciled/);
    // What was under way was looked up; nothing new was sent.
    expect(readBooks(app.dataDir).accepted).toEqual(before.accepted);

    if (goOn === "resume") {
      await resumeToTheEnd(rebalance);
    } else {
      await rebalance.held.stopHere.click();
      await expect(rebalance.report(/^(Ended|Done in part)$/)).toBeVisible();
      expect(readBooks(app.dataDir).accepted).toEqual(before.accepted);
    }
    await app.stop();
    const after = readBooks(app.dataDir);
    expectSound(after);
    expect(after.venueFills.length).toBeGreaterThanOrEqual(before.venueFills.length);
    for (const { state } of after.orders) {
      expect(["FILLED", "CANCELED", "EXPIRED", "REJECTED", "NOT_PLACED", "DENIED"]).toContain(state);
    }
  });
}

/** Resumes, and kills the program at so many fills; or where none comes, as a price has left its approved limit and the plan is held for that. */
async function resumeAndKill(app: App, rebalance: RebalanceModel, fills: number): Promise<void> {
  await rebalance.held.resume.click();
  await untilJournaled(app.dataDir, "order.fill", fills, () => priceLeft(rebalance).isVisible());
  await app.kill();
}

test("killed three times over one plan: every time held, in the end over, each coin moved once", async ({ app }) => {
  await killDuring(app, "plan.approved", 1);
  for (const fills of [1, 2]) await resumeAndKill(app, (await startAgain(app)).rebalance, fills);
  const { rebalance } = await startAgain(app);
  await resumeToTheEnd(rebalance);
  await app.stop();
  expectSound(readBooks(app.dataDir));
});
