// In which mode does a profile trade, and how does it go live and back?
import { expect, type Locator, type Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";

export class LiveModel {
  readonly mode: Locator;
  readonly checklist: Locator;
  readonly unlock: Locator;
  readonly lock: Locator;
  /** Step of the ramp in use: "2%", "10%", "Own limits". */
  readonly rampNow: Locator;
  /** Chip beside the plate in the top bar. */
  readonly testServer: Locator;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    this.#frame = new FrameModel(page);
    this.mode = this.#frame.panel("Mode");
    this.checklist = this.mode.getByRole("list", { name: "Checklist for going live" });
    this.unlock = this.mode.getByRole("button", { name: "Unlock live" });
    this.lock = this.mode.getByRole("button", { name: "Lock: back to paper" });
    this.rampNow = this.mode.getByRole("list", { name: "Ramp" }).locator("[aria-current=step]");
    this.testServer = this.#frame.topBar.getByText(/test server/);
  }

  /** The mode plate of the top bar. */
  plate(word: "PAPER" | "SANDBOX" | "LIVE"): Locator {
    return this.#frame.topBar.getByText(word, { exact: true });
  }

  choose(mode: "Paper" | "Sandbox"): Locator {
    return this.mode.getByRole("radio", { name: mode });
  }

  /** A line by its label, with its state in words: "Alerts open". */
  line(label: string): Locator {
    return this.checklist.getByRole("listitem").filter({ hasText: label });
  }

  async acceptOpenLines(): Promise<void> {
    await expect(this.checklist).toBeVisible();
    for (const box of await this.checklist.getByRole("checkbox").all()) await box.click();
  }

  async typeName(name: string): Promise<void> {
    await this.mode.getByRole("textbox", { name: `Type ${name} to unlock live` }).fill(name);
  }

  raiseTo(words: "10%" | "own limits"): Locator {
    return this.mode.getByRole("button", { name: `Raise to ${words}` });
  }

  lowerTo(words: "2%" | "10%"): Locator {
    return this.mode.getByRole("button", { name: `Lower to ${words}` });
  }
}
