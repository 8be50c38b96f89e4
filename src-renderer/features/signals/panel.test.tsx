// Is the stream narrowed to what a person looks for, is a signal opened by its address, and does what it says come from the engine?
import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DEFAULT_PREFERENCES, PreferencesProvider } from "#renderer/components/preferences.tsx";
import { click, drawn, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { plansStore, profilesStore, signalsStore } from "#renderer/stores/engine-stores.ts";
import { navigationStore, parseHash } from "#renderer/stores/navigation-store.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import type { PositionsView } from "#shared/contract/views.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import type { StrategiesView } from "#shared/domain/strategies-view.ts";
import { SignalsPanel } from "./panel.tsx";
import { SignalDetail } from "./signal-detail.tsx";
import { SIGNAL_ID, sampleReading, sampleSignal, sampleStrategies } from "./testing-samples.ts";

const NOW = 1_700_000_000_000;
const OTHER_ID = "00000000-0000-4000-8000-000000000002";
const settle = () => act(async () => new Promise<void>((done) => requestAnimationFrame(() => done())));
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

/** The state once, and then nothing until it is given up. */
async function* only<State>(data: State, signal: AbortSignal | undefined) {
  yield { seq: 1, tsInit: NOW, kind: "state" as const, data };
  await new Promise<void>((done) => signal?.addEventListener("abort", () => done()));
}

const positionsView = (changes: Partial<PositionsView> = {}): PositionsView => ({
  ...{ open: [], most: 4, parked: [], note: "They work only while it runs." },
  ...changes,
});

interface Answers {
  readonly positions?: PositionsView;
  readonly strategies?: StrategiesView;
}

async function show({ positions = positionsView(), strategies = sampleStrategies() }: Answers = {}) {
  const calls = {
    replay: vi.fn(async (_input: unknown): Promise<unknown> => ({})),
    rearm: vi.fn(async (_input: unknown): Promise<unknown> => positions),
  };
  type Options = { readonly signal?: AbortSignal } | undefined;
  const client = {
    signals: {
      watchPositions: async (_input: unknown, options: Options) => only(positions, options?.signal),
      rearm: calls.rearm,
    },
    strategies: {
      watch: async (_input: unknown, options: Options) => only(strategies, options?.signal),
      replay: calls.replay,
    },
  };
  const page = drawn(
    <ClientProvider client={client as unknown as SchwabotClient}>
      <SignalsPanel />
    </ClientProvider>,
  );
  await settle();
  const button = (name: string) => {
    const found = [...document.querySelectorAll("button")].find((element) => text(element).startsWith(name));
    if (found === undefined) throw new Error(`No button ${name} in ${text(document.body)}`);
    return found;
  };
  return { ...page, ...calls, button };
}

const open = (hash: string) => act(() => navigationStore.setState(parseHash(hash)));

beforeEach(() => {
  nowStore.setState({ now: NOW });
  open("#/signals");
  markReady(profilesStore, [sampleProfileSummary()], 1);
  markReady(
    signalsStore,
    [
      sampleSignal({ ts: NOW - 1_000, expiresAt: NOW - 1 }),
      sampleSignal({
        ...{ id: OTHER_ID, ts: NOW - 2_000, asset: "ETH", source: "strategy", rule: "mapper (ensemble), version 1" },
        ...{ summary: "Returns are orderly.", expiresAt: NOW + 60_000 },
        rationale: [{ name: "Strength", value: "0.7", needs: "at least 0.65", passed: true }],
      }),
    ],
    1,
  );
});
afterEach(() => {
  takeDown();
  for (const store of [signalsStore, profilesStore, plansStore]) markIdle(store as Parameters<typeof markIdle>[0]);
});

const rowsOf = (box: HTMLElement) =>
  [...box.querySelectorAll("tbody tr, [role=rowgroup] [role=row]")].map((row) => row.textContent ?? "").join("|");

function choose(select: HTMLSelectElement, value: string) {
  act(() => {
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

test("one source at a time, and what is not there is said", async () => {
  const { box, find } = await show();
  expect(rowsOf(box)).toContain("BTC");
  choose(find<HTMLSelectElement>("select"), "strategy");
  expect(rowsOf(box)).toContain("ETH");
  expect(rowsOf(box)).not.toContain("BTC");
  choose(find<HTMLSelectElement>("select"), "arbitrage");
  expect(box.textContent).toContain("No signal matches the filter.");
});

test("the filter finds the strategy by its rule", async () => {
  const { box, find } = await show();
  typeInto(find<HTMLInputElement>("input[type=search]"), "ENSEMBLE");
  expect(rowsOf(box)).toContain("ETH");
  expect(rowsOf(box)).not.toContain("BTC");
});

test("its address opens a signal, and its key goes to its plan; a rule's goes to the rebalance, an expired one nowhere", async () => {
  open(`#/signals/${OTHER_ID}`);
  const { box, button } = await show();
  expect(text(box)).toContain("▲ Buy ETH");
  click(button("Make a plan"));
  expect(location.hash).toBe(`#/rebalance/signal/${OTHER_ID}`);
  open(`#/signals/${SIGNAL_ID}`);
  expect(button("Make a plan").disabled).toBe(true);
  expect(text(box)).toContain("It has expired, so no plan is made of it");
  act(() => markReady(signalsStore, [sampleSignal({ expiresAt: NOW + 60_000 })], 2));
  click(button("Make a plan"));
  expect(location.hash).toBe("#/rebalance");
});

test("a replay says in words whether it came out the same, with both hashes", async () => {
  open(`#/signals/${OTHER_ID}`);
  const { box, button, replay } = await show();
  replay.mockResolvedValueOnce({ same: true, decisionHash: "a".repeat(64), differences: [] });
  click(button("Replay"));
  await settle();
  expect(replay).toHaveBeenCalledExactlyOnceWith({ profileId: "core", signalId: OTHER_ID });
  expect(text(box)).toContain("Equal. The stored inputs give the same signal and the same hash.");

  replay.mockResolvedValueOnce({
    same: false,
    decisionHash: "b".repeat(64),
    differences: ["entropyGate comes out otherwise"],
  });
  click(button("Replay again"));
  await settle();
  expect(text(box)).toContain(
    "Different. The stored inputs no longer give what was said:entropyGate comes out otherwise.",
  );
  const hashes = [...box.querySelectorAll(".signal-replay .mono")].map((element) => element.getAttribute("title"));
  expect(hashes).toEqual([`Decision hash: ${"a".repeat(64)}`, `Hash of the replay: ${"b".repeat(64)}`]);

  replay.mockRejectedValueOnce(Object.assign(new Error("No such signal."), { code: "INPUT_INVALID", data: {} }));
  click(button("Replay again"));
  await settle();
  expect(text(box)).toContain("No such signal.");
});

test("how its like fared on its own market is told with n, interval and the result after costs, a loss as a loss", async () => {
  open(`#/signals/${OTHER_ID}`);
  const [market] = sampleStrategies().symbols;
  const strategies = sampleStrategies({ symbols: [{ ...market, symbol: "ETH/USD" }] });
  const { box } = await show({ strategies });
  expect(text(box)).toContain(
    "24 of 40 on ETH/USD were right after 24 hours: 60 %, between 45 % and 74 % at 95 % confidence.",
  );
  expect(text(box)).toContain("−$6.00 after costs of $16.00");
  expect(text(box)).toContain("12 of 30 that ended won, 1 still runs.");
});

test("positions: levels with their distance, what is due, and the way to its plan", async () => {
  open("#/signals/positions");
  const due = { kind: "takeProfit", quantity: "1", rungs: 2 };
  const reading = sampleReading({ price: "106.5", due, leaveAt: NOW + 3_600_000 });
  const { box, button } = await show({ positions: positionsView({ open: [reading] }) });
  expect(text(box)).toContain("1 of 4 at most");
  expect(text(box)).toContain("They work only while it runs.");
  expect(text(box)).toContain(
    "Take-profit is due. 1.00000 BTC should be sold. Nothing is sent before you approve its plan.",
  );
  const levels = [...box.querySelectorAll(".position-levels li")].map(text);
  expect(levels).toEqual([
    "Take-profit 3109.00+2.35%",
    "Price now106.50",
    "Take-profit 2reached106.00−0.47%",
    "Entry100.00−6.10%",
    "Stop-loss97.50−8.45%",
  ]);
  expect(text(box)).toMatch(/Time stop: .*, in 1 h\./);
  click(button("Plan the exit"));
  expect(location.hash).toBe("#/rebalance/exit/BTC");
});

test("a parked asset is re-armed with a reason and not without one; a refusal stays in the dialog", async () => {
  open("#/signals/positions");
  const parked = [assetSchema.parse("SOL")];
  const { box, button, rearm } = await show({ positions: positionsView({ parked }) });
  expect(text(box)).toContain("Nothing is held because of a signal.");
  click(button("Re-arm"));
  const confirm = () => [...document.querySelectorAll<HTMLButtonElement>(".dialog-foot button")].at(-1);
  expect(confirm()?.disabled).toBe(true);
  const field = document.querySelector<HTMLInputElement>(".dialog input");
  if (field === null) throw new Error("No field for the reason");
  typeInto(field, "  The fall is over. ");
  rearm.mockRejectedValueOnce(Object.assign(new Error("SOL is not parked."), { code: "INPUT_INVALID", data: {} }));
  click(confirm() as HTMLButtonElement);
  await settle();
  expect(text(document.body)).toContain("SOL is not parked.");
  click(confirm() as HTMLButtonElement);
  await settle();
  expect(rearm).toHaveBeenLastCalledWith({ profileId: "core", asset: "SOL", reason: "The fall is over." });
  expect(document.querySelector(".dialog")).toBeNull();
});

test("privacy mode hides the amounts that a signal names and leaves its shares; a rule that says hold leads to the rebalance", async () => {
  const held = sampleSignal({
    ...{ action: "hold", asset: null, expiresAt: NOW + 60_000, summary: "The portfolio is down 11.2%: \u2212$12,582." },
    rationale: [{ name: "Portfolio value", value: "$99,999", needs: null, passed: null }],
  });
  act(() => markReady(signalsStore, [held], 2));
  const { box, button, draw } = await show();
  expect(text(box)).toContain("$99,999");
  click(button("Make a plan"));
  expect(location.hash).toBe("#/rebalance");
  draw(
    <PreferencesProvider preferences={{ ...DEFAULT_PREFERENCES, hideAmounts: true }}>
      <SignalDetail signal={held} now={NOW} plans={[]} />
    </PreferencesProvider>,
  );
  expect(text(box)).toContain("The portfolio is down 11.2%");
  expect(text(box)).not.toMatch(/12,582|99,999/);
});
