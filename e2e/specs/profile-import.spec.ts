// Does a configuration file become profiles that stand apart, seen before they are made, put away and brought back?
import { readFileSync } from "node:fs";
import { inRoot } from "../../scripts/prepare/paths.mjs";
import { expect, test } from "../fixtures/app.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { OverviewModel } from "../page-models/overview-model.ts";
import { ProfileImportModel } from "../page-models/profile-import-model.ts";
import { ProfilesModel } from "../page-models/profiles-model.ts";

const ONE = readFileSync(inRoot("src-main/engine/profiles/import/fixtures/coinbase_profiles.yaml"), "utf8");
const SECOND = ONE.split("\n")
  .slice(1)
  .join("\n")
  .replace("profile_a:", "profile_b:")
  .replace("Primary Trading Profile", "Second Profile")
  .replace("priority: 1", "priority: 2")
  .replace('"BTC", "ETH", "SOL", "USDC", "XRP"', '"BTC", "LINK", "AVAX", "USDC", "DOT"')
  .replace("profile_a_primary_trading", "profile_b_second");
const TWO = `${ONE}\n${SECOND}`;

test("two profiles from a file", async ({ app }, testInfo) => {
  const page = await app.start();
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  const file = new ProfileImportModel(page);
  await page.getByRole("button", { name: /Import a configuration/ }).click();
  await expect(file.confirm).toBeDisabled();
  await seen("import-empty");

  await file.choose("broken.yaml", TWO.replace("take_profit_pct: 6.0", "take_profit_pct: six"));
  await expect(file.dialog).toContainText("profiles.profile_a.risk_management.take_profit_pct");
  await expect(file.confirm).toBeDisabled();
  await seen("import-error");

  await file.choose("two.yaml", TWO);
  await expect(file.keys.filter({ hasText: "profiles.profile_b.profile_hash.base_hash" })).toContainText("Taken");
  await seen("import-report");
  await file.confirm.click();

  await expect(new OverviewModel(page).curve).toBeVisible();
  const profiles = new ProfilesModel(page);
  await profiles.open();
  await profiles.profile("Primary Trading Profile").click();
  const identity = page.getByRole("region", { name: "Profile", exact: true });
  const hash = identity.getByTitle(/^Identity hash: [0-9a-f]{64}$/);
  await expect(identity).toContainText("BTC, ETH, SOL, USDC, XRP");
  const first = await hash.getAttribute("title");
  await profiles.profile("Second Profile").click();
  await expect(identity).toContainText("AVAX, BTC, DOT, LINK, USDC");
  expect(await hash.getAttribute("title")).not.toBe(first);
  await seen("profiles-imported");

  await page.getByRole("button", { name: "Add or change profiles" }).click();
  await page.getByRole("menuitem", { name: "Put away" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Put away" }).click();
  const away = page.getByRole("region", { name: "Put away", exact: true });
  await expect(away).toContainText("Second Profile");
  await expect(profiles.profile("Second Profile")).toHaveCount(0);
  await seen("profiles-put-away");
  await away.getByRole("button", { name: "Restore" }).click();
  await expect(profiles.profile("Second Profile")).toBeVisible();
});
