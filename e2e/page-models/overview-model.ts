// What does the first screen say of the portfolio, and what does it propose?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";

export class OverviewModel {
  readonly value: Locator;
  readonly allocation: Locator;
  readonly drift: Locator;
  readonly suggestions: Locator;
  readonly suggestionList: Locator;
  readonly recent: Locator;
  readonly reviewPlan: Locator;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    this.value = frame.panel("Value");
    this.allocation = frame.panel("Allocation");
    this.drift = frame.panel("Drift");
    this.suggestions = frame.panel("Suggestions");
    this.recent = frame.panel("Recent");
    this.suggestionList = this.suggestions.getByRole("list", { name: "Open suggestions" });
    this.reviewPlan = this.suggestions.getByRole("button", { name: "Review plan" });
  }

  suggestion(words: string | RegExp): Locator {
    return this.suggestionList.getByRole("listitem").filter({ hasText: words });
  }

  /** Row of an asset in the table beside the donut: asset, now, target. */
  allocationRow(asset: string): Locator {
    return this.allocation.getByRole("row").filter({ hasText: asset });
  }

  /** Value over the chosen period. */
  get curve(): Locator {
    return this.value.getByRole("group", { name: /^Value / });
  }

  period(name: "1D" | "1W" | "1M" | "90D" | "1Y" | "All"): Locator {
    return this.value.getByRole("radio", { name, exact: true });
  }

  get checkNow(): Locator {
    return this.suggestions.getByRole("button", { name: "Check now" });
  }
}
