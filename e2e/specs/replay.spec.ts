// Does a replay of candles go through the whole chain, from prices to a portfolio on target?
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";
import { referenceMarket } from "../fixtures/reference-data.ts";
import { writeReplayFolder } from "../fixtures/replay-folder.ts";
import { FirstRunModel } from "../page-models/first-run-model.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { PositionsModel } from "../page-models/positions-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";

/** Filters of the market or the venue: what may rightly keep a weight from its target. */
const FORBIDS = /lot|minimum|venue|market|book|size limit|orders of the day|cost limit/i;

/** A price that leaves what was approved holds the plan; then one ends it, and plans again for what is left. */
const MOST_PLANS = 5;
const OVER = /^(Done|Done in part|Ended)$/;

/** One plan from planning to its report; tells the largest distance from a target in points. */
async function rebalanceOnce(rebalance: RebalanceModel): Promise<number> {
  await expect(async () => {
    // What was approved a moment ago may show its orders late.
    if (await rebalance.orders.first().isVisible()) return;
    // Candles run many times as fast as real time, so a plan is old soon: one plans again and approves at once.
    if (!(await rebalance.approve.isVisible())) await rebalance.planAgain.click({ timeout: 1_000 });
    await rebalance.approve.click({ timeout: 2_000 });
    await expect(rebalance.orders.first()).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expect(rebalance.held.block.or(rebalance.report(OVER)).first()).toBeVisible();
  if (await rebalance.held.block.isVisible()) await rebalance.held.stopHere.click();
  await expect(rebalance.report(OVER)).toBeVisible();
  return rebalance.worstError();
}

async function playAndRebalance(page: Page, assets: readonly string[]): Promise<void> {
  const frame = new FrameModel(page);
  await expect(page.getByText(/paper portfolio on the replayed candles/)).toBeVisible();
  await new FirstRunModel(page).openDemo.click();
  await frame.isOpen("Overview");
  await expect(frame.topBar).toContainText("REPLAY");
  await expect(frame.topBar).not.toContainText("SIMULATED");
  await expect(frame.total).toBeVisible();
  const total = await frame.total.innerText();

  await frame.open("Positions");
  const positions = new PositionsModel(page);
  for (const asset of assets) await expect(positions.row(asset)).toBeVisible();
  // It plays: the value moves with the candles.
  await expect(frame.total).not.toHaveText(total);

  await frame.open("Rebalance");
  const rebalance = new RebalanceModel(page);
  const legs = await rebalance.countLegs();
  expect(legs).toBeGreaterThanOrEqual(assets.length);
  let worst = await rebalanceOnce(rebalance);
  for (let more = 0; more < MOST_PLANS && worst > 1 && !FORBIDS.test(await rebalance.left.innerText()); more += 1) {
    await rebalance.done.click();
    worst = await rebalanceOnce(rebalance);
  }
  if (worst > 1) await expect(rebalance.left).toContainText(FORBIDS);
}

test("a folder of made-up candles: prices play, a rebalance arrives at its targets", async ({ app, folder }) => {
  const replay = writeReplayFolder(path.join(folder, "candles"), [
    { symbol: "BTCUSDT", start: 60_000, decimals: 2, seed: 1 },
    { symbol: "ETHUSDT", start: 3_000, decimals: 2, seed: 2 },
    { symbol: "SOLUSDT", start: 150, decimals: 3, seed: 3 },
  ]);
  const page = await app.start({ replay, speed: 5 });
  await playAndRebalance(page, ["BTC", "ETH", "SOL"]);
});

test("real candles of real coins: prices play, a rebalance arrives at its targets", async ({ app }, testInfo) => {
  const market = referenceMarket();
  testInfo.skip("missing" in market, "missing" in market ? market.missing : "");
  if ("missing" in market) return;
  const page = await app.start({ replay: market.folder });
  await playAndRebalance(page, ["BTC", "ETH", "ADA"]);
});
