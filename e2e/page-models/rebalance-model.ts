// How is a plan made, approved, followed and read afterwards?
import { expect, type Locator, type Page } from "@playwright/test";
import { FrameModel } from "./frame-model.ts";
import { bodyRows } from "./rows.ts";

/** What a plan that is held says of itself, and how it goes on. */
export interface HeldPlan {
  readonly block: Locator;
  readonly resume: Locator;
  readonly stopHere: Locator;
}

export class RebalanceModel {
  readonly targets: Locator;
  readonly plan: Locator;
  readonly planLegs: Locator;
  readonly approve: Locator;
  /** Live only: held, or the phrase typed instead. */
  readonly approveLive: Locator;
  readonly typedApproval: Locator;
  readonly planAgain: Locator;
  /** One row an order, while it is executed and in the report. */
  readonly orders: Locator;
  readonly progress: Locator;
  readonly held: HeldPlan;
  readonly weights: Locator;
  readonly left: Locator;
  readonly cost: Locator;
  readonly done: Locator;
  /** Act now or wait, with its numbers. */
  readonly outlook: Locator;
  /** What is tried out with money that is not there. */
  readonly whatIf: Locator;
  /** The banner over a plan that cannot be approved because it is hypothetical. */
  readonly hypothetical: Locator;
  readonly rules: Locator;
  readonly evaluations: Locator;
  readonly history: Locator;
  readonly historyRows: Locator;
  readonly #frame: FrameModel;

  constructor(page: Page) {
    const frame = new FrameModel(page);
    const { screen } = frame;
    this.#frame = frame;
    this.targets = frame.panel("Targets");
    this.plan = frame.panel("Plan").first();
    this.planLegs = bodyRows(this.plan.getByRole("region", { name: "Orders of the plan" }));
    this.approve = this.plan.getByRole("button", { name: /^(PAPER|SANDBOX) ?(test server)? ?Send \d+ orders? from / });
    this.approveLive = this.plan.getByRole("button", { name: /Hold to send \d+ orders? from / });
    this.typedApproval = this.plan.getByRole("textbox", { name: /^Type .* to approve$/ });
    this.planAgain = screen.getByRole("button", { name: /^Plan again/ });
    this.orders = bodyRows(frame.panel(/^Orders$/));
    this.progress = frame.panel(/^Filled$/);
    const block = screen.getByRole("region", { name: "Why the plan is held" });
    this.held = {
      block,
      resume: block.getByRole("button", { name: "Resume" }),
      stopHere: block.getByRole("button", { name: "Stop here", exact: true }),
    };
    this.weights = frame.panel(/^Weights$/);
    this.left = frame.panel("What is left");
    this.cost = frame.panel(/^Cost$/);
    this.done = screen.getByRole("button", { name: "Done" });
    this.outlook = frame.panel(/^(Act now or wait|Bands)$/);
    this.whatIf = frame.panel("What if");
    this.hypothetical = this.plan.getByText("so it cannot be approved");
    this.rules = frame.panel(/^Rules$/);
    this.evaluations = frame.panel(/^Checks of the rules$/).first();
    this.history = frame.panel("History");
    this.historyRows = bodyRows(this.history);
  }

  /** Types a target in percent. */
  async setTarget(asset: string, percent: string): Promise<void> {
    await this.targets.getByRole("textbox", { name: `${asset} target`, exact: true }).fill(percent);
  }

  /** An asset that has no target yet, in percent. */
  async addTarget(asset: string, percent: string): Promise<void> {
    await this.targets.getByRole("button", { name: "Asset", exact: true }).click();
    await this.#frame.page.getByRole("menuitem", { name: new RegExp(`^${asset}(, held)?$`) }).click();
    await this.setTarget(asset, percent);
  }

  /** Makes the changed targets and rules the profile's own, without a plan. */
  async keep(): Promise<void> {
    const button = this.targets.getByRole("button", { name: "Keep", exact: true });
    await button.click();
    await expect(button).toHaveCount(0);
  }

  /** One order of the plan opened for changes: its row is found by its handle's name. */
  async openLeg(number: number): Promise<void> {
    await this.planLegs
      .filter({ has: this.#frame.page.getByRole("button", { name: new RegExp(`^Order ${number}:`) }) })
      .getByRole("button", { name: /^(Buy|Sell)/ })
      .click();
  }

  /** Another quantity for the order that stands open. */
  async resize(asset: string, quantity: string): Promise<void> {
    await this.plan.getByRole("textbox", { name: `Quantity of ${asset}` }).fill(quantity);
    await this.plan.getByRole("button", { name: "Use it" }).click();
  }

  /** The handle of an order, which the arrow keys move. */
  handle(number: number): Locator {
    return this.plan.getByRole("button", { name: new RegExp(`^Order ${number}:`) });
  }

  /** Another view of the panels below the targets. */
  async showBelow(view: "Act or wait" | "Bands" | "What is left" | "Cash" | "What if"): Promise<void> {
    await this.#frame.screen.getByRole("radio", { name: view, exact: true }).click();
  }

  async chooseGoal(goal: string): Promise<void> {
    await this.#frame.screen.getByRole("radio", { name: goal, exact: true }).click();
  }

  /** Band, lock and rules of an asset, opened below its row. */
  async openRules(asset: string): Promise<Locator> {
    await this.targets.getByRole("button", { name: new RegExp(`^${asset} band`) }).click();
    return this.targets.getByRole("group", { name: `Rules of ${asset}` });
  }

  /** The projected weight of an asset in percent, as the table says it. */
  async projected(asset: string): Promise<number> {
    const row = bodyRows(this.targets).filter({ hasText: new RegExp(`^${asset}`) });
    return Number.parseFloat(await row.getByRole("cell").nth(6).innerText());
  }

  /** Holds the live approval for as long as it asks for. */
  async holdToApprove(): Promise<void> {
    await this.approveLive.focus();
    await this.#frame.page.keyboard.down("Enter");
    // It is called differently while it is held.
    await expect(this.plan.getByRole("button", { name: /Hold to send|Keep holding/ })).toBeHidden();
    await this.#frame.page.keyboard.up("Enter");
  }

  /** The safety checks that fail, as they are said above the button. */
  failingCheck(name: string | RegExp): Locator {
    return this.plan.getByText(name).first();
  }

  /** Waits for a plan that may be approved: a simulated quote may have lagged when it was made, and another is made then. */
  async untilApprovable(): Promise<void> {
    await expect(async () => {
      // While one is being made there is no such button: then it is waited for.
      if (!(await this.approve.isVisible())) await this.planAgain.click({ timeout: 15_000 });
      await expect(this.approve).toBeVisible({ timeout: 15_000 });
    }).toPass({ timeout: 60_000 });
  }

  async show(view: "Plan" | "History" | "Rules"): Promise<void> {
    await this.#frame.screen.getByRole("radio", { name: view, exact: true }).click();
  }

  /** Number of orders of the plan on screen, once it is there. */
  async countLegs(): Promise<number> {
    await expect(this.planLegs.first()).toBeVisible({ timeout: 30_000 });
    return this.planLegs.count();
  }

  /** The report of a plan that is over: its state stands in the head. */
  report(state: "Done" | "Done in part" | "Ended" | RegExp): Locator {
    return this.#frame.screen.getByText(state, { exact: true }).first();
  }

  /** Largest distance of a weight from its target in points, as the report says it. */
  async worstError(): Promise<number> {
    const words = await this.weights.getByText(/^[\d.]+ points$/).innerText();
    return Number.parseFloat(words);
  }

  /** Weights of the report: asset, after and target in percent. */
  async reportWeights(): Promise<
    readonly { readonly asset: string; readonly after: number; readonly target: number }[]
  > {
    const rows = await bodyRows(this.weights).all();
    return Promise.all(
      rows.map(async (row) => {
        const cells = await row.getByRole("cell").allInnerTexts();
        const [asset = "", , , after = "", target = ""] = cells;
        return { asset: asset.trim(), after: Number.parseFloat(after), target: Number.parseFloat(target) };
      }),
    );
  }
}
