// Is the stream narrowed to what a person looks for: a source, a rule, a coin?
import { act } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawn, takeDown, typeInto } from "#renderer/components/testing.tsx";
import { signalsStore } from "#renderer/stores/engine-stores.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { type Signal, signalSchema } from "#shared/domain/signal.ts";
import { SignalsPanel } from "./panel.tsx";

function signal(id: string, changes: Partial<Record<keyof Signal, unknown>>): Signal {
  return signalSchema.parse({
    id,
    profileId: "core",
    ts: 1,
    asset: "BTC",
    action: "buy",
    quantity: null,
    price: null,
    confidence: "1",
    strength: "0.7",
    source: "rebalance",
    summary: "A weight left its band.",
    rationale: [],
    expiresAt: 2,
    rule: "threshold, version 1",
    decisionHash: "a".repeat(64),
    ...changes,
  });
}

beforeEach(() =>
  markReady(
    signalsStore,
    [
      signal("00000000-0000-4000-8000-000000000001", {}),
      signal("00000000-0000-4000-8000-000000000002", {
        asset: "ETH",
        source: "strategy",
        rule: "entropyGate, version 1",
        summary: "Returns are orderly.",
      }),
    ],
    1,
  ),
);
afterEach(() => {
  takeDown();
  markIdle(signalsStore);
});

const rowsOf = (box: HTMLElement) =>
  [...box.querySelectorAll("tbody tr, [role=rowgroup] [role=row]")].map((row) => row.textContent ?? "").join("|");

function choose(select: HTMLSelectElement, value: string) {
  act(() => {
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

test("one source at a time, and what is not there is said", () => {
  const { box, find } = drawn(<SignalsPanel />);
  expect(rowsOf(box)).toContain("BTC");
  choose(find<HTMLSelectElement>("select"), "strategy");
  expect(rowsOf(box)).toContain("ETH");
  expect(rowsOf(box)).not.toContain("BTC");
  choose(find<HTMLSelectElement>("select"), "arbitrage");
  expect(box.textContent).toContain("No signal matches the filter.");
});

test("the filter finds the strategy by its rule", () => {
  const { box, find } = drawn(<SignalsPanel />);
  typeInto(find<HTMLInputElement>("input[type=search]"), "entropygate");
  expect(rowsOf(box)).toContain("ETH");
  expect(rowsOf(box)).not.toContain("BTC");
});
