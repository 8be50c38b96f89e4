// Does the whole job work by mouse, from the first start to a portfolio on target, and is all of it still there afterwards?
import { expect, test } from "../fixtures/app.ts";
import { ActivityModel } from "../page-models/activity-model.ts";
import { FirstRunModel } from "../page-models/first-run-model.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { OverviewModel } from "../page-models/overview-model.ts";
import { PositionsModel } from "../page-models/positions-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";

// Rules keep quiet for the 60 s that the plan made after the report may still be approved.
test.describe.configure({ timeout: 180_000 });

test("first run, demo, suggestion, plan, approval, fills, report; a reload loses nothing", async ({ app }) => {
  const page = await app.start();
  const frame = new FrameModel(page);
  const overview = new OverviewModel(page);
  const rebalance = new RebalanceModel(page);

  await new FirstRunModel(page).openDemo.click();
  await frame.isOpen("Overview");
  await expect(frame.total).toBeVisible();
  await expect(frame.topBar).toContainText("PAPER");
  await expect(frame.topBar).toContainText("SIMULATED");
  await expect(overview.value).toContainText(/\$\d+,\d{3}\.\d\d/);
  await expect(overview.suggestion("SOL").first()).toBeVisible();

  await overview.reviewPlan.click();
  await frame.isOpen("Rebalance");
  await rebalance.untilApprovable();
  const legs = await rebalance.countLegs();
  expect(legs).toBeGreaterThan(2);
  await expect(rebalance.planLegs.first()).toContainText("Sell");
  await expect(rebalance.plan).toContainText(/Total cost\s*\$\d/);
  await rebalance.approve.click();

  await expect(rebalance.report("Done")).toBeVisible({ timeout: 30_000 });
  await expect(rebalance.orders).toHaveCount(legs);
  expect(await rebalance.worstError()).toBeLessThanOrEqual(1);
  const weights = await rebalance.reportWeights();
  expect(weights.map(({ asset }) => asset)).toEqual(expect.arrayContaining(["BTC", "ETH", "SOL", "XRP"]));
  for (const { asset, after, target } of weights) expect(Math.abs(after - target), asset).toBeLessThanOrEqual(1);

  await page.reload();
  await frame.isOpen("Rebalance");
  await expect(rebalance.report("Done")).toBeVisible();
  await rebalance.done.click();
  // Prices go on: what is planned anew is nothing, or next to nothing.
  await expect(rebalance.plan).toContainText(/no order needed|in sending order/);
  await rebalance.show("History");
  const past = rebalance.historyRows.filter({ hasText: "Done" });
  await expect(past).toHaveCount(1);
  await past.click();
  await expect(rebalance.report("Done")).toBeVisible();
  await expect(rebalance.orders).toHaveCount(legs);

  await frame.open("Positions");
  const positions = new PositionsModel(page);
  await positions.row("SOL").click();
  await positions.showTransactions();
  await expect(positions.transactions("SOL")).toContainText("Sold");
  await expect(positions.where("SOL")).toContainText("History agrees.");
  await expect(positions.why).toContainText(/\$[\d,]+\.\d\d/);

  await frame.open("Activity");
  const activity = new ActivityModel(page);
  await activity.show("Fills");
  expect(await activity.rows.count()).toBeGreaterThanOrEqual(legs);

  await frame.open("Overview");
  await expect(overview.suggestion("SOL")).toHaveCount(0, { timeout: 90_000 });
  await expect(overview.allocation).toContainText(/in band/i);
  await frame.open("Activity");
  await activity.show("Suggestions");
  await expect(activity.row(/closed/i).first()).toContainText(/rebalanc/i);
});
