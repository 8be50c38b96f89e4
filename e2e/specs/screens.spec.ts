// Does every screen look right, in both themes: a picture of each, nothing for axe to say, nothing beyond the window's edge?
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { ActivityModel } from "../page-models/activity-model.ts";
import { FeedsModel } from "../page-models/feeds-model.ts";
import { FirstRunModel } from "../page-models/first-run-model.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { MarketsModel } from "../page-models/markets-model.ts";
import { OverviewModel } from "../page-models/overview-model.ts";
import { PositionsModel } from "../page-models/positions-model.ts";
import { ProfilesModel } from "../page-models/profiles-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";
import { SettingsModel } from "../page-models/settings-model.ts";
import { SignalsModel } from "../page-models/signals-model.ts";

const WIDE = { width: 1920, height: 1080 };
const USUAL = { width: 1280, height: 800 };

test.describe.configure({ timeout: 180_000 });

test("every screen", async ({ app }, testInfo) => {
  const page = await app.start();
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  const frame = new FrameModel(page);

  await expect(new FirstRunModel(page).openDemo).toBeVisible();
  await seen("first-run");
  await new FirstRunModel(page).openDemo.click();

  const overview = new OverviewModel(page);
  await expect(overview.reviewPlan).toBeVisible();
  await expect(overview.curve).toBeVisible();
  await seen("overview");
  await page.setViewportSize(WIDE);
  await seen("overview");
  await page.setViewportSize(USUAL);

  await frame.open("Positions");
  const positions = new PositionsModel(page);
  await positions.row("BTC").click();
  await expect(positions.why).toContainText(/\$\d/);
  await expect(positions.where("BTC")).toContainText("History agrees.");
  await seen("positions");

  await frame.open("Markets");
  const markets = new MarketsModel(page);
  await expect(markets.bids.first()).toBeVisible();
  await expect(markets.chart).toBeVisible();
  await seen("markets");

  await frame.open("Signals");
  await expect(new SignalsModel(page).rows.first()).toBeVisible();
  await seen("signals");

  await seeRebalance(page, seen);

  await frame.open("Activity");
  const activity = new ActivityModel(page);
  await activity.rows.first().click();
  await expect(activity.entry).toContainText("Seal");
  await seen("activity");

  await frame.open("Settings");
  await expect(new SettingsModel(page).connections).toContainText("Sim Alpha");
  await seen("settings");
  const feeds = new FeedsModel(page);
  await feeds.open();
  await feeds.row("Sim Beta").click();
  await expect(feeds.market("BTC/USD").first()).toContainText("live");
  await expect(feeds.reconnect).toBeDisabled();
  await seen("feeds");
  const profiles = new ProfilesModel(page);
  await profiles.open();
  await expect(profiles.profile("Satellites")).toBeVisible();
  await seen("profiles");

  await page.keyboard.press("Control+k");
  await expect(frame.palette).toBeVisible();
  await seen("palette");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(frame.keyList).toBeVisible();
  await seen("keys");
});

/** Plan, report and history: the same screen in its three states. */
async function seeRebalance(page: Page, seen: (name: string) => Promise<void>): Promise<void> {
  await new FrameModel(page).open("Rebalance");
  const rebalance = new RebalanceModel(page);
  await rebalance.untilApprovable();
  await seen("rebalance-plan");
  await page.setViewportSize(WIDE);
  await seen("rebalance-plan");
  await page.setViewportSize(USUAL);
  await rebalance.planAgain.click();
  await rebalance.untilApprovable();
  await rebalance.approve.click();
  await expect(rebalance.report("Done")).toBeVisible({ timeout: 30_000 });
  await seen("rebalance-report");
  await rebalance.show("History");
  await expect(rebalance.historyRows.first()).toBeVisible();
  await seen("rebalance-history");
}

test("a script that is not ours does not run", async ({ app }) => {
  const page = await app.start({ demo: true });
  await expect(new FrameModel(page).total).toBeVisible();
  app.expectProblem(/Content Security Policy|CSP: |Trusted/i);
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    const planted = new Promise((resolve) => {
      addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective), {
        once: true,
      });
    });
    try {
      script.textContent = "document.documentElement.dataset.planted = 'yes'";
      document.body.append(script);
    } catch {
      // Refused already when it was written.
    }
    return { directive: await planted, planted: document.documentElement.dataset.planted ?? "no" };
  });
  expect(ran).toEqual({ directive: expect.stringMatching(/script-src|trusted-types/), planted: "no" });
});
