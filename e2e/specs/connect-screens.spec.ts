// Do the screens around a connected exchange look right, in both themes: a picture of each, nothing for axe to say, all within the window?
import { expect } from "../fixtures/app.ts";
import { lookInBothThemes } from "../fixtures/look.ts";
import { test } from "../fixtures/venues.ts";
import { AccountsModel } from "../page-models/accounts-model.ts";
import { ConnectModel } from "../page-models/connect-model.ts";
import { FrameModel } from "../page-models/frame-model.ts";
import { LiveModel } from "../page-models/live-model.ts";
import { OverviewModel } from "../page-models/overview-model.ts";

test.describe.configure({ timeout: 120_000 });

test("wizard, accounts, mode and live", async ({ app, venues, keychain }, testInfo) => {
  const { kraken, binance, coinbaseexchange } = venues;
  const page = await app.start({ endpoints: venues.endpoints, env: keychain });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const seen = (name: string) => lookInBothThemes(page, { name, testInfo });
  const wizard = new ConnectModel(page);
  const accounts = new AccountsModel(page);
  const live = new LiveModel(page);

  await wizard.open();
  await seen("connect-choice");
  await wizard.chooseVenue("Kraken");
  await seen("connect-key");
  const dangerous = kraken.addKey({ permissions: ["query-funds", "modify-trades", "withdraw-funds"] });
  await wizard.enterKey({ "API key": dangerous.apiKey, "Private key": dangerous.secret });
  await expect(wizard.line("Permissions", "failed")).toBeVisible();
  await seen("connect-refused");

  const { apiKey, secret } = binance.addKey();
  await wizard.open();
  await wizard.chooseVenue("Binance");
  await wizard.enterKey({ "API key": apiKey, "Secret key": secret });
  await expect(wizard.line("Test order", "passed")).toBeVisible();
  await seen("connect-passed");
  await wizard.continue.click();
  await seen("connect-names");
  await wizard.accountName.fill("Binance main");
  await wizard.profileName.fill("Core");
  await wizard.connect.click();
  await expect(wizard.openOverview).toBeVisible();
  await seen("connect-done");

  const exchange = coinbaseexchange.addKey();
  await wizard.open();
  await wizard.chooseVenue("Coinbase Exchange");
  await wizard.enterKey({ "API key": exchange.apiKey, Secret: exchange.secret, Passphrase: exchange.passphrase });
  await expect(wizard.line("Permissions", "passed with a warning")).toBeVisible();
  await seen("connect-confirm");
  await wizard.confirmNoTransfer.click();
  await wizard.finish({ account: "Exchange", profile: "Satellites" });

  await accounts.open();
  await expect(accounts.row("Binance main")).toContainText(/ms/);
  await accounts.choose("Binance main");
  await seen("accounts");
  await accounts.remove.click();
  await expect(accounts.dialog).toBeVisible();
  await seen("accounts-remove");
  await accounts.keepAccount.click();

  // A venue that has gone: said on its row, and on the way to a new key.
  coinbaseexchange.setState("maintenance");
  await accounts.choose("Exchange");
  await accounts.checkAgain.click();
  await expect(accounts.detail("Exchange")).toContainText(/maintenance|cannot|not answer|unavailable/i);
  await seen("accounts-failing");

  await page.evaluate("location.hash = '#/profiles'");
  await expect(live.checklist).toBeVisible();
  await seen("mode-checklist");
  await live.acceptOpenLines();
  await live.typeName("Core");
  await live.unlock.click();
  await expect(live.plate("LIVE")).toBeVisible();
  await seen("mode-live");
  await new FrameModel(page).open("Overview");
  await expect(new OverviewModel(page).curve).toBeVisible();
  await seen("overview-live");

  // Kraken's own timer runs for live orders only, and by leave.
  const own = kraken.addKey();
  await wizard.open();
  await wizard.chooseVenue("Kraken");
  await wizard.enterKey({ "API key": own.apiKey, "Private key": own.secret });
  await wizard.finish({ account: "Kraken main", profile: "Third" });
  await new FrameModel(page).switchProfile("Third");
  await page.evaluate("location.hash = '#/profiles'");
  await live.acceptOpenLines();
  await live.typeName("Third");
  await live.unlock.click();
  await expect(live.plate("LIVE")).toBeVisible();
  await accounts.open();
  await accounts.choose("Kraken main");
  const detail = accounts.detail("Kraken main");
  await detail.getByRole("switch", { name: "Let Kraken cancel this account's orders" }).click();
  await expect(detail).toContainText("On, and not running now");
  await detail.getByText("On, and not running now").scrollIntoViewIfNeeded();
  await seen("accounts-timer");
});
