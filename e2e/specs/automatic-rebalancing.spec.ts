// Does a profile rebalance by itself only where a person allowed it, for as long as they let it, with a mark on every screen?
import { expect, test } from "../fixtures/app.ts";
import { untilJournaled } from "../fixtures/books.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { ActivityModel } from "../page-models/activity-model.ts";
import { AutomaticModel } from "../page-models/automatic-model.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { ProfilesModel } from "../page-models/profiles-model.ts";

test.describe.configure({ timeout: 300_000 });

test("allowed, carried out, stopped", async ({ app }, testInfo) => {
  const page = await app.start({ demo: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  const frame = new FrameModel(page);
  const automatic = new AutomaticModel(page);
  // Off at first.
  await new ProfilesModel(page).open();
  await expect(automatic.panel).toContainText("Every plan waits for your approval.");
  await expect(automatic.bars).toHaveCount(0);
  await seen("automatic-off");

  await automatic.allow.click();
  await seen("automatic-terms");
  // What cannot be is said, and nothing is allowed.
  await automatic.dialog.getByRole("checkbox", { name: "Out of band" }).click();
  await expect(automatic.dialog).toContainText("Choose at least one rule.");
  await expect(automatic.lookAtIt).toBeDisabled();
  await automatic.dialog.getByRole("checkbox", { name: "Out of band" }).click();
  await automatic.type("Traded a plan, at most", "100");
  await automatic.type("Traded a day, at most", "100");
  await automatic.type("Costs a plan, at most", "2");
  await automatic.type("Costs a day, at most", "2");
  await automatic.lookAtIt.click();
  await expect(automatic.dialog).toContainText("Out of band");
  await expect(automatic.dialog).toContainText("It stops for good");
  await seen("automatic-words");
  await automatic.give.click();

  // The demo is out of its bands: its rule has fired, and now it is carried out without another word.
  await expect(automatic.bars).toContainText("Automatic rebalancing on until");
  // A busy machine may have a price a little old at first; then it is tried again after a minute or two.
  await expect(automatic.panel).toContainText(/Today \(UTC\): \$[\d,]*[1-9][\d,]*\.\d\d traded/, {
    timeout: 150_000,
  });
  await untilJournaled(app.dataDir, "plan.report", 1);
  await seen("automatic-on");
  for (const name of ["Overview", "Positions", "Rebalance", "Markets", "Signals", "Activity", "Settings"] as const) {
    await frame.open(name);
    await expect(automatic.bars, name).toBeVisible();
  }
  await frame.open("Activity");
  await new ActivityModel(page).show("All");
  await expect(frame.screen).toContainText("Plan approved by itself");
  await expect(frame.screen).toContainText("Automatic rebalancing allowed");

  // It survives a reload, and is stopped from any screen.
  await page.reload();
  await expect(automatic.bars).toBeVisible();
  await automatic.stop.click();
  await expect(automatic.bars).toHaveCount(0);
  await new ProfilesModel(page).open();
  await expect(automatic.panel).toContainText("You stopped it.");
  await seen("automatic-stopped");

  // What would end it at once is said before anything is given.
  await frame.topBar.getByRole("button", { name: /Pause everything/ }).click();
  await expect(frame.topBar).toContainText("Resume");
  await automatic.allow.click();
  await automatic.lookAtIt.click();
  await expect(automatic.dialog).toContainText("Everything was paused: Paused in the window");
  await seen("automatic-refused");
});
