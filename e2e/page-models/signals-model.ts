// What do rules and strategies see, what does the chosen signal rest on, and what was bought from signals?
import { expect, type Locator, type Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

export class SignalsModel {
  readonly rows: Locator;
  readonly makePlan: Locator;
  readonly replay: Locator;
  readonly replayed: Locator;
  readonly positions: Locator;
  readonly positionRows: Locator;
  readonly planExit: Locator;
  readonly parked: Locator;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    this.#frame = frame;
    this.rows = bodyRows(frame.panel("Stream"));
    this.makePlan = frame.screen.getByRole("button", { name: "Make a plan" });
    this.replay = frame.screen.getByRole("button", { name: "Replay", exact: true });
    this.replayed = frame.screen.getByRole("status").filter({ hasText: "The stored inputs" });
    this.positions = frame.panel("Positions from signals");
    this.positionRows = bodyRows(this.positions);
    this.planExit = frame.screen.getByRole("button", { name: "Plan the exit" });
    this.parked = frame.panel("Parked in cash");
  }

  /** The panel of what is chosen: "Buy ETH", "ETH from a signal". */
  detail(title: string | RegExp): Locator {
    return this.#frame.panel(title);
  }

  /** Lets a parked asset be served again, as a person does. */
  async rearm(asset: string, reason: string): Promise<void> {
    const dialog = await this.askRearm(asset);
    await dialog.getByRole("textbox", { name: "Reason" }).fill(reason);
    await dialog.getByRole("button", { name: "Re-arm", exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  async askRearm(asset: string): Promise<Locator> {
    const dialog = this.#frame.page.getByRole("dialog", { name: `Re-arm ${asset}` });
    if (!(await dialog.isVisible())) {
      await this.parked
        .getByRole("listitem")
        .filter({ hasText: asset })
        .getByRole("button", { name: "Re-arm" })
        .click();
    }
    return dialog;
  }

  async show(view: "Stream" | RegExp): Promise<void> {
    await this.#frame.screen.getByRole("radio", { name: view }).click();
  }

  async only(source: string): Promise<void> {
    await this.#frame.screen.getByRole("combobox", { name: "Source" }).selectOption({ label: source });
  }
}
