// Does the view of a market say in words all that it draws, in each of its states?
import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FeatureChartProps } from "#renderer/charts/feature-chart.tsx";
import { click, drawn, press, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { profilesStore, strategiesStore } from "#renderer/stores/engine-stores.ts";
import { navigationStore } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { markFailed, markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import { SAMPLE_CLOSE, sampleLook, sampleNoise, sampleStrategies } from "#renderer/stores/testing-strategies.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { HOUR_MS, MINUTE_MS } from "#shared/domain/time.ts";
import { LOOK_NAMES } from "./look-features.ts";
import { StrategiesPanel } from "./panel.tsx";

// There is no canvas here: the picture itself is looked at in the specs.
vi.mock("#renderer/charts/feature-chart.tsx", () => ({
  FeatureChart: ({ label, over, under, regimes }: FeatureChartProps) =>
    `${label}: ${[...over, under].map((line) => line?.id ?? "none").join(" ")}, ${regimes.length} regimes`,
}));

const settle = () => act(async () => undefined);
const text = (element: Element | null | undefined) => (element?.textContent ?? "").replace(/\s+/g, " ");
const LOST = { code: "CONNECTION_LOST", message: "The engine does not answer." } as const;

function show() {
  const strategies = {
    features: vi.fn(async (_input: unknown) => sampleLook(LOOK_NAMES, [null, 0.2, 0.3])),
    noise: vi.fn(async (_input: unknown) => sampleNoise()),
    cycle: vi.fn(async (_input: unknown): Promise<unknown> => ({})),
  };
  const page = drawn(
    <ClientProvider client={{ strategies } as unknown as SchwabotClient}>
      <StrategiesPanel />
    </ClientProvider>,
  );
  const panel = (title: string) => {
    const found = [...page.box.querySelectorAll("section.panel")].find(
      (section) => text(section.querySelector("h2")) === title,
    );
    return text(found);
  };
  const button = (name: string) => {
    const found = [...page.box.querySelectorAll("button")].find((one) => text(one).startsWith(name));
    if (found === undefined) throw new Error(`No button ${name} in ${text(page.box)}`);
    return found;
  };
  return { ...page, panel, button, strategies };
}

beforeEach(() => {
  markReady(profilesStore, [sampleProfileSummary()], 1);
  navigationStore.setState({ screen: "strategies", parameters: ["markets"] });
  nowStore.setState({ now: SAMPLE_CLOSE + 10 * MINUTE_MS });
});
afterEach(() => {
  takeDown();
  markIdle(profilesStore);
  markIdle(strategiesStore);
  navigationStore.setState({ screen: "overview", parameters: [] });
  location.hash = "";
});

test("decision, readings, wheel, gate and results are told in words", async () => {
  markReady(strategiesStore, sampleStrategies(), 1);
  const screen = show();
  await settle();
  const decision = screen.panel("Decision");
  expect(decision).toContain("▲ Buy0.7");
  expect(decision).toContain("Volume-weighted momentum, Entropy gate.");
  expect(decision).toContain("A signal: confidence and strength both meet their thresholds.");
  expect(decision).toContain("in 50 min");
  expect(decision).toContain("d1d1…d1d1");
  const readings = screen.panel("What each strategy says");
  expect(readings).toContain("Volume-weighted momentumweight 60 %▲ Buy 0.8confidence 0.82meets both thresholds");
  expect(readings).toContain("The volume-weighted mean of 12 bars lies over that of 75.");
  expect(readings).toContain("rms of 500 barsn/a");
  expect(readings).toContain("Entropy gateweight 30 %– Abstains");
  expect(readings).toContain("Execution scheduleweight 10 %Scales the others by 0.5");
  expect(screen.panel("Cycle wheel")).toMatch(/Phaseascent.*Rotation70°.*bar 6 of 27.*Modecycle/);
  expect(screen.find("svg.cycle-wheel").getAttribute("aria-label")).toBe(
    "Cycle wheel: ascent, position 3 of 12, 70 degrees",
  );
  const gate = screen.panel("Entropy gate");
  expect(gate).toContain("shut");
  expect(gate).toContain("Cannot be told from noise");
  expect(gate).toContain("as low in 0.9 %");
  const results = screen.panel("What came of it");
  expect(results).toContain("127, 3 open51 of 124375.04684.34loss −309.30not counted");
  expect(results).toContain("profit 300.0012 of 30 (40 %; 25 to 58 %)");
  expect(results).toContain("After costs 1 of 2 made a loss on these bars.");
  expect(screen.panel("Price and features")).toContain("Calm 11 %");
});

test("what came of those that a person took is told where there are any", () => {
  const [first, second] = sampleStrategies().results;
  const screen = show();
  act(() => markReady(strategiesStore, sampleStrategies(), 1));
  expect(screen.panel("What came of it")).not.toContain("Taken");
  const results = [{ ...first, taken: 2, takenResult: "-12.5" }, second];
  act(() => markReady(strategiesStore, sampleStrategies({ results }), 2));
  expect(screen.panel("What came of it")).toContain("loss −309.302: −12.50");
  expect(screen.panel("What came of it")).toContain("profit 300.00none");
});

test("results of the shown market alone are one press away", async () => {
  markReady(strategiesStore, sampleStrategies(), 1);
  const screen = show();
  await settle();
  click(screen.button("BTC/USD"));
  expect(screen.panel("What came of it")).toContain("After costs all of them made a loss on these bars.");
  expect(screen.panel("What came of it")).toContain("loss −14.00");
});

test("features over and under the price are chosen without asking again", async () => {
  markReady(strategiesStore, sampleStrategies(), 1);
  const screen = show();
  await settle();
  expect(screen.panel("Price and features")).toContain("sma_20 rsi_14, 3 regimes");
  click(screen.button("Bollinger 20"));
  click(screen.button("SMA 20"));
  click(screen.button("Regimes"));
  expect(screen.panel("Price and features")).toContain("bb_20_2_upper bb_20_2_lower rsi_14, 0 regimes");
  expect(screen.strategies.features).toHaveBeenCalledTimes(1);
});

test("another market is an address of its own; where bars are few, noise is not asked for", async () => {
  markReady(strategiesStore, sampleStrategies(), 1);
  const screen = show();
  await settle();
  const select = screen.find<HTMLSelectElement>("select");
  act(() => {
    select.value = "ETH/USD";
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect(location.hash).toBe("#/strategies/markets/ETH%2FUSD");
  screen.strategies.noise.mockClear();
  act(() => navigationStore.setState({ parameters: ["markets", "ETH/USD"] }));
  await settle();
  expect(screen.panel("Decision")).toContain("one drawn for the epochPick– Abstains");
  expect(screen.panel("Decision")).toContain("Epoch of the draw471");
  expect(screen.panel("What each strategy says")).toContain("Nothing is scaled");
  expect(screen.panel("Entropy gate")).toContain("from 257 closed bars on; 200 are known");
  expect(screen.strategies.noise).not.toHaveBeenCalled();
});

test("a cycle runs at a press or by its key, and a refusal is told", async () => {
  markReady(strategiesStore, sampleStrategies(), 1);
  const screen = show();
  await settle();
  click(screen.button("Run now"));
  await settle();
  expect(screen.strategies.cycle).toHaveBeenLastCalledWith({ profileId: "core" });
  screen.strategies.cycle.mockRejectedValueOnce(
    Object.assign(new Error("No strategies run in this engine."), { code: "INPUT_INVALID", data: {} }),
  );
  press(screen.box, "n");
  await settle();
  expect(screen.strategies.cycle).toHaveBeenCalledTimes(2);
  expect(text(screen.find("[role=alert]"))).toContain("No strategies run in this engine.");
});

test("a degraded cycle names the step, since when and why; one that never went well is a failure", () => {
  const { lastCycle } = sampleStrategies();
  const evaluate = { module: "evaluate", state: "stale", goodAt: SAMPLE_CLOSE - HOUR_MS, detail: "It hangs." };
  const cycleOf = (outcome: string, module: object) => ({ lastCycle: { ...lastCycle, outcome, modules: [module] } });
  markReady(strategiesStore, sampleStrategies(cycleOf("degraded", evaluate)), 1);
  const screen = show();
  expect(text(screen.find(".note.over"))).toContain("degraded");
  expect(text(screen.find(".note.over"))).toMatch(/Strategies \(last well .*, 1 h ago\): It hangs\./);
  const inject = { module: "inject", state: "failed", goodAt: null, detail: "There are no candles." };
  act(() => markReady(strategiesStore, sampleStrategies({ ...cycleOf("failed", inject), symbols: [] }), 2));
  expect(text(screen.find(".note.bad"))).toContain("Candles (never went well): There are no candles.");
  expect(screen.panel("Market")).toContain("No market was read: no closed hourly candle");
});

test("loading, empty, off, stale and failed are told apart", async () => {
  const screen = show();
  expect(screen.box.querySelector("[aria-busy=true]")).not.toBeNull();
  const nothing = { lastCycle: null, symbols: [], results: [] };
  act(() => markReady(strategiesStore, sampleStrategies(nothing), 1));
  expect(screen.panel("Market")).toContain("No market was read yet.");
  act(() => markReady(strategiesStore, sampleStrategies({ ...nothing, nextCycleAt: null }), 1));
  expect(screen.panel("Market")).toContain("Strategies are off for this profile");
  act(() => markReady(strategiesStore, sampleStrategies(), 1));
  await settle();
  act(() => markFailed(strategiesStore, LOST));
  await settle();
  expect(screen.box.querySelector(".stale-content")).not.toBeNull();
  expect(screen.panel("Price and features")).toContain("sma_20");
  expect(screen.strategies.features).toHaveBeenCalledTimes(1);
  act(() => markIdle(strategiesStore));
  act(() => markFailed(strategiesStore, LOST));
  expect(screen.panel("Market")).toContain("The engine does not answer.");
});

test("a look that fails is told in its place; the decision stands", async () => {
  markReady(strategiesStore, sampleStrategies(), 1);
  const failed = Object.assign(new Error("It hangs."), { code: "SYSTEM_INTERNAL", data: {} });
  const screen = show();
  screen.strategies.features.mockRejectedValue(failed);
  act(() => navigationStore.setState({ parameters: ["markets", "ETH/USD"] }));
  await settle();
  expect(screen.panel("Price and features")).toContain("It hangs.");
  expect(screen.panel("Cycle wheel")).toContain("No cycle is known");
  expect(screen.panel("Decision")).toContain("Decision hash");
});
