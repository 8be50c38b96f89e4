import { act } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_PREFERENCES, type Preferences, PreferencesProvider } from "#renderer/components/preferences.tsx";
import { click, drawn, press, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { connectionStore } from "#renderer/stores/connection-store.ts";
import {
  auditStore,
  healthStore,
  plansStore,
  portfolioStore,
  pricesStore,
  profilesStore,
} from "#renderer/stores/engine-stores.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { planFor, planningStore } from "#renderer/stores/planning-store.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { profileIdSchema } from "#shared/domain/ids.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import { RebalancePanel } from "./panel.tsx";
import { EDIT_PAUSE_MS } from "./planning-view.tsx";
import {
  CREATED,
  PLAN_ID,
  sampleCheck,
  sampleLine,
  sampleOrder,
  sampleOutcome,
  samplePortfolio,
  samplePreview,
  samplePrices,
  sampleRecord,
  sampleReport,
  sampleSummary,
  sampleVerdict,
} from "./testing-samples.ts";

const CORE = profileIdSchema.parse("core");

function fakeClient() {
  const rebalancing = {
    preview: vi.fn(async (_input: unknown, _options?: { signal: AbortSignal }): Promise<unknown> => samplePreview()),
    approve: vi.fn(
      async (_input: unknown): Promise<unknown> => sampleRecord({ state: "APPROVED", approvedAt: CREATED }),
    ),
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
    history: vi.fn(async (_input: unknown): Promise<unknown> => [sampleOutcome()]),
    pause: vi.fn(async (_input: unknown): Promise<unknown> => sampleRecord()),
    resume: vi.fn(async (_input: unknown): Promise<unknown> => sampleRecord()),
    stopAfterLeg: vi.fn(async (_input: unknown): Promise<unknown> => sampleRecord()),
    cancelAll: vi.fn(async (_input: unknown): Promise<unknown> => sampleRecord()),
  };
  const profiles = { update: vi.fn(async (_input: unknown): Promise<unknown> => sampleSummary().profile) };
  return { rebalancing, profiles, marketData: { instruments: vi.fn(async () => []) } };
}

const refusal = (code: string, message: string) =>
  Object.assign(new Error(message), { code, data: { retryable: false } });

let client: ReturnType<typeof fakeClient>;

function setPlans(open: PlanRecord | null, latest: readonly PlanRecord[] = open === null ? [] : [open]): void {
  act(() => {
    plansStore.setState({ profileId: CORE });
    markReady(plansStore, { open, latest: [...latest] }, CREATED);
  });
}

async function show(preferences: Partial<Preferences> = {}) {
  // Only what this screen calls is there; any other call would fail the test.
  const node = (
    <PreferencesProvider preferences={{ ...DEFAULT_PREFERENCES, ...preferences }}>
      <ClientProvider client={client as unknown as SchwabotClient}>
        <RebalancePanel />
      </ClientProvider>
    </PreferencesProvider>
  );
  const screen = drawn(node);
  await settle();
  return screen;
}

const settle = () => act(async () => undefined);
const text = (element: HTMLElement) => (element.textContent ?? "").replace(/\s+/g, " ");
const button = (box: HTMLElement, name: string) => {
  const found = [...box.querySelectorAll("button")].find((element) => text(element).includes(name));
  if (found === undefined) throw new Error(`No button ${name} in ${text(box)}`);
  return found;
};

const panelOf = (box: HTMLElement, title: string) => {
  const found = [...box.querySelectorAll<HTMLElement>("section.panel")].find(
    (panel) => panel.querySelector("h2")?.textContent === title,
  );
  if (found === undefined) throw new Error(`No panel ${title}`);
  return found;
};
const field = (box: HTMLElement, label: string) => {
  const found = [...box.querySelectorAll("label")].find(({ textContent }) => textContent === label)?.control;
  if (!(found instanceof HTMLInputElement)) throw new Error(`No field ${label}`);
  return found;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: CREATED });
  sessionStorage.clear();
  client = fakeClient();
  planFor(profileIdSchema.parse("another"));
  planningStore.setState({ seen: new Set() });
  nowStore.setState({ now: CREATED });
  connectionStore.setState({ state: "open", detail: null });
  navigationStore.setState({ screen: "rebalance", parameters: [] });
  markReady(profilesStore, [sampleSummary()], CREATED);
  portfolioStore.setState({ profileId: CORE });
  markReady(portfolioStore, samplePortfolio(), CREATED);
  setPlans(null);
});

afterEach(() => {
  takeDown();
  for (const store of [profilesStore, portfolioStore, plansStore, auditStore, healthStore, pricesStore]) {
    markIdle(store as Parameters<typeof markIdle>[0]);
  }
  vi.useRealTimers();
});

describe("planning", () => {
  test("plans once on arrival, with the profile's own targets, and not again while the preview lives", async () => {
    const first = await show();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
    expect(client.rebalancing.preview.mock.calls[0]?.[0]).toEqual({ profileId: "core", policy: { goal: "target" } });
    expect(text(first.box)).toContain("2 orders, in sending order");
    takeDown();
    await show();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
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
    expect(text(find(".approve"))).toContain("The targets must add up to exactly 100.0%.");
    press(find('[role=slider][aria-label="BTC target"]'), "ArrowRight", { shiftKey: true });
    click(button(box, "Normalize"));
    expect(text(find(".approve"))).toContain("You changed the plan. Plan again to approve.");
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
    expect(text(find(".rb-targets .meta"))).toBe("changed for this plan");
    expect(text(toggle)).toBe("±2.5");
    press(rules, "Escape");
    expect(box.querySelector('[aria-label="Rules of SOL"]')).toBeNull();

    press(find('[role=slider][aria-label="BTC target"]'), "ArrowRight", { shiftKey: true });
    click(button(box, "Normalize"));
    expect(planningStore.getState().targets).toMatchObject({ SOL: "0.2" });

    click(button(box, "Keep"));
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
    expect(text(box)).toContain("Say how much cash is to be raised.");
    expect(button(box, "Plan again").hasAttribute("disabled")).toBe(true);
    typeInto(find<HTMLInputElement>('[aria-label="Amount of the goal"] input'), "250");
    press(document.body, "r");
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toEqual({
      profileId: "core",
      policy: { goal: "raiseCash", raise: { asset: "USDC", amount: "250" } },
    });
    click(find('[role=radiogroup][aria-label="Goal"] button:nth-child(5)'));
    expect(text(box)).toContain("Choose the asset that is to be sold.");
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
    expect(text(box)).toContain("BTC has no price. Nothing was sent. Read which input stands in the way.");
    expect(button(box, "Plan again")).toBeDefined();
  });

  test("a plan without orders says why, and has nothing to approve", async () => {
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ legs: [], turnover: "0", residuals: [] }));
    const { box } = await show();
    expect(text(box)).toContain("Every weight is within 1.0 points of its target");
    expect(box.querySelector(".approve")).toBeNull();
  });
});

describe("acting or waiting", () => {
  test("the advice stands before its numbers; risk aversion and days are set here and asked for anew", async () => {
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ verdict: sampleVerdict() }));
    const { box, find } = await show();
    const panel = panelOf(box, "Act now or wait");
    expect(text(panel)).toContain("Acting is cheaper");
    expect(text(panel)).toContain("Acting now$4.00 4.0 bp");
    expect(text(panel)).toContain("Waiting 30 d$12.00 12.0 bp");
    expect(text(panel)).toContain("Swing, 1σ±$95.00");
    expect(find(".rb-wait").getAttribute("aria-label")).toBe("Acting pays from day 10");
    typeInto(field(panel, "Risk aversion"), "5");
    typeInto(field(panel, "Days of waiting"), "60");
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
    expect(text(panel)).toContain("No advice");
    expect(text(panel)).toContain("SOL has too few daily prices.");
    expect(panel.querySelector(".rb-wait")).toBeNull();
    press(document.body, "r");
    await settle();
    expect(text(panel)).toContain("This plan was made without a verdict.");
  });

  test("each weight in its band: where it is, where it goes, and beyond what acting pays", async () => {
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ verdict: sampleVerdict() }));
    const { box } = await show();
    click(button(panelOf(box, "Act now or wait"), "Bands"));
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
    expect(text(panel)).not.toMatch(/4\.00|12\.00|95/);
    expect(text(panel)).toContain("Acting pays from day 10.");
    expect(text(panel)).toContain("4.0 bp");
  });
});

describe("changing orders by hand", () => {
  const edited = (plan: Readonly<Record<string, unknown>>) =>
    samplePreview({ planId: "33333333-3333-4333-8333-333333333333", solver: "edited", editedFrom: PLAN_ID, ...plan });
  const legsOf = (box: HTMLElement) =>
    [...box.querySelectorAll(".rb-legs tbody tr:not(.rb-editor-row)")].map((row) => text(row as HTMLElement));
  const [SELL, BUY] = samplePreview().record.plan.legs;

  test("an order left out is struck and can be put back; the projection is the plan's without it", async () => {
    const { box, find } = await show();
    client.rebalancing.preview.mockResolvedValueOnce(edited({ legs: [SELL], after: { BTC: "0.51", SOL: "0.2" } }));
    const [, buy] = box.querySelectorAll<HTMLElement>(".rb-leg-open");
    click(buy ?? box);
    click(button(find(".rb-leg-editor"), "Leave it out"));
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toEqual({
      profileId: "core",
      edits: { planId: PLAN_ID, legs: [{ leg: 1, skip: true }] },
    });
    expect(text(box)).toContain("Changed by hand: 1 left out.");
    expect(text(box)).toContain("By hand");
    expect(box.querySelectorAll("tr.rb-skipped")).toHaveLength(1);
    expect(text(find(".rb-target-table tbody tr"))).toContain("51.00");
    expect(text(find(".approve"))).toContain("Send 1 order from Core");
    click(button(box, "Put it back"));
    await settle();
    // Nothing is changed any more: the first plan is there still.
    expect(client.rebalancing.preview).toHaveBeenCalledTimes(2);
    expect(text(find(".approve"))).toContain("Send 2 orders from Core");
  });

  test("another quantity is asked for as a whole; a refusal names the order and leaves the plan as it was", async () => {
    const { box, find } = await show();
    click(find(".rb-leg-open"));
    client.rebalancing.preview.mockRejectedValueOnce(refusal("INPUT_INVALID", "Order 1: not on the step of 0.1."));
    typeInto(field(box, "Quantity of SOL"), "3.33");
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
    click(button(box, "Use it"));
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toMatchObject({
      edits: { legs: [{ leg: 0, quantity: "3.33" }] },
    });
    expect(text(find(".rb-banner"))).toContain("Order 1: not on the step of 0.1.");
    expect(legsOf(box)[0]).toContain("10 SOL");
    expect(text(find(".approve"))).toContain("Send 2 orders from Core");
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
    click(button(panelOf(box, "What is left"), "What if"));
    click(button(panelOf(box, "What if"), "Deposit"));
    expect(text(find(".approve"))).toContain("You changed the plan.");
    press(document.body, "r");
    await settle();
    expect(client.rebalancing.preview.mock.calls[1]?.[0]).toMatchObject({ whatIf });
    expect(text(find(".rb-banner"))).toContain("Hypothetical. Counts on 1,000 USD more at Sim Alpha.");
    expect(box.querySelector(".approve")).toBeNull();
    expect(text(find(".rb-hypothetical"))).toContain("cannot be approved");
    click(button(box, "Plan with what is there"));
    expect(planningStore.getState().deposits).toEqual([]);
  });

  test("the smallest deposit that completes the plan is searched for, said how, and tried", async () => {
    const feasibility = { ...samplePreview().feasibility, complete: false };
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({}, undefined, { feasibility }));
    const { box } = await show();
    click(button(panelOf(box, "What is left"), "What if"));
    click(button(box, "Find the smallest deposit"));
    await settle();
    expect(client.rebalancing.smallestDeposit).toHaveBeenCalledWith({ profileId: "core", planId: PLAN_ID });
    expect(text(panelOf(box, "What if"))).toContain("250 USD would complete the plan.Found by halving.");
    click(button(box, "Show that plan"));
    expect(planningStore.getState().deposits).toEqual([{ accountId: "core-alpha", asset: "USD", amount: "250" }]);
  });

  test("privacy mode hides what an order, a refusal and a deposit would tell", async () => {
    const { find } = await show({ hideAmounts: true });
    click(find(".rb-leg-open"));
    expect(text(find(".rb-leg-editor"))).toContain("show amounts to change one");
    client.rebalancing.preview.mockRejectedValueOnce(
      refusal("INPUT_INVALID", "edits.order: Order 2: it may take 2302.87 USD and 1600 is there at that point."),
    );
    click(button(find(".rb-leg-editor"), "Leave it out"));
    await settle();
    expect(text(find(".rb-banner"))).toMatch(/^Order 2: it may take/);
    expect(text(find(".rb-banner"))).not.toMatch(/2302|1600/);
    click(find('button[aria-label^="SOL band"]'));
    const rules = find('[aria-label="Rules of SOL"]');
    const pin = [...rules.querySelectorAll("label")].find(({ textContent }) => textContent === "Pin an amount");
    click(find(`[id="${pin?.htmlFor ?? ""}"]`));
    expect(text(rules)).toContain("Amounts are hidden.");
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
    expect(text(panel)).toContain("Dust: 1 holding, $0.42");
    expect(panel.querySelector('li[title="50 USD at kraken."]')).not.toBeNull();
  });
});

describe("checked by the venues", () => {
  const told = (checks: readonly Record<string, unknown>[]) => setPlans(null, [sampleRecord({ checks })]);

  test("approval is locked until the venues have answered, with the reason; their fee stands beside ours", async () => {
    const { box, find } = await show();
    told([sampleCheck({ fee: { asset: "USD", amount: "2.4" } }), sampleCheck({ state: "pending", at: null })]);
    expect(text(find(".approve"))).toContain("The venues are checking: 1 order to go.");
    click(find(".approve"));
    expect(client.rebalancing.approve).not.toHaveBeenCalled();
    told([
      sampleCheck({ fee: { asset: "USD", amount: "2.4" }, warnings: ["Post only may be refused."] }),
      sampleCheck({ state: "notSupported" }),
    ]);
    expect(text(find(".approve"))).toContain("Send 2 orders from Core");
    expect(text(box)).toContain("1 of 1 validated by the venue, 1 cannot be");
    click(find(".rb-leg-open"));
    expect(text(find(".rb-leg-editor"))).toContain("Fee: 2 USD by our tier, 2.4 USD by Sim Alpha.");
    expect(text(find(".rb-leg-editor"))).toContain("Post only may be refused.");
    told([sampleCheck(), sampleCheck({ state: "refused", code: "FILTER", detail: "Below the least amount." })]);
    expect(text(find(".approve"))).toContain("The venue would refuse order 2. Change it or plan again.");
  });
});

describe("approving", () => {
  test("one press sends exactly the plan that is shown, once", async () => {
    client.rebalancing.approve.mockImplementation(() => new Promise(() => undefined));
    const { find } = await show();
    expect(text(find(".approve"))).toContain("Send 2 orders from Core");
    click(find(".approve"));
    await settle();
    click(find(".approve"));
    await settle();
    expect(client.rebalancing.approve.mock.calls).toEqual([
      [{ profileId: "core", planHash: "ab".repeat(32), nonce: "n".repeat(43), saveTargets: false }],
    ]);
    expect(text(find(".approve"))).toContain("Sending");
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
    expect(text(box)).toContain(message);
    expect(text(box)).toContain(code);
    expect(text(find(".approve"))).toContain(after);
    press(document.body, "r");
    await settle();
    expect(text(box)).not.toContain(message);
    expect(text(find(".approve"))).toContain("Send 2 orders from Core");
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
    expect(text(box)).toContain("0 of 1 checks pass");
    expect(text(box)).toContain("Order size: Order 1: above 8% of the value.");
    expect(find(".approve").getAttribute("aria-disabled")).toBe("true");
  });

  test("a live plan is held or typed, never clicked", async () => {
    client.rebalancing.preview.mockResolvedValueOnce(samplePreview({ mode: "live" }));
    const { box, find } = await show();
    expect(text(find(".approve"))).toContain("Hold to send 2 orders from Core");
    click(find(".approve"));
    expect(client.rebalancing.approve).not.toHaveBeenCalled();
    expect(text(box)).toContain("type CORE 2");
  });
});

describe("under way", () => {
  const executing = (changes: Readonly<Record<string, unknown>> = {}) =>
    sampleRecord({ state: "EXECUTING", approvedAt: CREATED, orders: [sampleOrder()], ...changes });

  test("orders, money and weights of a plan that is executed; no new plan is made meanwhile", async () => {
    setPlans(executing());
    const { box } = await show();
    expect(client.rebalancing.preview).not.toHaveBeenCalled();
    expect(text(box)).toContain("1 of 2 filled");
    expect(text(box)).toContain("$999.00of $1,500.00");
    expect(text(box)).toContain("Closing the app is safe");
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
    expect(text(dialog ?? document.body)).toContain("Cancel all open orders?");
    expect(document.activeElement?.textContent).toBe("Go on with the plan");
    expect(client.rebalancing.cancelAll).not.toHaveBeenCalled();
    click(button(dialog ?? document.body, "Cancel all and end the plan"));
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
    const unknown = text(find(".rb-unknown-box"));
    expect(unknown).toContain("Sim Alpha has not said whether order 1 exists.");
    expect(unknown).toContain("Up to 10 SOL is held back for it.");
    expect(unknown).toContain("client idnot found");
    expect(text(box)).toContain("held for one answer");
  });

  test("a recovered plan explains itself; a resume that comes too late offers to plan again", async () => {
    setPlans(executing({ state: "PAUSED", reason: { code: "RECOVERED", message: "1 order was open." } }));
    client.rebalancing.resume.mockRejectedValueOnce(refusal("PLAN_EXPIRED", "The approval is too old."));
    const { box } = await show();
    expect(text(box)).toContain("The program ended while this plan was under way.1 order was open.");
    click(button(box, "Resume"));
    await settle();
    expect(text(box)).toContain("The approval is too old.");
    click(button(box, "Stop here and plan again"));
    await settle();
    expect(client.rebalancing.cancelAll).toHaveBeenCalledOnce();
    setPlans(null, [sampleRecord({ state: "DONE_PARTIAL", approvedAt: CREATED, report: sampleReport() })]);
    await settle();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
  });

  test("the report stays until Done, then planning starts afresh", async () => {
    setPlans(null, [sampleRecord({ state: "DONE", approvedAt: CREATED, report: sampleReport() })]);
    const { box } = await show();
    expect(text(box)).toContain("not all was filled");
    expect(text(box)).toContain("worst 0.50 points");
    expect(client.rebalancing.preview).not.toHaveBeenCalled();
    click(button(box, "Done"));
    await settle();
    expect(client.rebalancing.preview).toHaveBeenCalledOnce();
    expect(text(box)).toContain("2 orders, in sending order");
  });
});

describe("history", () => {
  test("what a plan would have done since stands in its row, and by asset where it is opened", async () => {
    navigationStore.setState({ screen: "rebalance", parameters: ["history"] });
    setPlans(null, [sampleRecord()]);
    const { box } = await show();
    expect(text(box.querySelector("tbody tr") ?? box)).toContain("+13.10");
    act(() => navigationStore.setState({ screen: "rebalance", parameters: ["history", PLAN_ID] }));
    const panel = panelOf(box, "Since then");
    expect(text(panel)).toContain("Had it been executed$10,023.10Had nothing been done$10,010.00Difference+$13.10");
    expect(text(panel)).toContain("It was advised to act. It was not approved.");
    expect(text(panel.querySelector("tbody tr") ?? box)).toContain("SOL2,990.001,995.00−995.00");
  });

  test("a history that cannot be told says so where it would stand; the plans stay", async () => {
    navigationStore.setState({ screen: "rebalance", parameters: ["history", PLAN_ID] });
    client.rebalancing.history.mockRejectedValue(refusal("FEED_NO_DATA", "The prices could not be read."));
    setPlans(null, [sampleRecord()]);
    const { box } = await show();
    expect(text(panelOf(box, "Since then"))).toContain("The prices could not be read.");
    expect(text(box)).toContain("it was never approved, nothing was sent");
  });

  test("every plan, approved or not; choosing one opens its plan or its report", async () => {
    navigationStore.setState({ screen: "rebalance", parameters: ["history"] });
    const other = sampleRecord({ state: "DONE", approvedAt: CREATED, report: sampleReport() });
    setPlans(null, [other]);
    const { box } = await show();
    expect(client.rebalancing.preview).not.toHaveBeenCalled();
    expect(text(box)).toContain("Done");
    expect(text(box)).toContain("4.50");
    act(() => navigationStore.setState({ screen: "rebalance", parameters: ["history", PLAN_ID] }));
    expect(text(box)).toContain("All plans");
    expect(text(box)).toContain("Stopped with 0.006 left.");
  });

  test("no plan yet", async () => {
    navigationStore.setState({ screen: "rebalance", parameters: ["history"] });
    const { box } = await show();
    expect(text(box)).toContain("No plan was made yet.");
  });
});
