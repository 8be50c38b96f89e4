// How is an exchange connected, step by step, as a person does it?
import { expect, type Locator, type Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";

export type CheckName = "Format" | "Clock" | "Permissions" | "Balance" | "Test order";
export type CheckState = "not begun" | "running" | "passed" | "passed with a warning" | "failed" | "skipped";

export class ConnectModel {
  readonly page: Page;
  readonly screen: Locator;
  readonly heading: Locator;
  readonly search: Locator;
  readonly keyFields: Locator;
  readonly check: Locator;
  readonly checks: Locator;
  readonly rights: Locator;
  readonly balances: Locator;
  readonly place: Locator;
  readonly continue: Locator;
  readonly confirmNoTransfer: Locator;
  readonly tryNewKey: Locator;
  readonly accountName: Locator;
  readonly profileName: Locator;
  readonly connect: Locator;
  readonly replaceKey: Locator;
  readonly openOverview: Locator;
  readonly openAccounts: Locator;
  readonly cancel: Locator;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    const { screen } = frame;
    this.page = page;
    this.screen = screen;
    this.heading = screen.getByRole("heading", { level: 1 });
    this.search = screen.getByRole("searchbox", { name: "Search exchanges" });
    this.keyFields = screen.getByRole("form", { name: "Key fields" });
    this.check = this.keyFields.getByRole("button", { name: "Check the key" });
    this.checks = screen.getByRole("list", { name: "Checks" });
    this.rights = screen.getByRole("list", { name: "Rights of the key" });
    this.balances = frame.panel("Balances found");
    this.place = frame.panel("Where the key will live");
    this.continue = screen.getByRole("button", { name: "Continue" });
    this.confirmNoTransfer = screen.getByRole("checkbox", { name: "This key can neither transfer nor withdraw" });
    this.tryNewKey = screen.getByRole("button", { name: "Try a new key" });
    this.accountName = screen.getByRole("textbox", { name: "Name of the account" });
    this.profileName = screen.getByRole("textbox", { name: "Name of the profile" });
    this.connect = screen.getByRole("button", { name: "Connect", exact: true });
    this.replaceKey = screen.getByRole("button", { name: "Replace the key" });
    this.openOverview = screen.getByRole("button", { name: "Open Overview" });
    this.openAccounts = screen.getByRole("button", { name: "Open Accounts" });
    this.cancel = screen.getByRole("button", { name: "Cancel" });
  }

  /** From anywhere, also before there is a profile. */
  async open(): Promise<void> {
    await this.page.evaluate("location.hash = '#/connect'");
    // From the beginning, also where the wizard is open already.
    await this.page.reload();
    await expect(this.heading).toHaveText("Connect an exchange");
  }

  async chooseVenue(name: "Binance" | "Coinbase" | "Coinbase Exchange" | "Kraken"): Promise<void> {
    const card = this.screen.getByRole("list", { name: "Exchanges" }).getByRole("button");
    // The card's name begins with its first letter as a tile, hidden from assistive technology.
    await card.filter({ has: this.page.getByText(name, { exact: true }) }).click();
    await expect(this.heading).toHaveText(`Connect ${name}`);
  }

  async chooseOtherVenue(name: string): Promise<void> {
    await this.search.fill(name);
    await this.screen.getByRole("list", { name: "Other exchanges" }).getByRole("button").first().click();
  }

  /** Password-like fields by their label, as the venue calls them. */
  field(label: string): Locator {
    return this.keyFields.getByLabel(label, { exact: true });
  }

  async enterKey(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(values)) await this.field(label).fill(value);
    await this.check.click();
  }

  async dropFile(name: string, text: string): Promise<void> {
    await this.keyFields
      .getByLabel("Key file")
      .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  }

  useEnvironment(variable: string): Locator {
    return this.screen.getByRole("button", { name: `Use the key in ${variable}` });
  }

  line(name: CheckName, state: CheckState): Locator {
    return this.checks.getByRole("listitem", { name: `${name}: ${state}`, exact: true });
  }

  /** After every check passed. */
  async finish(names: { readonly account?: string; readonly profile?: string } = {}): Promise<void> {
    await this.continue.click();
    if (names.account !== undefined) await this.accountName.fill(names.account);
    if (names.profile !== undefined) await this.profileName.fill(names.profile);
    await this.connect.click();
    await expect(this.openOverview).toBeVisible();
  }

  /** Where no keychain works: the passphrase of the vault, twice where it is chosen. */
  async givePassphrase(passphrase: string): Promise<void> {
    await this.place.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    const again = this.place.getByLabel("The same again", { exact: true });
    if (await again.isVisible()) await again.fill(passphrase);
    await this.place.getByRole("button", { name: /^(Make the vault|Unlock)$/ }).click();
  }
}
