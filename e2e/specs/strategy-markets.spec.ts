// Is it told of each market what the strategies say and why, drawn and in words, and does a cycle run on demand?
import { expect, test } from "../fixtures/app.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { StrategyMarketsModel } from "../page-models/strategy-markets-model.ts";

const SMALL = { width: 1024, height: 700 };
const USUAL = { width: 1280, height: 800 };

/** What is reckoned in a thread of its own takes long on a busy machine. */
const RECKONED = { timeout: 60_000 };

test.describe.configure({ timeout: 180_000 });

test("each market's strategies", async ({ app }, testInfo) => {
  const page = await app.start({ demo: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const frame = new FrameModel(page);
  await frame.open("Strategies");
  const markets = new StrategyMarketsModel(page);
  // By keyboard: an arrow moves the choice, and the view follows.
  await markets.view("Settings").press("ArrowRight");
  await expect(markets.view("Markets")).toBeChecked();
  const seen = (name: string) => lookInBothThemes(page, { name: `strategy-markets-${name}`, testInfo });

  await markets.waiting.or(markets.decision).waitFor();
  if (await markets.waiting.isVisible()) await seen("empty");
  await markets.runNow.click();
  await expect(markets.decision).toContainText("Candle closed", RECKONED);
  await expect(markets.wheel).toContainText(/trough|ascent|crest|descent/, RECKONED);
  await expect(markets.gate).toContainText(/old from noise/, RECKONED);
  await expect(markets.price).toContainText(/Calm \d+ %/);
  await seen("full");
  await page.setViewportSize(SMALL);
  await markets.results.scrollIntoViewIfNeeded();
  await expect(markets.results).toContainText("No edge is claimed for any of them.");
  await seen("results");
  await page.setViewportSize(USUAL);

  const first = await markets.decision.innerText();
  const options = await markets.market.locator("option").allTextContents();
  expect(options.length).toBeGreaterThan(1);
  await markets.market.selectOption({ label: options[1] ?? "" });
  await expect(markets.price).toContainText(`${options[1]?.split(",")[0]}, hourly`);
  await expect(markets.decision).not.toHaveText(first);
  await markets.overlay("Bollinger 20").click();
  await markets.overlay("Regimes").click();
  await markets.below.selectOption({ label: "Permutation entropy" });
  await expect(markets.price).toContainText(/Permutation entropy 0\.\d+/, RECKONED);
  await seen("other");
  // The address says which market it is: it is there again after a reload.
  await page.reload();
  await expect(markets.price).toContainText(`${options[1]?.split(",")[0]}, hourly`);
});
