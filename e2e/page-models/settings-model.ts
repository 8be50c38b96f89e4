// How is the whole program set, and what does it say of itself?
import type { Locator, Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";

export class SettingsModel {
  readonly storage: Locator;
  readonly connections: Locator;
  readonly about: Locator;
  readonly #general: Locator;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    this.#general = frame.panel("General");
    this.storage = frame.panel("Storage");
    this.connections = frame.panel("Connections");
    this.about = frame.panel("About");
  }

  theme(name: "System" | "Dark" | "Light"): Locator {
    return this.#general.getByRole("radio", { name });
  }

  timeZone(name: "UTC" | "This computer"): Locator {
    return this.#general.getByRole("radio", { name });
  }

  option(name: "Hide amounts" | "Single-key shortcuts" | RegExp): Locator {
    return this.#general.getByRole("switch", { name });
  }

  /** Offered after a damaged journal, until a person has read what may be lost. */
  get acknowledgeDamage(): Locator {
    return this.storage.getByRole("button", { name: "I have read it: go on" });
  }

  get checkJournal(): Locator {
    return this.storage.getByRole("button", { name: "Check the journal" });
  }

  /** Shown after the check: the chain of the journal is whole. */
  get journalHolds(): Locator {
    return this.storage.getByText("The chain holds.");
  }
}
