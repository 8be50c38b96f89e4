// Can a person connect each exchange with every kind of key it hands out, and are unfit keys turned away in words?
import type { Page } from "@playwright/test";
import { expect } from "../fixtures/app.ts";
import { test, type Venues } from "../fixtures/venues.ts";
import { AccountsModel } from "../page-models/accounts-model.ts";
import { type CheckName, ConnectModel } from "../page-models/connect-model.ts";
import { FrameModel } from "../page-models/frame-model.ts";

type VenueTitle = Parameters<ConnectModel["chooseVenue"]>[0];

const ALL: readonly CheckName[] = ["Format", "Clock", "Permissions", "Balance", "Test order"];

/** A key as a person would paste it, by the labels of the form. */
interface Pasted {
  readonly venue: VenueTitle;
  readonly account: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Every kind of key of every venue. */
function everyKind(venues: Venues): readonly Pasted[] {
  const binance = (["hmac", "ed25519", "rsa"] as const).map((kind): Pasted => {
    const { apiKey, secret } = venues.binance.addKey({ kind });
    return { venue: "Binance", account: `Binance ${kind}`, fields: { "API key": apiKey, "Secret key": secret } };
  });
  const coinbase = (["sec1", "pkcs8", "ed25519"] as const).map((format): Pasted => {
    const { apiKey, secret } = venues.coinbase.addKey({ format });
    return {
      venue: "Coinbase",
      account: `Coinbase ${format}`,
      fields: { "Key name or id": apiKey, "Private key": secret.replaceAll("\n", "\\n") },
    };
  });
  const exchange = venues.coinbaseexchange.addKey();
  const kraken = venues.kraken.addKey();
  return [
    ...binance,
    ...coinbase,
    {
      venue: "Coinbase Exchange",
      account: "Exchange",
      fields: { "API key": exchange.apiKey, Secret: exchange.secret, Passphrase: exchange.passphrase },
    },
    { venue: "Kraken", account: "Kraken main", fields: { "API key": kraken.apiKey, "Private key": kraken.secret } },
  ];
}

async function connect(page: Page, { venue, account, fields }: Pasted): Promise<void> {
  const wizard = new ConnectModel(page);
  await wizard.open();
  await wizard.chooseVenue(venue);
  await wizard.enterKey(fields);
  const tellsRights = venue !== "Coinbase Exchange";
  for (const check of ALL) {
    const state = tellsRights ? "passed" : ({ Permissions: "passed with a warning", "Test order": "skipped" } as const);
    await expect(
      wizard.line(check, typeof state === "string" ? state : (state[check as "Permissions"] ?? "passed")),
    ).toBeVisible();
  }
  if (!tellsRights) await wizard.confirmNoTransfer.click();
  await wizard.finish({ account, profile: `${account} profile` });
}

test("each exchange is connected with every kind of its keys, kept in the keychain, and watched", async ({
  app,
  venues,
  keychain,
}) => {
  test.setTimeout(180_000);
  const page = await app.start({ endpoints: venues.endpoints, env: keychain });
  const pasted = everyKind(venues);
  for (const key of pasted) await connect(page, key);

  const accounts = new AccountsModel(page);
  await accounts.open();
  await expect(accounts.rows).toHaveCount(pasted.length);
  for (const { account } of pasted) {
    await expect(accounts.row(account)).toContainText("test server");
    await expect(accounts.row(account)).toContainText(/ok|well|connected/i);
  }
  // Nothing was placed by any of it.
  for (const server of [venues.binance, venues.coinbase, venues.coinbaseexchange, venues.kraken]) {
    expect(server.account.orders()).toEqual([]);
  }
  // After a restart the keys come from the keychain, and the venues answer again.
  await app.stop();
  await app.start({ endpoints: venues.endpoints, env: keychain });
  await accounts.open();
  await expect(accounts.row("Kraken main")).toContainText(/ms/);
});

test("a Coinbase key file is dropped, a literal \\n is mended", async ({ app, venues, keychain }) => {
  const page = await app.start({ endpoints: venues.endpoints, env: keychain });
  const wizard = new ConnectModel(page);
  await wizard.open();
  await wizard.chooseVenue("Coinbase");
  await wizard.dropFile("cdp_api_key.json", venues.coinbase.addKey({ format: "sec1" }).keyFile);
  await wizard.check.click();
  for (const check of ALL) await expect(wizard.line(check, "passed")).toBeVisible();
  await expect(wizard.rights).toContainText("must be off");
  await expect(wizard.balances).toContainText("BTC");
});

test("unfit keys are turned away: wrong form, unknown, may withdraw; a read-only one is welcome", async ({
  app,
  venues,
  keychain,
}) => {
  const page = await app.start({ endpoints: venues.endpoints, env: keychain });
  const wizard = new ConnectModel(page);
  const check = async (fields: Readonly<Record<string, string>>) => {
    await wizard.open();
    await wizard.chooseVenue("Kraken");
    await wizard.enterKey(fields);
  };
  const good = venues.kraken.addKey();
  await check({ "API key": good.apiKey, "Private key": "not base64 at all" });
  await expect(wizard.line("Format", "failed")).toBeVisible();
  await expect(wizard.checks).not.toContainText("not base64 at all");

  const stranger = venues.kraken.addKey();
  await check({ "API key": good.apiKey, "Private key": stranger.secret });
  await expect(wizard.checks.getByRole("listitem", { name: /: failed$/ })).toBeVisible();

  const dangerous = venues.kraken.addKey({ permissions: ["query-funds", "modify-trades", "withdraw-funds"] });
  await check({ "API key": dangerous.apiKey, "Private key": dangerous.secret });
  await expect(wizard.line("Permissions", "failed")).toBeVisible();
  await expect(wizard.checks).toContainText(/move (your )?(coins|money)|withdraw/i);
  await expect(wizard.continue).toBeHidden();
  await expect(wizard.tryNewKey).toBeVisible();

  const reader = venues.kraken.addKey({ permissions: ["query-funds", "query-open-trades", "query-closed-trades"] });
  await check({ "API key": reader.apiKey, "Private key": reader.secret });
  await expect(wizard.line("Permissions", "passed with a warning")).toBeVisible();
  await wizard.finish({ account: "Reader", profile: "Watching" });
  await wizard.openOverview.click();
  await expect(new FrameModel(page).total).toContainText(/\d/);
});

test("without a keychain a vault under a passphrase keeps the keys; after a restart it asks for it", async ({
  app,
  venues,
}) => {
  const page = await app.start({ endpoints: venues.endpoints });
  const wizard = new ConnectModel(page);
  const { apiKey, secret } = venues.kraken.addKey();
  await wizard.open();
  await wizard.chooseVenue("Kraken");
  await wizard.enterKey({ "API key": apiKey, "Private key": secret });
  await expect(wizard.line("Test order", "passed")).toBeVisible();
  await wizard.givePassphrase("correct horse battery");
  await wizard.finish({ account: "Kraken main", profile: "Savings" });

  await app.stop();
  await app.start({ endpoints: venues.endpoints });
  const accounts = new AccountsModel(page);
  await accounts.open();
  await accounts.unlock("wrong horse battery");
  await expect(accounts.unlockBar).toContainText(/passphrase/i);
  await accounts.unlock("correct horse battery");
  await expect(accounts.unlockBar).toBeHidden();
  await expect(accounts.row("Kraken main")).toContainText(/ms/);
});

test("a key in the environment is offered, and the wizard never shows it", async ({ app, venues, keychain }) => {
  const { apiKey, secret } = venues.kraken.addKey();
  const env = { ...keychain, KRAKEN_API_KEY: apiKey, KRAKEN_API_SECRET: secret };
  const page = await app.start({ endpoints: venues.endpoints, env });
  const wizard = new ConnectModel(page);
  await wizard.open();
  await wizard.chooseVenue("Kraken");
  await wizard.useEnvironment("KRAKEN_API_KEY").click();
  for (const check of ALL) await expect(wizard.line(check, "passed")).toBeVisible();
  expect(await page.content()).not.toContain(apiKey);
  await wizard.finish({ account: "From the environment", profile: "Savings" });
});
