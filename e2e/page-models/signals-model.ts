// What do the rules see, and what does the chosen signal rest on?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

export class SignalsModel {
  readonly rows: Locator;
  readonly makePlan: Locator;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    this.rows = bodyRows(frame.panel("Stream"));
    this.makePlan = frame.screen.getByRole("button", { name: "Make a plan" });
  }
}
