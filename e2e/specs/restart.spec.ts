// What is still there after the program was ended and started again?
import { expect, test } from "../fixtures/app.ts";
import { ActivityModel } from "../page-models/activity-model.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { SettingsModel } from "../page-models/settings-model.ts";

test("settings, profiles and journal survive a restart", async ({ app }) => {
  const page = await app.start({ demo: true });
  const frame = new FrameModel(page);
  const settings = new SettingsModel(page);
  await expect(frame.total).toBeVisible();
  await frame.switchProfile("Satellites");
  await expect(frame.rail.getByRole("button").first()).toContainText("Satellites");
  await frame.open("Settings");
  await settings.theme("Light").click();
  await settings.timeZone("This computer").click();
  await settings.option("Hide amounts").click();
  await settings.option(/color-blind/).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await expect(frame.total).toHaveCount(0);
  // It shows what is saved, not what was pressed.
  await expect(settings.option(/color-blind/)).toBeChecked();
  await app.stop();

  const again = await app.start();
  const frameAgain = new FrameModel(again);
  const settingsAgain = new SettingsModel(again);
  await expect(frameAgain.rail.getByRole("button").first()).toContainText("Satellites");
  await expect(again.locator("html")).toHaveAttribute("data-theme", "light");
  await expect(frameAgain.topBar.getByTitle("amount hidden").first()).toBeVisible();
  await frameAgain.open("Settings");
  await expect(settingsAgain.theme("Light")).toBeChecked();
  await expect(settingsAgain.timeZone("This computer")).toBeChecked();
  await expect(settingsAgain.option("Hide amounts")).toBeChecked();
  await expect(settingsAgain.option(/color-blind/)).toBeChecked();
  await settingsAgain.option("Hide amounts").click();
  await expect(frameAgain.total).toBeVisible();

  await settingsAgain.checkJournal.click();
  await expect(settingsAgain.journalHolds).toBeVisible();
  await frameAgain.open("Activity");
  const activity = new ActivityModel(again);
  await activity.show("System");
  await expect(activity.row(/start/i)).toHaveCount(2);
});
