import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Preferences } from "#renderer/components/preferences.tsx";
import { click, press, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { planningStore } from "#renderer/stores/planning-store.ts";
import { buttonIn, fieldIn, settle, textOf } from "./testing-client.tsx";
import { emptyStores, fillStores, panelOf, refusal, setPlans, showPanel } from "./testing-panel.tsx";
import { CREATED, PLAN_ID, sampleCheck, samplePreview, sampleRecord, sampleVerdict } from "./testing-samples.ts";

function fakeClient() {
  const rebalancing = {
    preview: vi.fn(async (_input: unknown): Promise<unknown> => samplePreview()),
    approve: vi.fn(async (_input: unknown): Promise<unknown> => undefined),
    smallestDeposit: vi.fn(
      async (_input: unknown): Promise<unknown> => ({
        amount: "250",
        asset: "USD",
        accountId: "core-alpha",
        venue: "sim-alpha",
        lot: "1",
        plans: 9,
        detail: "Found by halving.",
      }),
    ),
  };
  return { rebalancing, marketData: { instruments: vi.fn(async () => []) } };
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

test("a plan names what the volatility ceiling holds back, above what it leaves undone", async () => {
  const { policy } = samplePreview().record.plan;
  const held = { ...policy, heldBack: { buy: ["SOL", "ETH"], sell: ["PAXG"] } } as typeof policy;
  client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ policy: held }));
  const { box } = await show();
  const notes = [...box.querySelectorAll(".rb-notes li")].map((note) => textOf(note));
  const why = "that would raise the portfolio's volatility above its ceiling (Profiles, Risk limits).";
  expect(notes.slice(0, 2)).toEqual([`Not bought: SOL, ETH; ${why}`, `Not sold: PAXG; ${why}`]);
});

describe("acting or waiting", () => {
  test("the advice stands before its numbers; risk aversion and days are set here and asked for anew", async () => {
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ verdict: sampleVerdict() }));
    const { box, find } = await show();
    const panel = panelOf(box, "Act now or wait");
    expect(textOf(panel)).toContain("Better act");
    expect(textOf(panel)).toContain("Acting now$4.00 4.0 bp");
    expect(textOf(panel)).toContain("Waiting 30 d$12.00 12.0 bp");
    expect(textOf(panel)).toContain("Swing, 1σ±$95.00");
    expect(find(".rb-wait").getAttribute("aria-label")).toBe("Acting pays from day 10");
    typeInto(fieldIn(panel, "Risk aversion"), "5");
    typeInto(fieldIn(panel, "Days of waiting"), "60");
    press(document.body, "r");
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toEqual({
      profileId: "core",
      policy: { goal: "target", riskAversion: "5", horizonDays: 60 },
    });
  });

  test("unknown risk gives no advice and no line; a plan of before the verdict says so", async () => {
    const unknown = { advice: "unknown", reason: "SOL has too few daily prices.", waitingLoss: null, lossLeft: null };
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ verdict: sampleVerdict(unknown) }));
    const { box } = await show();
    const panel = panelOf(box, "Act now or wait");
    expect(textOf(panel)).toContain("No advice");
    expect(textOf(panel)).toContain("SOL has too few daily prices.");
    expect(panel.querySelector(".rb-wait")).toBeNull();
    press(document.body, "r");
    await settle();
    expect(textOf(panel)).toContain("This plan was made without a verdict.");
  });

  test("each weight in its band: where it is, where it goes, and beyond what acting pays", async () => {
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ verdict: sampleVerdict() }));
    const { box } = await show();
    click(buttonIn(panelOf(box, "Act now or wait"), "Bands"));
    const tracks = [...panelOf(box, "Bands").querySelectorAll("[role=img]")].map((track) =>
      track.getAttribute("aria-label"),
    );
    expect(tracks).toEqual([
      "BTC: target 55.50%, band ±5.00; now 50.00%, out of band; after the plan 55.00%; acting pays beyond ±4.50",
      "SOL: target 20.00%, band ±5.00; now 30.00%, out of band; after the plan 20.00%",
      "USDC: target 24.50%, band ±5.00; now 20.00%; after the plan 25.00%",
    ]);
  });

  test("privacy mode hides the amounts of the verdict, and its sentence", async () => {
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ verdict: sampleVerdict() }));
    const { box } = await show({ hideAmounts: true });
    const panel = panelOf(box, "Act now or wait");
    expect(textOf(panel)).not.toMatch(/4\.00|12\.00|95/);
    expect(textOf(panel)).toContain("Acting pays from day 10.");
    expect(textOf(panel)).toContain("4.0 bp");
  });
});

describe("changing orders by hand", () => {
  const edited = (plan: Readonly<Record<string, unknown>>) =>
    samplePreview({ planId: "33333333-3333-4333-8333-333333333333", solver: "edited", editedFrom: PLAN_ID, ...plan });
  const legsOf = (box: HTMLElement) =>
    [...box.querySelectorAll(".rb-legs tbody tr:not(.rb-editor-row)")].map((row) => textOf(row as HTMLElement));
  const [SELL, BUY] = samplePreview().record.plan.legs;

  test("an order left out is struck and can be put back; the projection is the plan's without it", async () => {
    const { box, find } = await show();
    client.rebalancing.preview.mockResolvedValueOnce(edited({ legs: [SELL], after: { BTC: "0.51", SOL: "0.2" } }));
    const [, buy] = box.querySelectorAll<HTMLElement>(".rb-leg-open");
    click(buy ?? box);
    click(buttonIn(find(".rb-leg-editor"), "Leave it out"));
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toEqual({
      profileId: "core",
      edits: { planId: PLAN_ID, legs: [{ leg: 1, skip: true }] },
    });
    expect(textOf(box)).toContain("Changed by hand: 1 left out.");
    expect(textOf(box)).toContain("By hand");
    expect(box.querySelectorAll("tr.rb-skipped")).toHaveLength(1);
    expect(textOf(find(".rb-target-table tbody tr"))).toContain("51.00");
    expect(textOf(find(".approve"))).toContain("Send 1 order from Core");
    click(buttonIn(box, "Put it back"));
    await settle();
    // Nothing is changed any more: the first plan is there still.
    expect(client.rebalancing.preview).toHaveBeenCalledTimes(2);
    expect(textOf(find(".approve"))).toContain("Send 2 orders from Core");
  });

  test("another quantity is asked for as a whole; a refusal names the order and leaves the plan as it was", async () => {
    const { box, find } = await show();
    click(find(".rb-leg-open"));
    client.rebalancing.preview.mockRejectedValueOnce(refusal("INPUT_INVALID", "Order 1: not on the step of 0.1."));
    typeInto(fieldIn(box, "Quantity of SOL"), "3.33");
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
    click(buttonIn(box, "Use it"));
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toMatchObject({
      edits: { legs: [{ leg: 0, quantity: "3.33" }] },
    });
    expect(textOf(find(".rb-banner"))).toContain("Order 1: not on the step of 0.1.");
    expect(legsOf(box)[0]).toContain("10 SOL");
    expect(textOf(find(".approve"))).toContain("Send 2 orders from Core");
  });

  test("the arrow keys on its handle move an order, and the handle keeps the focus", async () => {
    const { box, find } = await show();
    client.rebalancing.preview.mockResolvedValueOnce(edited({ legs: [BUY, SELL] }));
    const grip = find(".rb-grip[data-leg='0']");
    grip.focus();
    press(grip, "ArrowDown");
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toMatchObject({ edits: { legs: [], order: [1, 0] } });
    expect(legsOf(box).map((row) => row.includes("SOL/USD"))).toEqual([false, true]);
    expect(document.activeElement?.getAttribute("data-leg")).toBe("0");
    press(find(".rb-grip[data-leg='0']"), "ArrowUp");
    await settle();
    expect(client.rebalancing.preview).toHaveBeenCalledTimes(2);
  });

  test("orders of a plan of other targets can not be changed", async () => {
    const { find } = await show();
    press(find('[role=slider][aria-label="BTC target"]'), "ArrowRight");
    press(find(".rb-grip"), "Delete");
    await settle();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
  });
});

describe("what if", () => {
  const whatIf = [{ accountId: "core-alpha", asset: "USD", amount: "1000" }];

  test("a made-up deposit is planned with, marked, and can never be approved", async () => {
    const { box, find } = await show();
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ whatIf }, undefined, { nonce: null }));
    click(buttonIn(panelOf(box, "What is left"), "What if"));
    click(buttonIn(panelOf(box, "What if"), "Deposit"));
    expect(textOf(find(".approve"))).toContain("You changed the plan.");
    press(document.body, "r");
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toMatchObject({ whatIf });
    expect(textOf(find(".rb-banner"))).toContain("Hypothetical. Counts on 1,000 USD more at Sim Alpha.");
    expect(box.querySelector(".approve")).toBeNull();
    expect(textOf(find(".rb-hypothetical"))).toContain("cannot be approved");
    click(buttonIn(box, "Plan with what is there"));
    expect(planningStore.getState().deposits).toEqual([]);
  });

  test("the smallest deposit that completes the plan is searched for, said how, and tried", async () => {
    const feasibility = { ...samplePreview().feasibility, complete: false };
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({}, undefined, { feasibility }));
    const { box } = await show();
    click(buttonIn(panelOf(box, "What is left"), "What if"));
    click(buttonIn(box, "Find the smallest deposit"));
    await settle();
    expect(client.rebalancing.smallestDeposit).toHaveBeenCalledWith({ profileId: "core", planId: PLAN_ID });
    expect(textOf(panelOf(box, "What if"))).toContain("250 USD would complete the plan.Found by halving.");
    click(buttonIn(box, "Show that plan"));
    expect(planningStore.getState().deposits).toEqual([{ accountId: "core-alpha", asset: "USD", amount: "250" }]);
  });

  test("privacy mode hides what an order, a refusal and a deposit would tell", async () => {
    const { find } = await show({ hideAmounts: true });
    click(find(".rb-leg-open"));
    expect(textOf(find(".rb-leg-editor"))).toContain("show amounts to change one");
    client.rebalancing.preview.mockRejectedValueOnce(
      refusal("INPUT_INVALID", "edits.order: Order 2: it may take 2302.87 USD and 1600 is there at that point."),
    );
    click(buttonIn(find(".rb-leg-editor"), "Leave it out"));
    await settle();
    expect(textOf(find(".rb-banner"))).toMatch(/^Order 2: it may take/);
    expect(textOf(find(".rb-banner"))).not.toMatch(/2302|1600/);
    click(find('button[aria-label^="SOL band"]'));
    const rules = find('[aria-label="Rules of SOL"]');
    const pin = [...rules.querySelectorAll("label")].find(({ textContent }) => textContent === "Pin an amount");
    click(find(`[id="${pin?.htmlFor ?? ""}"]`));
    expect(textOf(rules)).toContain("Amounts are hidden.");
  });

  test("dust is listed apart with its value, and what cannot be reached says where the coins lie", async () => {
    const feasibility = {
      complete: false,
      unreachable: [
        {
          asset: "BTC",
          reason: "otherVenue",
          weight: "-0.005",
          value: "-50",
          elsewhere: [],
          detail: "50 USD at kraken.",
        },
      ],
      dust: {
        value: "0.42",
        assets: [
          { accountId: "core-alpha", venue: "sim-alpha", asset: "SOL", amount: "0.004", value: "0.42", least: "5" },
        ],
      },
    };
    client.rebalancing.preview.mockResolvedValueOnce(
      samplePreview({ residuals: [{ asset: "BTC", weight: "-0.005", reason: "venueBalance" }] }, undefined, {
        feasibility,
      }),
    );
    const { box } = await show();
    const panel = panelOf(box, "What is left");
    expect(textOf(panel)).toContain("Dust: 1 holding, $0.42");
    expect(panel.querySelector('li[title="50 USD at kraken."]')).not.toBeNull();
  });
});

describe("checked by the venues", () => {
  const told = (checks: readonly Record<string, unknown>[]) => setPlans(null, [sampleRecord({ checks })]);

  test("approval is locked until the venues have answered, with the reason; their fee stands beside ours", async () => {
    const { box, find } = await show();
    told([sampleCheck({ fee: { asset: "USD", amount: "2.4" } }), sampleCheck({ state: "pending", at: null })]);
    expect(textOf(find(".approve"))).toContain("The venues are checking: 1 order to go.");
    click(find(".approve"));
    expect(client.rebalancing.approve).not.toHaveBeenCalled();
    told([
      sampleCheck({ fee: { asset: "USD", amount: "2.4" }, warnings: ["Post only may be refused."] }),
      sampleCheck({ state: "notSupported" }),
    ]);
    expect(textOf(find(".approve"))).toContain("Send 2 orders from Core");
    expect(textOf(box)).toContain("1 of 1 validated by the venue, 1 cannot be");
    click(find(".rb-leg-open"));
    expect(textOf(find(".rb-leg-editor"))).toContain("Fee: 2 USD by our tier, 2.4 USD by Sim Alpha.");
    expect(textOf(find(".rb-leg-editor"))).toContain("Post only may be refused.");
    told([sampleCheck(), sampleCheck({ state: "refused", code: "FILTER", detail: "Below the least amount." })]);
    expect(textOf(find(".approve"))).toContain("The venue would refuse order 2. Change it or plan again.");
  });
});
