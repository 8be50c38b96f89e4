// Can the main job be done without a mouse, with the focus in sight all the way?
import { expect, test } from "../fixtures/app.ts";
import { expectVisibleFocus, press, tabTo } from "../fixtures/keyboard.ts";
import { ActivityModel } from "../page-models/activity-model.ts";
import { FeedsModel } from "../page-models/feeds-model.ts";
import { FirstRunModel } from "../page-models/first-run-model.ts";
import { FrameModel, SCREENS, type ScreenName } from "../page-models/frame-model.ts";
import { OverviewModel } from "../page-models/overview-model.ts";
import { PositionsModel } from "../page-models/positions-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";

/** `G`, then the letter within 1.2 s: on a machine that is busy for longer one presses again, as a person would. */
async function goTo(frame: FrameModel, name: ScreenName, letter: string): Promise<void> {
  await expect(async () => {
    await frame.page.keyboard.press("g");
    await frame.page.keyboard.press(letter);
    await expect(frame.heading(name)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await frame.isOpen(name);
}

test("first run to report by keyboard alone", async ({ app }) => {
  const page = await app.start();
  const frame = new FrameModel(page);
  const overview = new OverviewModel(page);
  const rebalance = new RebalanceModel(page);

  await press(page, new FirstRunModel(page).openDemo);
  await frame.isOpen("Overview");
  await press(page, overview.reviewPlan);
  await frame.isOpen("Rebalance");
  // By keyboard too: a plan on a quote that lagged is planned again with R.
  await rebalance.countLegs();
  await expect(async () => {
    if (!(await rebalance.approve.isVisible())) await page.keyboard.press("r");
    await expect(rebalance.approve).toBeVisible({ timeout: 15_000 });
  }).toPass({ timeout: 60_000 });
  const legs = await rebalance.countLegs();
  await press(page, rebalance.approve, "Space");
  await expect(rebalance.report("Done")).toBeVisible({ timeout: 30_000 });
  await expect(rebalance.orders).toHaveCount(legs);
  expect(await rebalance.worstError()).toBeLessThanOrEqual(1);

  await page.reload();
  await expect(rebalance.report("Done")).toBeVisible();
  await press(page, rebalance.done);
  await expect(rebalance.plan).toContainText(/no order needed|in sending order/);

  await goTo(frame, "Activity", SCREENS.Activity);
  const activity = new ActivityModel(page);
  await press(page, activity.rows.first(), "Space");
  await expect(activity.entry).toContainText("Seal");
  const first = await activity.entry.innerText();
  await page.keyboard.press("ArrowDown");
  await expectVisibleFocus(page);
  await page.keyboard.press("Space");
  await expect(activity.entry).not.toHaveText(first);
});

test("every screen by its letters, the list of keys, the palette, and the way back out", async ({ app }) => {
  const page = await app.start({ demo: true });
  const frame = new FrameModel(page);
  await expect(frame.total).toBeVisible();

  // The object's keys are exactly the screens' names.
  for (const [name, letter] of Object.entries(SCREENS) as [ScreenName, string][]) {
    await goTo(frame, name, letter);
  }

  await page.keyboard.press("?");
  await expect(frame.keyList).toBeVisible();
  await expect(frame.keyList).toContainText("Command palette");
  await expect(frame.keyList).toContainText("Plan again");
  await page.keyboard.press("Escape");
  await expect(frame.keyList).toHaveCount(0);

  await page.keyboard.press("Control+k");
  await expect(frame.palette).toBeVisible();
  await page.keyboard.type("posit");
  await page.keyboard.press("Enter");
  await expect(frame.palette).toHaveCount(0);
  await frame.isOpen("Positions");

  const positions = new PositionsModel(page);
  await tabTo(page, positions.rows.first());
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(positions.why).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(positions.why).toHaveCount(0);

  // A feed is chosen in its table; what cannot be done there is told, not hidden.
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  const feeds = new FeedsModel(page);
  await expect(frame.heading("Price feeds")).toBeVisible();
  await tabTo(page, feeds.rows.first());
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(feeds.connection("Sim Beta")).toBeVisible();
  await expect(feeds.reconnect).toBeDisabled();

  // The palette leads to everything else: another profile, the theme, what is hidden.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("satellites");
  await page.keyboard.press("Enter");
  await expect(frame.rail).toContainText("Satellites");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("light theme");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");

  await page.keyboard.press("Control+.");
  await expect(frame.pause).toHaveText(/Resume/);
  await page.keyboard.press("Control+.");
  await expect(frame.pause).toHaveText(/Pause everything/);
});

test("a plan by keyboard: other targets, planned anew with R, refused while everything is paused", async ({ app }) => {
  const page = await app.start({ demo: true });
  const frame = new FrameModel(page);
  const rebalance = new RebalanceModel(page);
  await expect(frame.total).toBeVisible();
  await goTo(frame, "Rebalance", SCREENS.Rebalance);
  await rebalance.countLegs();

  const slider = rebalance.targets.getByRole("slider", { name: "BTC target" });
  await tabTo(page, slider);
  await page.keyboard.press("Shift+ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", /^41\.0%/);
  await expect(rebalance.plan).toContainText("The targets must add up to exactly 100.0%.");
  await tabTo(page, rebalance.targets.getByRole("slider", { name: "ETH target" }));
  await page.keyboard.press("Shift+ArrowLeft");
  // It is planned by itself once the targets rest; R does not wait for that.
  await expect(rebalance.plan).not.toContainText("The targets must add up");
  await page.keyboard.press("r");
  await expect(rebalance.approve).toBeVisible();

  await page.keyboard.press("Control+.");
  await expect(rebalance.plan).toContainText("Everything is paused.");
  await expect(rebalance.approve).toHaveCount(0);
  await page.keyboard.press("Control+.");
  await expect(rebalance.approve).toBeVisible();
});
