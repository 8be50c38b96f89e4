// Are two imported profiles set side by side: what they share, how alike they are, what they are together?
import { readFileSync } from "node:fs";
import { inRoot } from "../../scripts/prepare/paths.mjs";
import { expect, test } from "../fixtures/app.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { OverviewModel } from "../page-models/overview-model.ts";
import { ProfileImportModel } from "../page-models/profile-import-model.ts";
import { ProfilesModel } from "../page-models/profiles-model.ts";
import { SideBySideModel } from "../page-models/side-by-side-model.ts";

const ONE = readFileSync(inRoot("src-main/engine/profiles/import/fixtures/coinbase_profiles.yaml"), "utf8");
const OTHER_ASSETS = [
  '"BTC", "LINK", "AVAX", "USDC", "DOT"',
  '"BTC", "ETH", "SOL", "USDC", "ADA"',
  '"LINK", "AVAX", "DOT", "USDC", "ADA"',
  '"ETH", "ADA", "DOT", "USDC", "XRP"',
  '"BTC", "ETH", "LINK", "USDC", "XRP"',
  '"SOL", "LINK", "DOT", "USDC", "AVAX"',
  '"BTC", "ADA", "AVAX", "USDC", "XRP"',
];

const [HEAD = "", ...ENTRY] = ONE.split("\n");

/** Profiles like that of the file, with assets and an identity of their own: number `from` to `until`. */
function others(from: number, until: number): string {
  const entries = OTHER_ASSETS.slice(from - 2, until - 1).map((assets, index) =>
    ENTRY.join("\n")
      .replace("profile_a:", `profile_${from + index}:`)
      .replace("Primary Trading Profile", `Profile number ${from + index}`)
      .replace("priority: 1", `priority: ${from + index}`)
      .replace('"BTC", "ETH", "SOL", "USDC", "XRP"', assets)
      .replace("profile_a_primary_trading", `profile_${from + index}`),
  );
  return [HEAD, ...entries].join("\n");
}

test("one profile, two, many", async ({ app }, testInfo) => {
  test.setTimeout(150_000);
  const page = await app.start();
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  const file = new ProfileImportModel(page);
  await page.getByRole("button", { name: /Import a configuration/ }).click();
  await file.choose("one.yaml", ONE);
  await file.confirm.click();
  await expect(new OverviewModel(page).curve).toBeVisible();
  const profiles = new ProfilesModel(page);
  await profiles.open();
  const side = new SideBySideModel(page);
  await side.show("Apart");
  await expect(page.getByText("There is one profile only")).toBeVisible();
  await seen("apart-one");

  await side.show("One by one");
  await profiles.importFile("more.yaml", others(2, 2));
  await side.show("Apart");
  await expect(page.getByText("Separation makes profiles different, not better.")).toBeVisible();
  // BTC and USDC of eight assets in all.
  const pair = side.overlap.getByRole("row", { name: /^Primary Trading Profile/ });
  await expect(pair.getByRole("cell")).toHaveText(["itself", "25 %"]);
  await expect(side.returns).toContainText(/1\d of 20 days on which both have a return/);
  await expect(side.signals).toContainText("of 20 hours at which both spoke of the same market");
  const hashes = side.each.getByTitle(/^Identity hash: [0-9a-f]{64}$/);
  await expect(hashes).toHaveCount(2);
  const [first, second] = await hashes.evaluateAll((found) => found.map((each) => each.getAttribute("title")));
  expect(first).not.toBe(second);
  await seen("apart-two");

  await side.show("All together");
  await expect(side.all.getByRole("row", { name: /Profile number 2/ })).toContainText("no sales");
  await expect(side.exposure).toContainText("USD");
  await seen("together-two");

  await side.show("One by one");
  const choice = page.getByRole("region", { name: "Asset from the pool", exact: true });
  await expect(choice).toContainText("Not ranked");
  await seen("profiles-choice");
  await profiles.importFile("many.yaml", others(3, 8));
  await side.show("Apart");
  await expect(side.overlap.getByRole("row")).toHaveCount(9);
  await seen("apart-many");
  await side.show("All together");
  await expect(side.all.getByRole("row")).toHaveCount(9);
  await seen("together-many");
});

test("what the demo's profiles hold together", async ({ app }, testInfo) => {
  const page = await app.start({ demo: true });
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expect(new OverviewModel(page).curve).toBeVisible();
  const side = new SideBySideModel(page);
  await side.openAll();
  await expect(side.all.getByRole("row")).toHaveCount(3);
  await expect(side.exposure.getByRole("row", { name: /BTC/ })).toContainText("Core");
  await expect(async () => {
    await side.all.getByRole("button", { name: "Read again" }).click();
    await expect(side.across.getByRole("row")).not.toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  await expect(side.across).toContainText("gap");
  await lookInBothThemes(page, { name: "together-demo", testInfo });
  await side.show("Apart");
  await expect(side.overlap).toContainText("%");
  await lookInBothThemes(page, { name: "apart-demo", testInfo });
  await page.goto(page.url().replace(/#.*$/, "#/activity"));
  await expect(page.getByText("All profiles read together").first()).toBeVisible();
  await expect(page.getByText("Profiles compared with each other").first()).toBeVisible();
});
