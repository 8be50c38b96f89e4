// What stands around every screen, as a person names it?
import { expect, type Locator, type Page } from "@playwright/test";

/** Screens of the rail with the letter that follows `G`. */
export const SCREENS = {
  Overview: "o",
  Positions: "p",
  Rebalance: "r",
  Markets: "m",
  Signals: "s",
  Strategies: "y",
  Activity: "a",
  Settings: "e",
} as const;
export type ScreenName = keyof typeof SCREENS;

export class FrameModel {
  readonly page: Page;
  readonly rail: Locator;
  readonly topBar: Locator;
  readonly screen: Locator;
  readonly palette: Locator;
  readonly keyList: Locator;
  readonly messages: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rail = page.getByRole("navigation", { name: "Screens" });
    this.topBar = page.getByRole("banner");
    this.screen = page.getByRole("main");
    this.palette = page.getByRole("dialog", { name: "Command palette" });
    this.keyList = page.getByRole("dialog", { name: "Keyboard" });
    this.messages = page.getByRole("region", { name: "Messages" });
  }

  async open(name: ScreenName): Promise<void> {
    await this.rail.getByRole("link", { name }).click();
    await this.isOpen(name);
  }

  async isOpen(name: ScreenName): Promise<void> {
    await expect(this.rail.getByRole("link", { name })).toHaveAttribute("aria-current", "page");
    await expect(this.heading(name)).toBeVisible();
  }

  heading(name: string): Locator {
    return this.screen.getByRole("heading", { level: 1, name });
  }

  /** A titled region of the open screen. */
  panel(title: string | RegExp): Locator {
    return this.screen.getByRole("region", { name: title });
  }

  get total(): Locator {
    return this.topBar.getByText(/^(\$[\d,]+\.\d\d|[\d,]+\.\d\d [A-Z]+)$/).first();
  }

  /** What the top bar says of a venue's feed; leads to its page. */
  feed(venue: string): Locator {
    return this.topBar.getByRole("link", { name: new RegExp(`^${venue}`) });
  }

  get hideAmounts(): Locator {
    return this.topBar.getByRole("button", { name: /^(Hide|Show) amounts$/ });
  }

  /** Said at the foot of the rail while the engine does not answer. */
  get engineIsGone(): Locator {
    return this.rail.getByText("No answer");
  }

  get pause(): Locator {
    return this.topBar.getByRole("button", { name: /Pause everything|Resume/ });
  }

  async switchProfile(name: string): Promise<void> {
    await this.rail.getByRole("button").first().click();
    await this.page.getByRole("menuitemradio", { name: new RegExp(name) }).click();
  }
}
