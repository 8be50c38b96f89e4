// Do signals tilt targets once a person lets them, does the next plan say by how much, and is it approved like any other?
import { expect, test } from "../fixtures/app.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { plantTiltingSignal } from "../fixtures/plant-tilting-signal.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { ProfilesModel } from "../page-models/profiles-model.ts";
import { RebalanceModel } from "../page-models/rebalance-model.ts";
import { StrategiesModel } from "../page-models/strategies-model.ts";

test.describe.configure({ timeout: 300_000 });

test("tilt on, plan, approve", async ({ app }, testInfo) => {
  const seen = (name: string) => lookInBothThemes(page, { name: `tilt-${name}`, testInfo });
  let page = await app.start({ demo: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  await new FrameModel(page).open("Strategies");
  const strategies = new StrategiesModel(page);
  await expect(strategies.rules).toContainText("Off: signals tilt no targets.");
  await seen("off");
  await strategies.rule("Tilt of targets").fill("10");
  await strategies.rule("Tilt of one asset").fill("2");
  await strategies.rules.getByText("Bounds of single assets: none of their own").click();
  for (const asset of ["SOL", "ETH"]) await strategies.rule(`Tilt of ${asset}`).fill("8");
  await expect(strategies.rules).toContainText("Bounds of single assets: ETH, SOL");
  await strategies.rule("Tilt of SOL").scrollIntoViewIfNeeded();
  await seen("bounds");
  await strategies.save.click();
  await expect(strategies.save).toBeDisabled();
  await expect(strategies.rules).toContainText("In use: 0.00 of 10.00 points.");

  await app.stop();
  plantTiltingSignal(app.dataDir, "demo-a", "SOL", "buy", "0.75");
  plantTiltingSignal(app.dataDir, "demo-a", "ETH", "sell", "0.5");
  page = await app.start();
  await page.emulateMedia({ reducedMotion: "reduce" });
  const frame = new FrameModel(page);
  await frame.open("Strategies");
  const tilted = new StrategiesModel(page);
  await expect(tilted.rules).toContainText("In use: 6.00 of 10.00 points.");
  await expect(tilted.rules).toContainText("SOL15.00% to 21.00%");
  await expect(tilted.rules).toContainText("ETH25.00% to 21.00%");
  await expect(tilted.rules).toContainText("USDC12.00% to 10.00%makes room");
  await tilted.rules.getByText("In use:").scrollIntoViewIfNeeded();
  await seen("on");

  await frame.open("Rebalance");
  const rebalance = new RebalanceModel(page);
  await rebalance.untilApprovable();
  await expect(rebalance.plan).toContainText("SOL: target tilted by a signal, +6.00 points, from 15.00% to 21.00%.");
  await expect(rebalance.plan).toContainText("ETH: target tilted by a signal, −4.00 points, from 25.00% to 21.00%.");
  // They are tilted for as long as the signal lives, and never the profile's own.
  await expect(rebalance.plan.getByRole("checkbox", { name: "Keep these targets" })).toHaveCount(0);
  await seen("plan");
  await rebalance.approve.click();
  await expect(rebalance.done).toBeVisible({ timeout: 120_000 });

  // What it turned over is spent.
  await frame.open("Strategies");
  await expect(new StrategiesModel(page).rules).toContainText("last 30 days: 6.00% of 50.00%");
  await seen("spent");
  await new ProfilesModel(page).open();
  const positions = frame.panel("Positions and limits");
  await positions.getByRole("radio", { name: "Kelly" }).click();
  await positions.getByText("They work only while the program runs.").scrollIntoViewIfNeeded();
  await seen("positions");
  await positions.getByRole("textbox", { name: "Stop-loss" }).fill("3.5");
  await positions.getByRole("switch", { name: "Trailing stop" }).click();
  await positions.getByRole("switch", { name: "Protective exits" }).click();
  await positions.getByRole("switch", { name: "Protective exits" }).scrollIntoViewIfNeeded();
  await seen("positions-changed");
  await positions.getByRole("button", { name: "Save rules" }).click();
  await expect(positions.getByRole("button", { name: "Save rules" })).toHaveCount(0);
  await page.reload();
  await expect(positions.getByRole("textbox", { name: "Stop-loss" })).toHaveValue("3.5");
  await expect(positions.getByRole("switch", { name: "Protective exits" })).toBeChecked();
});
