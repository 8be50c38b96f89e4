// Are the weights of strategies checked, shared out and kept, and is each strategy told in words?
import { expect, test } from "../fixtures/app.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { StrategiesModel } from "../page-models/strategies-model.ts";

test("weights add up before they are saved", async ({ app }, testInfo) => {
  const page = await app.start({ demo: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const frame = new FrameModel(page);
  await frame.open("Strategies");
  const strategies = new StrategiesModel(page);
  await expect(strategies.weights).toContainText("100.0%");
  await expect(strategies.save).toBeDisabled();
  await lookInBothThemes(page, { name: "strategies", testInfo });

  await strategies.weight("Entropy gate").fill("50");
  await expect(strategies.weights).toContainText("125.0%");
  await expect(strategies.save).toBeDisabled();
  await lookInBothThemes(page, { name: "strategies-sum", testInfo });
  await strategies.normalise.click();
  await expect(strategies.weight("Entropy gate")).toHaveValue("40");
  await strategies.rules.getByRole("radio", { name: "Pick" }).click();
  await expect(strategies.rules).toContainText("The draw knows nothing of the market");
  await strategies.save.click();
  await expect(strategies.save).toBeDisabled();

  await strategies.about("Cycle wheel").press("Enter");
  await expect(strategies.words("Cycle wheel")).toContainText("Most markets have no cycle most of the time.");
  await page.reload();
  await expect(strategies.weight("Entropy gate")).toHaveValue("40");
  await expect(strategies.rules.getByRole("radio", { name: "Pick" })).toBeChecked();
});
