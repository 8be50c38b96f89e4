// Can a plan be shaped where it is made: rules, goals, made-up deposits, orders changed by hand, and is each view of it sound?
import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/app.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";

const SMALL = { width: 1024, height: 700 };
const USUAL = { width: 1280, height: 800 };

test.describe.configure({ timeout: 120_000 });

async function openPlan(page: Page): Promise<RebalanceModel> {
  const frame = new FrameModel(page);
  await expect(frame.total).toBeVisible();
  await frame.open("Rebalance");
  const rebalance = new RebalanceModel(page);
  await rebalance.untilApprovable();
  return rebalance;
}

test("every view of planning", async ({ app }, testInfo) => {
  const page = await app.start({ demo: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name: `rebalance-${name}`, testInfo });
  const rebalance = await openPlan(page);
  await expect(rebalance.outlook).toContainText(/Better (act|wait)|No advice/);
  await rebalance.showBelow("Bands");
  await rebalance.showBelow("Cash");
  await seen("bands");
  await rebalance.showBelow("Act or wait");
  await rebalance.openRules("SOL");
  await rebalance.openLeg(1);
  await rebalance.showBelow("What if");
  await seen("opened");
  await page.setViewportSize(SMALL);
  await seen("opened");
  await page.setViewportSize(USUAL);
  await rebalance.whatIf.getByRole("button", { name: "Deposit", exact: true }).click();
  await expect(rebalance.hypothetical).toBeVisible();
  await seen("what-if");
  await rebalance.targets.getByRole("button", { name: "Bands", exact: true }).click();
  await page.getByRole("radio", { name: "By volatility" }).click();
  await seen("kinds-of-band");
  await page.keyboard.press("Escape");
  await rebalance.targets.getByRole("button", { name: "Method", exact: true }).click();
  await page.getByRole("combobox", { name: "Method" }).selectOption("equal");
  await expect(page.getByRole("region", { name: "What the method gives" })).toContainText("SOL");
  await seen("method");
  await page.keyboard.press("Escape");
  await rebalance.show("Rules");
  await expect(rebalance.evaluations.locator("summary").first()).toBeVisible();
  await rebalance.evaluations.locator("summary").first().click();
  await rebalance.rules.getByRole("switch", { name: "Schedule" }).click();
  await expect(rebalance.rules).toContainText("Next:");
  await seen("rules");
  await page.setViewportSize(SMALL);
  await seen("rules");
  await page.setViewportSize(USUAL);
  await rebalance.show("History");
  await rebalance.historyRows.first().click();
  await seen("past-plan");
});

test("orders changed by hand: the projection follows, and what is approved is what is shown", async ({ app }) => {
  const page = await app.start({ demo: true });
  const rebalance = await openPlan(page);
  const legs = await rebalance.countLegs();

  // More than there is money, book or limit for: refused by the order's name, and the plan stays as it was.
  const last = await rebalance.planLegs.last().getByRole("button", { name: /^Buy/ }).innerText();
  const asset = /[\d.,]+\s+(\w+)/.exec(last)?.[1] ?? "";
  await rebalance.openLeg(legs);
  await rebalance.resize(asset, "1000000");
  await expect(rebalance.plan).toContainText(new RegExp(`Order ${legs} \\(buy 1000000 ${asset} in .*\\): \\w+`));
  await expect(rebalance.plan).toContainText(`${legs} orders`);
  await rebalance.openLeg(legs);

  const before = await rebalance.projected(asset);
  await rebalance.openLeg(legs);
  await rebalance.plan.getByRole("button", { name: "Leave it out" }).click();
  await expect(rebalance.plan).toContainText("Changed by hand: 1 left out.");
  await expect(rebalance.plan).toContainText(`${legs - 1} order`);
  await expect.poll(() => rebalance.projected(asset)).not.toBe(before);
  await rebalance.plan.getByRole("button", { name: "Put it back" }).click();
  await expect(rebalance.plan).toContainText(`${legs} orders`);
  await expect.poll(() => rebalance.projected(asset)).toBe(before);

  await rebalance.plan.getByRole("button", { name: "Leave it out" }).click();
  await expect(rebalance.approve).toContainText(`Send ${legs - 1} order`);
  await rebalance.approve.click();
  await expect(rebalance.report(/^(Done|Done in part)$/)).toBeVisible({ timeout: 30_000 });
  await expect(rebalance.orders).toHaveCount(legs - 1);
});

test("rules, goals and made-up deposits are planned with by themselves, and a made-up one is never approved", async ({
  app,
}) => {
  const page = await app.start({ demo: true });
  const rebalance = await openPlan(page);

  const rules = await rebalance.openRules("SOL");
  await rules.getByRole("checkbox", { name: "Never sell" }).click();
  await expect(rebalance.planLegs.filter({ hasText: /Sell.*SOL/ })).toHaveCount(0);
  await expect(rebalance.left).toContainText(/SOL\s*Not sold/);
  await rebalance.targets.getByRole("button", { name: "Undo changes" }).click();
  await expect(rebalance.planLegs.filter({ hasText: /Sell.*SOL/ }).first()).toBeVisible();

  await rebalance.chooseGoal("Sell one");
  await expect(rebalance.planAgain).toBeDisabled();
  await rebalance.targets.getByRole("combobox", { name: "Asset to sell" }).selectOption("SOL");
  await expect(rebalance.approve).toBeEnabled();
  await expect.poll(() => rebalance.projected("SOL")).toBeLessThan(0.1);
  await rebalance.targets.getByRole("button", { name: "Undo changes" }).click();

  await rebalance.showBelow("What if");
  await rebalance.whatIf.getByRole("button", { name: "Deposit", exact: true }).click();
  await expect(rebalance.hypothetical).toBeVisible();
  await expect(rebalance.approve).toHaveCount(0);
  await rebalance.plan.getByRole("button", { name: "Plan with what is there" }).click();
  await expect(rebalance.approve).toBeVisible();
});
