// Does a signal lead to a position: opened, replayed, planned, approved, its levels shown, and left again by plan?
import type { Page } from "@playwright/test";
import { type App, expect, test } from "../fixtures/app.ts";
import type { EngineOptions, EngineProcess } from "../fixtures/engine-process.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { parkAsset, plantSignal } from "../fixtures/plant-signal.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { MarketsModel } from "../page-models/markets-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";
import { SignalsModel } from "../page-models/signals-model.ts";
import { TicketModel } from "../page-models/ticket-model.ts";

test.describe.configure({ timeout: 240_000 });

const BUY = "0b0e7a52-0000-4000-8000-000000000001";
const SELL = "0b0e7a52-0000-4000-8000-000000000002";

type StartEngine = (options: Partial<EngineOptions>) => Promise<EngineProcess>;

/** The demo with a buy of ETH and a sell of SOL among its signals, and XRP as a stop left it. */
async function startWithSignals(app: App, startEngine: StartEngine): Promise<Page> {
  const engine = await startEngine({ dataDir: app.dataDir, demo: true });
  await engine.stop();
  const common = { dataDir: app.dataDir, profileId: "demo-a" };
  plantSignal({ ...common, id: BUY, asset: "ETH", action: "buy", price: 3_240 });
  plantSignal({ ...common, id: SELL, asset: "SOL", action: "sell", price: 146, hoursAgo: 2 });
  parkAsset({ ...common, asset: "XRP" });
  return app.start();
}

/** What one plan from a signal came to. */
async function approveAndFinish(page: Page, ticket: TicketModel): Promise<void> {
  const rebalance = new RebalanceModel(page);
  await ticket.untilApprovable(() => rebalance.planAgain.click());
  await ticket.approve.click();
  await expect(rebalance.report("Done")).toBeVisible({ timeout: 30_000 });
}

test("from a signal to a position and out of it", async ({ app, startEngine }, testInfo) => {
  const page = await startWithSignals(app, startEngine);
  const seen = (name: string) => lookInBothThemes(page, { name: `signals-${name}`, testInfo });
  const frame = new FrameModel(page);
  const signals = new SignalsModel(page);
  const ticket = new TicketModel(page);
  await frame.open("Signals");
  await signals.show(/^Positions/);
  await expect(signals.positions).toContainText("Nothing is held because of a signal.");
  await seen("positions-empty");
  await signals.askRearm("XRP");
  await seen("rearm");
  await signals.rearm("XRP", "The fall is over.");
  await expect(signals.parked).toContainText("Nothing is parked.");

  await signals.show("Stream");
  await signals.only("Strategy");
  await signals.rows.filter({ hasText: "ETH" }).click();
  await expect(signals.detail(/Buy ETH/)).toContainText("Inputs closed at");
  await signals.replay.click();
  await expect(signals.replayed).toContainText("Equal. The stored inputs give the same signal and the same hash.");
  await seen("replayed");

  // Nothing of SOL was bought from a signal: what is held by target is not the signal's to sell.
  await signals.rows.filter({ hasText: "SOL" }).click();
  await signals.makePlan.click();
  await expect(ticket.plan).toContainText("Nothing of SOL was bought from a signal.");
  await seen("refused");
  await page.goBack();

  await signals.rows.filter({ hasText: "ETH" }).click();
  await page.keyboard.press("p");
  await expect(frame.heading("Rebalance")).toBeVisible();
  await expect(ticket.planLegs).toHaveCount(1, { timeout: 30_000 });
  await expect(ticket.planLegs).toContainText(/Buy.*ETH/);
  await expect(frame.panel("From a signal")).toContainText("A fixed 0.05 of the value, divided by 1.2");
  await seen("plan");
  await approveAndFinish(page, ticket);

  await frame.open("Signals");
  await expect(signals.rows.filter({ hasText: "ETH" }).filter({ hasText: "planned" })).toBeVisible();
  await signals.show(/^Positions 1$/);
  await expect(signals.positionRows).toHaveCount(1);
  await expect(signals.positionRows).toContainText("ETH");
  await expect(signals.positions).toContainText("they work only while it runs");
  const position = signals.detail("ETH from a signal");
  for (const level of ["Take-profit 1", "Entry", "Price now", "Stop-loss"]) await expect(position).toContainText(level);
  await seen("positions");
  await page.setViewportSize({ width: 1920, height: 1080 });
  await seen("positions");
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.evaluate("location.hash = '#/markets/sim-alpha/ETH%2FUSD'");
  const markets = new MarketsModel(page);
  await markets.pointAtMark(/Buy, Strategy: mapper/);
  await seen("on-the-chart");
  await page.mouse.down();
  await page.mouse.up();
  await expect(signals.detail(/Buy ETH/)).toBeVisible();
  await page.goBack();
  await markets.chart.getByRole("button", { name: /\d+ signals?$/ }).click();
  await page.getByRole("menuitem", { name: /Buy, Strategy: mapper/ }).click();
  await expect(signals.detail(/Buy ETH/)).toContainText("A plan was approved from it.");

  await signals.show(/^Positions 1$/);
  await signals.planExit.click();
  await expect(ticket.planLegs).toContainText(/Sell.*ETH/, { timeout: 30_000 });
  await seen("exit");
  await approveAndFinish(page, ticket);
  await frame.open("Signals");
  await signals.show(/^Positions$/);
  await expect(signals.positions).toContainText("Nothing is held because of a signal.");
});
