// Can one trade be made from anywhere, by keyboard alone, through the same preview, approval and report as a plan?
import { expect, test } from "../fixtures/app.ts";
import { press, tabTo } from "../fixtures/keyboard.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { PositionsModel } from "../page-models/positions-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";
import { TicketModel } from "../page-models/ticket-model.ts";

test.describe.configure({ timeout: 120_000 });

test("T, an amount, preview, approval and report by keyboard alone", async ({ app }) => {
  const page = await app.start({ demo: true });
  const frame = new FrameModel(page);
  await expect(frame.total).toBeVisible();
  await page.keyboard.press("t");
  const ticket = new TicketModel(page);
  await expect(ticket.heading).toBeVisible();
  await expect(ticket.choose("One order")).toBeFocused();
  await expect(ticket.preview).toBeDisabled();

  await tabTo(page, ticket.choose("Buy"));
  await page.keyboard.press("ArrowRight");
  await expect(ticket.choose("Sell")).toBeFocused();
  await tabTo(page, ticket.market);
  await page.keyboard.type("BTC/USD");
  await expect(ticket.market).toHaveValue(/^BTC\/USD/);
  await tabTo(page, ticket.choose("Quantity"));
  await page.keyboard.press("ArrowRight");
  await tabTo(page, ticket.amount);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("150");
  await page.keyboard.press("Enter");
  await ticket.untilApprovable(() => page.keyboard.press("Enter"));
  await expect(ticket.planLegs).toHaveCount(1);
  await expect(ticket.planLegs).toContainText(/Sell/);

  // What is changed after the preview is never what was approved.
  await page.keyboard.press("Control+a");
  await page.keyboard.type("140");
  await expect(ticket.plan).toContainText("You changed the plan.");
  await page.keyboard.press("Enter");
  await ticket.untilApprovable(() => page.keyboard.press("Enter"));
  await press(page, ticket.approve, "Space");
  const rebalance = new RebalanceModel(page);
  await expect(rebalance.report("Done")).toBeVisible({ timeout: 30_000 });
  await expect(rebalance.orders).toHaveCount(1);
});

test("a position is closed from its row: every account, into cash", async ({ app }) => {
  const page = await app.start({ demo: true });
  const frame = new FrameModel(page);
  await frame.open("Positions");
  const positions = new PositionsModel(page);
  await positions.row("SOL").getByRole("link", { name: "Close" }).click();
  const ticket = new TicketModel(page);
  await expect(ticket.choose("Close position")).toHaveAttribute("aria-checked", "true");
  await ticket.untilApprovable(() => ticket.preview.click());
  for (const leg of await ticket.planLegs.all()) await expect(leg).toContainText(/Sell.*SOL/);
  await ticket.approve.click();
  const rebalance = new RebalanceModel(page);
  await expect(rebalance.report(/^(Done|Done in part)$/)).toBeVisible({ timeout: 60_000 });
  await frame.open("Positions");
  // What is smaller than a lot may stay: its weight is then 0.00, and below its target by all of it.
  await expect(positions.row("SOL")).toContainText(/0\.0015\.00/);
});

test("the ticket looks right", async ({ app }, testInfo) => {
  const page = await app.start({ demo: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name: `ticket-${name}`, testInfo });
  const frame = new FrameModel(page);
  await frame.open("Positions");
  await expect(new PositionsModel(page).rows.first()).toBeVisible();
  await lookInBothThemes(page, { name: "positions-deeds", testInfo });
  await page.keyboard.press("t");
  const ticket = new TicketModel(page);
  await expect(ticket.amount).toBeVisible();
  await seen("empty");
  await ticket.choose("Sell").click();
  await ticket.amount.fill("999999999");
  await ticket.preview.click();
  await expect(ticket.plan).toContainText(/free/, { timeout: 15_000 });
  await seen("impossible");
  await ticket.choose("Share").click();
  await ticket.amount.fill("100");
  await ticket.preview.click();
  await expect(ticket.planLegs.first()).toBeVisible({ timeout: 30_000 });
  await ticket.askProfiles.click();
  await expect(ticket.candidates).toContainText("priority 2", { timeout: 30_000 });
  await seen("order");
  await ticket.choose("Sell all to cash").click();
  await ticket.preview.click();
  await expect(ticket.planLegs.nth(2)).toBeVisible({ timeout: 30_000 });
  await seen("cash");
  await page.setViewportSize({ width: 1920, height: 1080 });
  await seen("cash");
});
