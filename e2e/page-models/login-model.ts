// What does a window without a session show?
import type { Locator, Page } from "@playwright/test";

export class LoginModel {
  readonly heading: Locator;
  readonly whatToDo: Locator;

  constructor(page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "This window is not logged in" });
    this.whatToDo = page.getByText(/Open the newest redirect file/);
  }
}
