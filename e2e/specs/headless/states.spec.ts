// How do Overview and Rebalance look while they wait, when the engine is gone, when a plan is held: pictures, axe, edges?
import path from "node:path";
import { expect, test } from "../../fixtures/app.ts";
import { untilJournaled } from "../../fixtures/books.ts";
import { openRedirectFile } from "../../fixtures/headless-shell.ts";
import { lookInBothThemes } from "../../fixtures/look.ts";
import { PageWatch } from "../../fixtures/page-watch.ts";
import { FrameModel } from "../../page-models/frame-model.ts";
import { OverviewModel } from "../../page-models/overview-model.ts";
import { RebalanceModel } from "../../page-models/rebalance-model.ts";

test.describe.configure({ timeout: 120_000 });

test("waiting, stale, failed, held", async ({ page, startEngine, folder }, testInfo) => {
  testInfo.skip(process.platform === "win32", "Windows cannot stop a process for a while.");
  await page.emulateMedia({ reducedMotion: "reduce" });
  const watch = await PageWatch.on(page);
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  const frame = new FrameModel(page);
  const overview = new OverviewModel(page);
  const rebalance = new RebalanceModel(page);

  let engine = await startEngine({ demo: true });
  await openRedirectFile(page, engine);
  // The browser keeps the screens' code, so that the engine is not asked for it below.
  for (const screen of ["Rebalance", "Overview"] as const) await frame.open(screen);
  await page.reload();
  await expect(overview.curve).toBeVisible();

  engine.freeze();
  await overview.period("1W").click();
  await expect(overview.curve).toHaveCount(0);
  await seen("overview-loading");
  await frame.open("Rebalance");
  await expect(rebalance.plan).toContainText("being made");
  await seen("rebalance-loading");
  engine.thaw();
  // The first plan after a standstill may find prices that are too old, and says so.
  await expect(async () => {
    if (!(await rebalance.approve.isVisible())) await rebalance.planAgain.click({ timeout: 1_000 });
    await expect(rebalance.approve).toBeVisible({ timeout: 2_000 });
  }).toPass();

  watch.engineIsGone = true;
  await engine.kill();
  await expect(frame.engineIsGone).toBeVisible();
  await expect(rebalance.plan).toContainText("The engine does not answer. This plan waits.");
  await expect(rebalance.approve).toHaveCount(0);
  await seen("rebalance-stale");
  await rebalance.planAgain.click();
  await expect(rebalance.plan).toContainText("The connection to the engine was lost.");
  await seen("rebalance-error");
  await frame.open("Overview");
  await expect(overview.suggestions.getByText(/ old$/)).toBeVisible();
  await seen("overview-stale");
  await overview.period("1Y").click();
  await expect(overview.value).toContainText("The connection to the engine was lost.");
  await seen("overview-error");

  engine = await startEngine();
  await openRedirectFile(page, engine);
  watch.engineIsGone = false;
  await frame.open("Rebalance");
  await expect(rebalance.approve).toBeVisible();
  watch.engineIsGone = true;
  await Promise.all([
    untilJournaled(path.join(folder, "data"), "plan.approved", 1).then(() => engine.kill()),
    rebalance.approve.click(),
  ]);
  engine = await startEngine();
  await openRedirectFile(page, engine);
  watch.engineIsGone = false;
  await frame.open("Rebalance");
  await expect(rebalance.held.block).toContainText("The program ended while this plan was under way.");
  await seen("rebalance-held");
  await rebalance.held.stopHere.click();
  await expect(rebalance.report("Ended")).toBeVisible();
  await seen("rebalance-ended");
  expect(watch.problems).toEqual([]);
});
