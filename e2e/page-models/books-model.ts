// What do the books say, what comes into them, and what can be done about an entry? Activity beside its log, and Performance.
import { expect, type Locator, type Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

type View = "Log" | "Transactions" | "Disposals" | "Gaps & reconciliation" | "Imports & coverage";

export class BooksModel {
  readonly transactions: Locator;
  readonly rows: Locator;
  readonly entry: Locator;
  readonly importPanel: Locator;
  readonly coverage: Locator;
  readonly dialog: Locator;
  readonly filter: Locator;
  readonly #page: Page;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    this.#page = page;
    this.#frame = new FrameModel(page);
    this.transactions = this.#frame.panel("Transactions");
    this.rows = bodyRows(this.transactions);
    this.entry = this.#frame.panel("Entry");
    this.importPanel = this.#frame.panel("Import a file");
    this.coverage = this.#frame.panel("Coverage");
    this.dialog = page.getByRole("dialog");
    this.filter = this.#frame.screen.getByRole("searchbox");
  }

  panel(title: string): Locator {
    return this.#frame.screen.getByRole("region", { name: title, exact: true });
  }

  async show(view: View): Promise<void> {
    await this.#frame.screen.getByRole("radio", { name: view, exact: true }).click();
  }

  row(words: string | RegExp): Locator {
    return this.rows.filter({ hasText: words });
  }

  press(name: string | RegExp): Promise<void> {
    return this.#frame.screen.getByRole("button", { name }).click();
  }

  async choose(name: string, content: string): Promise<void> {
    await this.importPanel
      .locator("input[type=file]")
      .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
  }

  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(fields)) await this.dialog.getByLabel(name, { exact: true }).fill(text);
  }

  /** A decision about the chosen entry asks for its reason. */
  async decide(opener: string, deed: string, reason: string): Promise<void> {
    await this.decideIn(this.entry, opener, deed, reason);
  }

  async decideIn(place: Locator, opener: string, deed: string, reason: string): Promise<void> {
    await place.getByRole("button", { name: opener }).click();
    await this.dialog.getByLabel("Reason").fill(reason);
    await this.dialog.getByRole("button", { name: deed }).click();
    await expect(this.dialog).toBeHidden();
  }

  async openPerformance(): Promise<void> {
    await this.#page.evaluate("location.hash = '#/performance'");
    await expect(this.#frame.heading("Performance")).toBeVisible();
  }
}
