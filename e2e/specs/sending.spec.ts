// Is it chosen and told how orders are sent, and does the reason stand above every screen when nothing may be sent?
import { expect, test } from "../fixtures/app.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";

test.describe.configure({ timeout: 120_000 });

test("how orders are sent, and why none are", async ({ app }, testInfo) => {
  const page = await app.start({ demo: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  const frame = new FrameModel(page);
  await frame.open("Rebalance");
  const rebalance = new RebalanceModel(page);
  await rebalance.countLegs();
  await rebalance.targets.getByRole("button", { name: "Bands", exact: true }).click();
  await page.getByRole("radio", { name: "In parts" }).click();
  await expect(page.getByRole("dialog")).toContainText("two to five parts");
  await seen("sending-choice");
  await page.keyboard.press("Escape");
  await expect(rebalance.plan).toContainText(/go in parts, \d+ in all|are too many to wait with each/);
  await seen("sending-parts");
  await expect(rebalance.targets.getByRole("button", { name: "Keep", exact: true })).toBeVisible();

  await page.keyboard.press("Control+.");
  const bar = page.getByRole("region", { name: "Why nothing is traded" });
  await expect(bar).toContainText("Everything is paused. Paused in the window.");
  await frame.open("Markets");
  await expect(bar).toBeVisible();
  await seen("paused-bar");
  await page.keyboard.press("Control+.");
  await expect(bar).toHaveCount(0);
});
