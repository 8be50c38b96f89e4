// What do the strategies say of a market, as a person names it?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";

export class StrategyMarketsModel {
  readonly market: Locator;
  readonly runNow: Locator;
  readonly price: Locator;
  readonly decision: Locator;
  readonly readings: Locator;
  readonly wheel: Locator;
  readonly gate: Locator;
  readonly results: Locator;
  readonly waiting: Locator;
  readonly scroller: Locator;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    this.#frame = new FrameModel(page);
    const { screen } = this.#frame;
    this.market = screen.getByRole("combobox", { name: "Market", exact: true });
    this.runNow = screen.getByRole("button", { name: /^Run now/ });
    this.price = this.#frame.panel("Price and features");
    this.decision = this.#frame.panel("Decision");
    this.readings = this.#frame.panel("What each strategy says");
    this.wheel = this.#frame.panel("Cycle wheel");
    this.gate = this.#frame.panel("Entropy gate");
    this.results = this.#frame.panel("What came of it");
    this.waiting = this.#frame.panel(/^Market$/);
    this.scroller = screen.getByRole("region", { name: "Market and its strategies" });
  }

  view(name: "Settings" | "Markets"): Locator {
    return this.#frame.screen.getByRole("radio", { name });
  }

  overlay(name: string): Locator {
    return this.price.getByRole("button", { name });
  }

  get below(): Locator {
    return this.price.getByRole("combobox", { name: "Feature below the price" });
  }
}
