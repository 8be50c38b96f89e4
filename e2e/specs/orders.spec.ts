// Does a person see every order, its fills and how well it was done, and after a kill what was open and what became of it?
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";
import { untilJournaled } from "../fixtures/books.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { OrdersModel } from "../page-models/orders-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";

test.describe.configure({ timeout: 120_000 });

async function rebalanced(page: Page): Promise<void> {
  const frame = new FrameModel(page);
  await frame.open("Rebalance");
  const rebalance = new RebalanceModel(page);
  await rebalance.approve.click();
  await expect(rebalance.report("Done")).toBeVisible({ timeout: 30_000 });
}

test("orders, fills and execution quality", async ({ app }, testInfo) => {
  const page = await app.start({ demo: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  await rebalanced(page);
  await new FrameModel(page).open("Activity");
  const orders = new OrdersModel(page);
  await orders.show("Orders");
  await expect(orders.rows.first()).toContainText("Filled");
  await orders.rows.first().click();
  await expect(orders.life.getByRole("listitem").first()).toContainText("Order written down before sending");
  await expect(orders.life).toContainText("Order filled");
  await seen("orders");
  const count = await orders.rows.count();

  await orders.show("Fills");
  await expect(orders.fillRows.first()).toBeVisible();
  expect(await orders.fillRows.count()).toBeGreaterThanOrEqual(count);
  await seen("fills");
  // By keyboard: Enter on a fill opens its order.
  await orders.fillRows.first().focus();
  await page.keyboard.press("Enter");
  await expect(orders.order).toContainText("Our id");

  await orders.show("Execution");
  await expect(orders.sums).toContainText("Sim Beta");
  await seen("execution");
});

test("killed while it traded: the report of what was open", async ({ app }, testInfo) => {
  const first = await app.start({ demo: true });
  await new FrameModel(first).open("Rebalance");
  const approve = new RebalanceModel(first).approve;
  await expect(approve).toBeVisible();
  await Promise.allSettled([untilJournaled(app.dataDir, "order.planned", 1).then(() => app.kill()), approve.click()]);
  const page = await app.start();
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  const orders = new OrdersModel(page);
  await expect(orders.bar).toBeVisible();
  await seen("interrupted");
  await expect(orders.bar).toContainText("The program was interrupted while orders were under way.", {
    timeout: 60_000,
  });
  await orders.bar.getByRole("button", { name: "Recovery report" }).click();
  await expect(orders.report).toContainText("The venues were compared with the journal.");
  await expect(orders.report).toContainText("Nothing new was sent by itself.");
  await seen("recovery");
  await orders.bar.getByRole("button", { name: "Put away" }).click();
  await expect(orders.bar).toBeHidden();
  await orders.report.getByRole("button", { name: "Decide on the plan" }).click();
  await expect(new RebalanceModel(page).held.block).toBeVisible();
});
