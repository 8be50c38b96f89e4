// What does a new user see and do?
import type { Locator, Page } from "@playwright/test";

export class FirstRunModel {
  readonly heading: Locator;
  readonly openDemo: Locator;
  readonly connect: Locator;

  constructor(page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "Keep the mix you chose." });
    this.openDemo = page.getByRole("button", { name: /Open the demo/ });
    this.connect = page.getByRole("button", { name: /Connect an exchange/ });
  }
}
