// Do keys stay where they belong? A whole session with keys of every venue, then everything that was written, sent or drawn is searched.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect } from "../../fixtures/app.ts";
import { test, type Venues } from "../../fixtures/venues.ts";
import { AccountsModel } from "../../page-models/accounts-model.ts";
import { ActivityModel } from "../../page-models/activity-model.ts";
import { ConnectModel } from "../../page-models/connect-model.ts";
import { FirstRunModel } from "../../page-models/first-run-model.ts";
import { FrameModel } from "../../page-models/frame-model.ts";

interface Canary {
  readonly what: string;
  readonly text: string;
}

/** Pieces of a key that nothing else would ever hold. */
function canariesOf(what: string, value: string): readonly Canary[] {
  const lines = value.split("\n").filter((line) => line.length >= 16 && !line.startsWith("-----"));
  return (lines.length === 0 ? [value] : lines).map((text) => ({ what, text }));
}

/** Each canary in each spelling that a file, a frame or a page could have. */
function spellings({ text }: Canary): readonly string[] {
  const bytes = Buffer.from(text, "utf8");
  return [text, encodeURIComponent(text), bytes.toString("base64").replace(/=+$/, ""), bytes.toString("hex")];
}

function finds(haystack: Buffer | string, canaries: readonly Canary[]): readonly string[] {
  const found = canaries.filter((canary) => spellings(canary).some((spelling) => haystack.includes(spelling)));
  return [...new Set(found.map(({ what }) => what))];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}

/** Every frame of the page's socket, both ways. */
function listen(page: Page): { readonly received: string[]; readonly sent: string[] } {
  const heard = { received: [] as string[], sent: [] as string[] };
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => heard.received.push(payload.toString()));
    socket.on("framesent", ({ payload }) => heard.sent.push(payload.toString()));
  });
  return heard;
}

function allKeys(venues: Venues) {
  const binance = venues.binance.addKey({ kind: "ed25519" });
  const coinbase = venues.coinbase.addKey({ format: "sec1" });
  const exchange = venues.coinbaseexchange.addKey();
  const kraken = venues.kraken.addKey();
  return [
    { venue: "Binance", fields: { "API key": binance.apiKey, "Secret key": binance.secret } },
    { venue: "Coinbase", fields: { "Key name or id": coinbase.apiKey, "Private key": coinbase.secret } },
    {
      venue: "Coinbase Exchange",
      fields: { "API key": exchange.apiKey, Secret: exchange.secret, Passphrase: exchange.passphrase },
    },
    { venue: "Kraken", fields: { "API key": kraken.apiKey, "Private key": kraken.secret } },
  ] as const;
}

for (const place of ["keychain", "vault"] as const) {
  test(`keys kept in the ${place} are found nowhere else after a whole session`, async ({ app, venues, keychain }) => {
    test.setTimeout(150_000);
    const env = place === "keychain" ? keychain : {};
    const options = { endpoints: venues.endpoints, env: { SCHWABOT_LOG_LEVEL: "debug", ...env } };
    const page = await app.start(options);
    await expect(new FirstRunModel(page).connect).toBeVisible();
    const frames = listen(page);
    await page.reload();
    await expect(new FirstRunModel(page).connect).toBeVisible();
    const keys = allKeys(venues);
    const canaries = keys.flatMap(({ venue, fields }) =>
      Object.entries(fields).flatMap(([label, value]) => canariesOf(`${venue} ${label}`, value)),
    );
    const wizard = new ConnectModel(page);
    const drawn: string[] = [];
    const look = async () => drawn.push(await page.content());
    for (const [index, { venue, fields }] of keys.entries()) {
      await wizard.open();
      await wizard.chooseVenue(venue);
      await wizard.enterKey(fields);
      await expect(wizard.line("Balance", "passed")).toBeVisible();
      await look();
      if (place === "vault" && index === 0) await wizard.givePassphrase("correct horse battery");
      if (venue === "Coinbase Exchange") await wizard.confirmNoTransfer.click();
      await wizard.finish({ account: venue, profile: `${venue} profile` });
      await look();
    }
    // A venue that quotes the key back in an error, once for a read that is shown.
    const [first] = keys;
    venues.binance.faults.add(
      { kind: "text", text: `{"code":-2015,"msg":"Invalid ${Object.values(first.fields).join(" ")}"}` },
      { path: "/sapi/v1/account/apiRestrictions" },
    );
    const accounts = new AccountsModel(page);
    await accounts.open();
    await accounts.choose("Binance");
    await accounts.checkAgain.click();
    await expect(accounts.detail("Binance")).toContainText(/not accept|does not|key/i);
    await look();
    for (const screen of ["Overview", "Positions", "Rebalance", "Markets", "Activity", "Settings"] as const) {
      await new FrameModel(page).open(screen);
      await look();
    }
    await new FrameModel(page).open("Activity");
    await expect(new ActivityModel(page).rows.first()).toBeVisible();
    await app.stop();

    expect(finds(drawn.join("\n"), canaries), "in the page").toEqual([]);
    expect(finds(frames.received.join("\n"), canaries), "in what the engine sent").toEqual([]);
    const outside = frames.sent.filter((text) => !text.includes("accounts/check") && !text.includes("/accounts/check"));
    expect(finds(outside.join("\n"), canaries), "in what the page sent beside the check itself").toEqual([]);
    expect(frames.sent.length).toBeGreaterThan(10);
    const files = filesBelow(app.dataDir);
    expect(files.some((file) => file.endsWith("journal.db"))).toBe(true);
    expect(files.some((file) => file.endsWith("schwabot.log"))).toBe(true);
    for (const file of files) expect(finds(readFileSync(file), canaries), path.basename(file)).toEqual([]);
    if (place === "vault") expect(files.some((file) => file.endsWith("vault-test.bin"))).toBe(true);
    // The search itself can find: the frame of a check holds its key.
    expect(finds(frames.sent.join("\n"), canaries).length).toBeGreaterThan(0);
  });
}
