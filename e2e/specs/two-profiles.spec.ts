// Do two profiles from a file live apart: different assets, hashes and signals, and one trades by a tilted plan while the other is halted?
import { readFileSync } from "node:fs";
import { inRoot } from "../../scripts/prepare/paths.mjs";
import { expect, test } from "../fixtures/app.ts";
import { plantTiltingSignal } from "../fixtures/plant-tilting-signal.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { OverviewModel } from "../page-models/overview-model.ts";
import { ProfileImportModel } from "../page-models/profile-import-model.ts";
import { ProfilesModel } from "../page-models/profiles-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";
import { SignalsModel } from "../page-models/signals-model.ts";
import { StrategiesModel } from "../page-models/strategies-model.ts";

const ONE = readFileSync(inRoot("src-main/engine/profiles/import/fixtures/coinbase_profiles.yaml"), "utf8");
const [HEAD = "", ...ENTRY] = ONE.split("\n");
const TWO = [
  HEAD,
  ...ENTRY,
  ...ENTRY.map((line) =>
    line
      .replace("profile_a:", "profile_b:")
      .replace("Primary Trading Profile", "Second Profile")
      .replace("priority: 1", "priority: 2")
      .replace('"BTC", "ETH", "SOL", "USDC", "XRP"', '"ETH", "XRP", "USDC"')
      .replace("profile_a_primary_trading", "profile_b_second"),
  ),
].join("\n");

const FIRST = "Primary Trading Profile";
const SECOND = "Second Profile";

test("import, two profiles, different signals, tilt, plan, approve in one while the other is halted", async ({
  app,
}) => {
  test.setTimeout(240_000);
  let page = await app.start();
  await page.getByRole("button", { name: /Import a configuration/ }).click();
  const file = new ProfileImportModel(page);
  await file.choose("two.yaml", TWO);
  await file.confirm.click();
  await expect(new OverviewModel(page).curve).toBeVisible();

  const profiles = new ProfilesModel(page);
  await profiles.open();
  const identity = page.getByRole("region", { name: "Profile", exact: true });
  const hash = identity.getByTitle(/^Identity hash: [0-9a-f]{64}$/);
  await profiles.profile(FIRST).click();
  await expect(identity).toContainText("BTC, ETH, SOL, USDC, XRP");
  const first = await hash.getAttribute("title");
  await profiles.profile(SECOND).click();
  await expect(identity).toContainText("ETH, USDC, XRP");
  expect(await hash.getAttribute("title")).not.toBe(first);

  // Each has strategies of its own: one lets them tilt, the other does not.
  await new FrameModel(page).switchProfile(FIRST);
  // A file of this form names assets, not their shares.
  await new FrameModel(page).open("Rebalance");
  const empty = new RebalanceModel(page);
  await expect(empty.plan).toContainText("This profile has no targets yet.");
  await empty.addTarget("BTC", "40");
  await empty.addTarget("ETH", "30");
  await empty.addTarget("SOL", "30");
  await empty.keep();
  await new FrameModel(page).open("Strategies");
  const strategies = new StrategiesModel(page);
  await strategies.rule("Tilt of targets").fill("10");
  await strategies.rule("Tilt of one asset").fill("8");
  await strategies.save.click();
  await expect(strategies.rules).toContainText("In use: 0.00 of 10.00 points.");
  await app.stop();
  plantTiltingSignal(app.dataDir, "primary-trading-profile", "SOL", "buy", "0.75");
  plantTiltingSignal(app.dataDir, "second-profile", "XRP", "sell", "0.5");

  page = await app.start();
  const frame = new FrameModel(page);
  const signals = new SignalsModel(page);
  const again = new ProfilesModel(page);
  await frame.switchProfile(SECOND);
  await frame.open("Signals");
  await expect(signals.rows.filter({ hasText: "XRP" }).first()).toBeVisible();
  await expect(signals.rows.filter({ hasText: "SOL" })).toHaveCount(0);
  await again.open();
  await again.profile(SECOND).click();
  await page.getByRole("button", { name: "Halt this profile" }).click();
  await expect(page.getByRole("region", { name: "Trading", exact: true })).toContainText("Halted");

  await frame.switchProfile(FIRST);
  await frame.open("Signals");
  await expect(signals.rows.filter({ hasText: "SOL" }).first()).toBeVisible();
  await expect(signals.rows.filter({ hasText: "XRP" })).toHaveCount(0);
  await frame.open("Rebalance");
  const rebalance = new RebalanceModel(page);
  await rebalance.untilApprovable();
  await expect(rebalance.plan).toContainText(/SOL: target tilted by a signal, \+6\.00 points/);
  await rebalance.approve.click();
  await expect(rebalance.report(/^(Done|Done in part)$/)).toBeVisible({ timeout: 60_000 });

  // The other one is still halted, and nothing of it may be sent.
  await again.open();
  await again.profile(SECOND).click();
  await expect(page.getByRole("region", { name: "Trading", exact: true })).toContainText("Halted");
  await frame.switchProfile(SECOND);
  await frame.open("Rebalance");
  await expect(new RebalanceModel(page).approve).toHaveCount(0);
});
