import { act } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Preferences } from "#renderer/components/preferences.tsx";
import { click, press, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { auditStore, portfolioStore, pricesStore, profilesStore } from "#renderer/stores/engine-stores.ts";
import { planFor, planningStore } from "#renderer/stores/planning-store.ts";
import { markReady } from "#renderer/stores/remote-store.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import { EDIT_PAUSE_MS } from "./planning-view.tsx";
import { buttonIn, settle, textOf } from "./testing-client.tsx";
import { emptyStores, fillStores, panelOf, refusal, setPlans, showPanel } from "./testing-panel.tsx";
import {
  CREATED,
  PLAN_ID,
  sampleLine,
  sampleOrder,
  samplePortfolio,
  samplePreview,
  samplePrices,
  sampleRecord,
  sampleReport,
  sampleSummary,
} from "./testing-samples.ts";

const CORE = profileIdSchema.parse("core");
function fakeClient() {
  const rebalancing = {
    preview: vi.fn(async (_input: unknown, _options?: { signal: AbortSignal }): Promise<unknown> => samplePreview()),
    approve: vi.fn(
      async (_input: unknown): Promise<unknown> => sampleRecord({ state: "APPROVED", approvedAt: CREATED }),
    ),
    pause: vi.fn(async (_input: unknown): Promise<unknown> => sampleRecord()),
    resume: vi.fn(async (_input: unknown): Promise<unknown> => sampleRecord()),
    stopAfterLeg: vi.fn(async (_input: unknown): Promise<unknown> => sampleRecord()),
    cancelAll: vi.fn(async (_input: unknown): Promise<unknown> => sampleRecord()),
  };
  const profiles = { update: vi.fn(async (_input: unknown): Promise<unknown> => sampleSummary().profile) };
  return { rebalancing, profiles, marketData: { instruments: vi.fn(async () => []) } };
}

let client: ReturnType<typeof fakeClient>;
const show = (preferences?: Partial<Preferences>) => showPanel(client, preferences);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: CREATED });
  client = fakeClient();
  fillStores();
});

afterEach(() => {
  takeDown();
  emptyStores();
  vi.useRealTimers();
});

describe("planning", () => {
  test("plans once on arrival, with the profile's own targets, and not again while the preview lives", async () => {
    const first = await show();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
    expect(client.rebalancing.preview.mock.calls[0]?.[0]).toEqual({ profileId: "core", policy: { goal: "target" } });
    expect(textOf(first.box)).toContain("2 orders, in sending order");
    takeDown();
    await show();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
  });

  test("a profile without targets, as one from a file, is told what to do; nothing is planned", async () => {
    const summary = sampleSummary();
    const profile = { ...summary.profile, targets: {} };
    markReady(profilesStore, [{ ...summary, profile }], CREATED);
    const { box } = await show();
    expect(client.rebalancing.preview).not.toHaveBeenCalled();
    expect(textOf(panelOf(box, "Plan"))).toContain("This profile has no targets yet. Add assets at the left");
  });

  test("an order, a weight and the sums that rest on a doubtful price are grey, with the reason", async () => {
    const { box } = await show();
    expect(box.querySelectorAll(".in-doubt, tr.stale")).toHaveLength(0);
    const { positions, ...rest } = samplePortfolio();
    act(() => {
      markReady(
        portfolioStore,
        {
          ...rest,
          positions: positions.map((position) =>
            position.asset === "SOL" ? { ...position, priceState: "stale" as const } : position,
          ),
        },
        CREATED,
      );
      markReady(
        pricesStore,
        samplePrices({ state: "stale", reason: "No confirmation from the venue for 20 s." }),
        CREATED,
      );
    });
    const legs = [...box.querySelectorAll(".rb-legs tbody tr")];
    expect(legs.map(({ className }) => className.includes("stale"))).toEqual([true, false]);
    expect(legs[0]?.querySelector<HTMLElement>(".in-doubt")?.title).toBe("No confirmation from the venue for 20 s.");
    expect(box.querySelectorAll(".rb-totals .in-doubt")).toHaveLength(4);
    const rows = [...box.querySelectorAll(".rb-target-table tbody tr")];
    const grey = rows.filter((row) => row.querySelector(".in-doubt") !== null);
    expect(grey.map((row) => row.textContent?.slice(0, 3))).toEqual(["SOL"]);
    expect(box.querySelectorAll(".rb-target-table tfoot .in-doubt")).toHaveLength(2);
  });

  test("a changed target makes the plan out of date until it is planned again", async () => {
    const { box, find } = await show();
    press(find('[role=slider][aria-label="SOL target"]'), "ArrowLeft", { shiftKey: true });
    expect(textOf(find(".approve"))).toContain("The targets must add up to exactly 100.0%.");
    press(find('[role=slider][aria-label="BTC target"]'), "ArrowRight", { shiftKey: true });
    click(buttonIn(box, "Normalize"));
    expect(textOf(find(".approve"))).toContain("You changed the plan. Plan again to approve.");
    expect(find(".approve").getAttribute("aria-disabled")).toBe("true");
    click(find(".approve"));
    expect(client.rebalancing.approve).not.toHaveBeenCalled();

    press(document.body, "r");
    await settle();
    expect(client.rebalancing.preview).toHaveBeenCalledTimes(2);
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toMatchObject({
      targets: { BTC: "0.565", SOL: "0.19", USDC: "0.245" },
    });
  });

  test("the projection follows by itself once what is changed rests and adds up", async () => {
    const { find } = await show();
    press(find('[role=slider][aria-label="SOL target"]'), "ArrowLeft");
    act(() => vi.advanceTimersByTime(EDIT_PAUSE_MS * 2));
    await settle();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
    press(find('[role=slider][aria-label="BTC target"]'), "ArrowRight");
    act(() => vi.advanceTimersByTime(EDIT_PAUSE_MS - 1));
    await settle();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
    act(() => vi.advanceTimersByTime(1));
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toMatchObject({ targets: { BTC: "0.556", SOL: "0.199" } });
    act(() => vi.advanceTimersByTime(EDIT_PAUSE_MS * 3));
    await settle();
    // The fake answers with a plan of the profile's own targets: what comes back is not asked for again and again.
    expect(client.rebalancing.preview).toHaveBeenCalledTimes(2);
  });

  test("band, lock and rules of an asset stand open below its row and change this plan only", async () => {
    const { box, find } = await show();
    const toggle = find('button[aria-label^="SOL band"]');
    click(toggle);
    expect(toggle.getAttribute("aria-expanded")).toBe("true");
    const rules = find('[aria-label="Rules of SOL"]');
    typeInto(find<HTMLInputElement>('[aria-label="Rules of SOL"] input[inputmode=decimal]'), "2.5");
    const checkbox = (name: string) => {
      const label = [...rules.querySelectorAll("label")].find((element) => element.textContent === name);
      const element = rules.querySelector<HTMLElement>(`[id="${label?.htmlFor ?? ""}"]`);
      if (element === null) throw new Error(`No ${name}`);
      return element;
    };
    click(checkbox("Never sell"));
    click(checkbox("Lock the target"));
    expect(planningStore.getState()).toMatchObject({
      policy: { bandsByAsset: { SOL: "0.025" }, neverSell: ["SOL"] },
      locked: ["SOL"],
    });
    expect(textOf(find(".rb-targets .meta"))).toBe("changed for this plan");
    expect(textOf(toggle)).toBe("±2.5");
    press(rules, "Escape");
    expect(box.querySelector('[aria-label="Rules of SOL"]')).toBeNull();

    press(find('[role=slider][aria-label="BTC target"]'), "ArrowRight", { shiftKey: true });
    click(buttonIn(box, "Normalize"));
    expect(planningStore.getState().targets).toMatchObject({ SOL: "0.2" });

    click(buttonIn(box, "Keep"));
    await settle();
    expect(client.profiles.update.mock.calls[0]?.[0]).toMatchObject({
      profileId: "core",
      changes: { targets: { SOL: "0.2" }, policy: { bandsByAsset: { SOL: "0.025" }, neverSell: ["SOL"] } },
    });
    expect(planningStore.getState()).toMatchObject({ targets: null, policy: {} });
  });

  test("a goal that needs an amount or an asset says so until it has it", async () => {
    const { box, find } = await show();
    click(find('[role=radiogroup][aria-label="Goal"] button:nth-child(4)'));
    expect(textOf(box)).toContain("Say how much cash is to be raised.");
    expect(buttonIn(box, "Plan again").hasAttribute("disabled")).toBe(true);
    typeInto(find<HTMLInputElement>('[aria-label="Amount of the goal"] input'), "250");
    press(document.body, "r");
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toEqual({
      profileId: "core",
      policy: { goal: "raiseCash", raise: { asset: "USDC", amount: "250" } },
    });
    click(find('[role=radiogroup][aria-label="Goal"] button:nth-child(5)'));
    expect(textOf(box)).toContain("Choose the asset that is to be sold.");
    const list = find<HTMLSelectElement>('[aria-label="Amount of the goal"] select');
    expect([...list.options].map(({ value }) => value)).toEqual(["", "BTC", "SOL"]);
  });

  test("planning again gives up the planning that is under way", async () => {
    client.rebalancing.preview.mockImplementationOnce(() => new Promise(() => undefined));
    await show();
    press(document.body, "r");
    await settle();
    expect(client.rebalancing.preview.mock.calls[0]?.[1]?.signal.aborted).toBe(true);
    expect(client.rebalancing.preview.mock.calls[1]?.[1]?.signal.aborted).toBe(false);
  });

  test("R in a field is a letter", async () => {
    const { find } = await show();
    press(find("input"), "r");
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
  });

  test("a plan that can not be made says what happened, what it means and what to do", async () => {
    client.rebalancing.preview.mockRejectedValueOnce(refusal("PLAN_IMPOSSIBLE", "BTC has no price."));
    const { box } = await show();
    expect(textOf(box)).toContain("BTC has no price. Nothing was sent. Read which input stands in the way.");
    expect(buttonIn(box, "Plan again")).toBeDefined();
  });

  test("a plan without orders says why, and has nothing to approve", async () => {
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ legs: [], turnover: "0", residuals: [] }));
    const { box } = await show();
    expect(textOf(box)).toContain("Every weight is within 1.0 points of its target");
    expect(box.querySelector(".approve")).toBeNull();
  });
});

describe("approving", () => {
  test("one press sends exactly the plan that is shown, once", async () => {
    client.rebalancing.approve.mockImplementation(() => new Promise(() => undefined));
    const { find } = await show();
    expect(textOf(find(".approve"))).toContain("Send 2 orders from Core");
    click(find(".approve"));
    await settle();
    click(find(".approve"));
    await settle();
    expect(client.rebalancing.approve.mock.calls).toEqual([
      [{ profileId: "core", planHash: "ab".repeat(32), nonce: "n".repeat(43), saveTargets: false }],
    ]);
    expect(textOf(find(".approve"))).toContain("Sending");
  });

  test("no key pressed elsewhere sends an order", async () => {
    await show();
    for (const key of ["Enter", " ", "s", "r", "X"]) press(document.body, key, { shiftKey: key === "X" });
    await settle();
    expect(client.rebalancing.approve).not.toHaveBeenCalled();
    expect(client.rebalancing.cancelAll).not.toHaveBeenCalled();
  });

  test("targets that differ from the profile's can be kept", async () => {
    const targets = { BTC: "0.5", SOL: "0.2", USDC: "0.3" };
    act(() => planFor(CORE));
    planningStore.setState({ targets: samplePreview({ targets }).record.plan.targets });
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ targets }));
    const { find } = await show();
    click(find("button[role=checkbox]"));
    click(find(".approve"));
    await settle();
    expect(client.rebalancing.approve.mock.calls[0]?.[0]).toMatchObject({ saveTargets: true });
  });

  test.each([
    ["PLAN_EXPIRED", "The plan was shown too long ago: plan again.", "Refused. Plan again to approve."],
    ["PLAN_STALE", "The price of SOL/USD moved.", "Refused. Plan again to approve."],
    ["PLAN_NONCE_USED", "This plan was approved before.", "Refused. Plan again to approve."],
    ["PLAN_BUSY", "Another plan of this profile is executing.", "Send 2 orders from Core"],
  ])("a refusal (%s) is shown in its words with the way on", async (code, message, after) => {
    client.rebalancing.approve.mockRejectedValueOnce(refusal(code, message));
    const { box, find } = await show();
    click(find(".approve"));
    await settle();
    expect(textOf(box)).toContain(message);
    expect(textOf(box)).toContain(code);
    expect(textOf(find(".approve"))).toContain(after);
    press(document.body, "r");
    await settle();
    expect(textOf(box)).not.toContain(message);
    expect(textOf(find(".approve"))).toContain("Send 2 orders from Core");
  });

  test("after its 60 seconds a plan can not be approved any more", async () => {
    vi.setSystemTime(CREATED + 60_001);
    planningStore.setState({ profileId: CORE, preview: samplePreview() });
    client.rebalancing.preview.mockImplementationOnce(() => new Promise(() => undefined));
    const { find } = await show();
    // Arriving with a preview that is over plans anew.
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
    expect(find(".approve").getAttribute("aria-disabled")).toBe("true");
  });

  test("a failing check is named with its detail and blocks", async () => {
    client.rebalancing.preview.mockResolvedValueOnce(
      samplePreview({}, [{ name: "Order size", ok: false, code: "SIZE", detail: "Order 1: above 8% of the value." }]),
    );
    const { box, find } = await show();
    expect(textOf(box)).toContain("0 of 1 checks pass");
    expect(textOf(box)).toContain("Order size: Order 1: above 8% of the value.");
    expect(find(".approve").getAttribute("aria-disabled")).toBe("true");
  });

  test("a live plan is held or typed, never clicked", async () => {
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ mode: "live" }));
    const { box, find } = await show();
    expect(textOf(find(".approve"))).toContain("Hold to send 2 orders from Core");
    click(find(".approve"));
    expect(client.rebalancing.approve).not.toHaveBeenCalled();
    expect(textOf(box)).toContain("type CORE 2");
  });
});

describe("under way", () => {
  const executing = (changes: Readonly<Record<string, unknown>> = {}) =>
    sampleRecord({ state: "EXECUTING", approvedAt: CREATED, orders: [sampleOrder()], ...changes });

  test("orders, money and weights of a plan that is executed; no new plan is made meanwhile", async () => {
    setPlans(executing());
    const { box } = await show();
    expect(client.rebalancing.preview).not.toHaveBeenCalled();
    expect(textOf(box)).toContain("1 of 2 filled");
    expect(textOf(box)).toContain("$999.00of $1,500.00");
    expect(textOf(box)).toContain("Closing the app is safe");
    expect([...box.querySelectorAll(".stp")].map((way) => way.getAttribute("aria-label"))).toContain(
      "Planned, not sent yet",
    );
  });

  test("S stops after this order; Shift+X only asks, and its safe answer has the focus", async () => {
    setPlans(executing());
    await show();
    press(document.body, "s");
    await settle();
    expect(client.rebalancing.stopAfterLeg).toHaveBeenCalledWith({ profileId: "core", planId: PLAN_ID });
    press(document.body, "X", { shiftKey: true });
    await settle();
    const dialog = document.querySelector<HTMLElement>("[role=dialog]");
    expect(textOf(dialog ?? document.body)).toContain("Cancel all open orders?");
    expect(document.activeElement?.textContent).toBe("Go on with the plan");
    expect(client.rebalancing.cancelAll).not.toHaveBeenCalled();
    click(buttonIn(dialog ?? document.body, "Cancel all and end the plan"));
    await settle();
    expect(client.rebalancing.cancelAll).toHaveBeenCalledWith({ profileId: "core", planId: PLAN_ID });
  });

  test("an order of unknown outcome says what is not known, what is held back and what was asked", async () => {
    const order = sampleOrder({ state: "UNKNOWN", filledQuantity: "0", averagePrice: null, fees: [] });
    act(() => {
      markReady(
        auditStore,
        [
          sampleLine(1, {
            kind: "order.lookup",
            clientOrderId: order.clientOrderId,
            asked: "client id",
            answer: "not found",
          }),
        ],
        CREATED,
      );
    });
    setPlans(executing({ orders: [order] }));
    const { box, find } = await show();
    const unknown = textOf(find(".rb-unknown-box"));
    expect(unknown).toContain("Sim Alpha has not said whether order 1 exists.");
    expect(unknown).toContain("Up to 10 SOL is held back for it.");
    expect(unknown).toContain("client idnot found");
    expect(textOf(box)).toContain("held for one answer");
  });

  test("a recovered plan explains itself; a resume that comes too late offers to plan again", async () => {
    setPlans(executing({ state: "PAUSED", reason: { code: "RECOVERED", message: "1 order was open." } }));
    client.rebalancing.resume.mockRejectedValueOnce(refusal("PLAN_EXPIRED", "The approval is too old."));
    const { box } = await show();
    expect(textOf(box)).toContain("The program ended while this plan was under way.1 order was open.");
    click(buttonIn(box, "Resume"));
    await settle();
    expect(textOf(box)).toContain("The approval is too old.");
    click(buttonIn(box, "Stop here and plan again"));
    await settle();
    expect(client.rebalancing.cancelAll).toHaveBeenCalledOnce();
    setPlans(null, [sampleRecord({ state: "DONE_PARTIAL", approvedAt: CREATED, report: sampleReport() })]);
    await settle();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
  });

  test("of a held trade the ticket opens with what is left of it, and no targets are planned", async () => {
    const trade = { symbol: "SOL/USD", side: "sell", size: { by: "share", amount: "0.5" } };
    const held = sampleRecord({ state: "PAUSED", approvedAt: CREATED }, { trade });
    setPlans(held);
    client.rebalancing.resume.mockRejectedValueOnce(refusal("PLAN_EXPIRED", "The approval is too old."));
    client.rebalancing.cancelAll.mockResolvedValueOnce(held);
    const { box } = await show();
    click(buttonIn(box, "Resume"));
    await settle();
    click(buttonIn(box, "Stop here and plan again"));
    await settle();
    expect(location.hash).toMatch(/^#\/trade\/order\/SOL%2FUSD\/sell\/[0-9.]+$/);
    location.hash = "";
  });

  test("an automatic plan says under which standing approval it runs, under way and when it is over", async () => {
    const standing = { approvalId: "a".repeat(64), trigger: "threshold" };
    setPlans(executing({ standing }));
    const { box } = await show();
    expect(textOf(box)).toContain("by the rule Out of band, under the standing approval");
    setPlans(null, [sampleRecord({ state: "DONE", approvedAt: CREATED, report: sampleReport(), standing })]);
    await settle();
    expect(textOf(box)).toContain("by the rule Out of band, under the standing approval");
    setPlans(null, [sampleRecord({ state: "DONE", approvedAt: CREATED, report: sampleReport() })]);
    await settle();
    expect(textOf(box)).not.toContain("standing approval");
  });

  test("the report stays until Done, then planning starts afresh", async () => {
    setPlans(null, [sampleRecord({ state: "DONE", approvedAt: CREATED, report: sampleReport() })]);
    const { box } = await show();
    expect(textOf(box)).toContain("not all was filled");
    expect(textOf(box)).toContain("worst 0.50 points");
    expect(client.rebalancing.preview).not.toHaveBeenCalled();
    click(buttonIn(box, "Done"));
    await settle();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
    expect(textOf(box)).toContain("2 orders, in sending order");
  });
});
