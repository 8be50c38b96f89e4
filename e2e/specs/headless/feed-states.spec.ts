// What does the window show while prices fail: one market under suspicion, a whole venue gone, and all well again?
import { expect } from "../../fixtures/app.ts";
import { lookInBothThemes } from "../../fixtures/look.ts";
import { test } from "../../fixtures/venues.ts";
import { ConnectModel } from "../../page-models/connect-model.ts";
import { FeedsModel } from "../../page-models/feeds-model.ts";
import { FrameModel } from "../../page-models/frame-model.ts";
import { MarketsModel } from "../../page-models/markets-model.ts";
import { OverviewModel } from "../../page-models/overview-model.ts";
import { PositionsModel } from "../../page-models/positions-model.ts";

test.describe.configure({ timeout: 180_000 });

/** Prices of one market, so far apart from each other that none confirms the one before. */
function scatterEther(text: string): string {
  if (!text.includes('"ETH/USD"')) return text;
  const factor = 1.1 + Math.random() / 2;
  return text.replaceAll(/(?<="(?:bid|ask|last)":)[\d.]+/g, (price) => String(Number(price) * factor));
}

test("in part, wholly and no more", async ({ app, venues, keychain }, testInfo) => {
  const { kraken } = venues;
  const page = await app.start({ endpoints: { kraken: kraken.url }, env: keychain });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  const wizard = new ConnectModel(page);
  const frame = new FrameModel(page);
  const feeds = new FeedsModel(page);
  const markets = new MarketsModel(page);
  const { apiKey, secret } = kraken.addKey();
  await wizard.open();
  await wizard.chooseVenue("Kraken");
  await wizard.enterKey({ "API key": apiKey, "Private key": secret });
  await wizard.finish({ account: "Kraken main", profile: "Core" });
  await wizard.openOverview.click();
  await expect(frame.total).toContainText(/\d/);

  // A price is tested against the last ones, so there must have been some.
  await feeds.open();
  await feeds.row("Kraken").click();
  await expect.poll(() => feeds.received("ETH/USD"), { timeout: 45_000 }).toBeGreaterThan(40);
  await page.evaluate("location.hash = '#/markets/kraken/ETH%2FUSD'");
  await expect(markets.bids.first()).toBeVisible();
  await expect(markets.venueQuotes.filter({ hasText: "Kraken" }).first()).toContainText("live, streamed");
  await seen("markets-streamed");

  const streams = kraken.streams;
  if (streams === null) throw new Error("The venue server has no streams");
  const scattered = streams.faults.add({ kind: "alter", change: scatterEther });
  await expect(frame.feed("Kraken")).toContainText(/1 of \d+ in doubt/, { timeout: 30_000 });
  await expect(markets.consensus).toContainText("not yet confirmed");
  await seen("markets-suspect");
  await frame.feed("Kraken").click();
  await expect(feeds.market("ETH/USD")).toContainText("suspect");
  await expect(feeds.refused).toContainText("Far from the last prices, not confirmed");
  await seen("feeds-suspect");
  scattered.remove();
  await expect(frame.feed("Kraken")).not.toContainText("in doubt", { timeout: 30_000 });

  await feeds.reconnect.click();
  await expect(frame.messages).toContainText("Kraken is being connected anew");
  await expect(feeds.row("Kraken")).toContainText("live");

  await page.evaluate("location.hash = '#/markets/kraken/ETH%2FUSD'");
  await expect(markets.bids.first()).toBeVisible();
  // Nothing comes any more, by stream or by asking.
  const frozen = streams.faults.add({ kind: "halfOpen" });
  const asked = kraken.faults.add({ kind: "dropRequest" }, { path: /public/, times: Number.POSITIVE_INFINITY });
  await expect(markets.depth).toContainText("The book is being read anew.", { timeout: 45_000 });
  await expect(markets.bids).toHaveCount(0);
  await expect(frame.feed("Kraken")).toContainText(/stale|down/, { timeout: 45_000 });
  await seen("markets-down");
  await frame.open("Overview");
  await expect(new OverviewModel(page).allocationRow("BTC").locator(".in-doubt")).toBeVisible();
  await expect(frame.topBar.locator(".in-doubt").first()).toContainText("may be old or wrong");
  await seen("overview-down");
  await frame.open("Positions");
  await expect(new PositionsModel(page).row("BTC")).toContainText(/gives no price now|more than 15 s old/);
  await seen("positions-down");
  await feeds.open();
  await expect(feeds.row("Kraken")).toContainText(/stale|down/);
  await expect(feeds.connection("Kraken")).toContainText("No sign of life");
  await seen("feeds-down");

  frozen.remove();
  asked.remove();
  await expect(feeds.row("Kraken")).toContainText("live", { timeout: 60_000 });
  await frame.open("Overview");
  await expect(frame.topBar.locator(".in-doubt")).toHaveCount(0, { timeout: 30_000 });
  await expect(frame.feed("Kraken")).not.toContainText(/stale|down|in doubt/);
});
