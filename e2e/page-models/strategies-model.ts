// What is set for the strategies of a profile, as a person names it?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";

export class StrategiesModel {
  readonly weights: Locator;
  readonly rules: Locator;
  readonly normalise: Locator;
  readonly save: Locator;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    this.#frame = new FrameModel(page);
    this.weights = this.#frame.panel("Weights");
    this.rules = this.#frame.panel("Rules");
    this.normalise = this.weights.getByRole("button", { name: "Normalise" });
    this.save = this.#frame.screen.getByRole("button", { name: "Save settings" });
  }

  weight(strategy: string): Locator {
    return this.weights.getByRole("textbox", { name: `Weight of ${strategy}` });
  }

  /** A number of the rules. */
  rule(name: string): Locator {
    return this.rules.getByRole("textbox", { name, exact: true });
  }

  about(strategy: string): Locator {
    return this.weights.getByRole("button", { name: `About ${strategy}` });
  }

  words(strategy: string): Locator {
    return this.#frame.panel(strategy);
  }
}
