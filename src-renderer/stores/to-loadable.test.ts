import { expect, test } from "vitest";
import type { RemoteState } from "./remote-store.ts";
import { toPanelState } from "./to-loadable.ts";

const base: RemoteState<readonly string[]> = {
  status: "loading",
  value: null,
  error: null,
  receivedAt: null,
  profileId: null,
};
const options = { now: 10_000, isEmpty: (value: readonly string[]) => value.length === 0 };

test("the five states of a panel", () => {
  expect(toPanelState(base, options)).toEqual({ state: "loading" });
  expect(toPanelState({ ...base, status: "ready", value: [] }, options)).toEqual({ state: "empty" });
  expect(toPanelState({ ...base, status: "ready", value: ["a"] }, options)).toEqual({ state: "live", value: ["a"] });
  const lost = { code: "CONNECTION_LOST", message: "Lost." } as const;
  expect(toPanelState({ ...base, status: "failed", value: ["a"], receivedAt: 4_000, error: lost }, options)).toEqual({
    state: "stale",
    value: ["a"],
    ageMs: 6_000,
  });
  expect(toPanelState({ ...base, status: "failed", error: lost }, options)).toMatchObject({
    state: "error",
    error: { happened: "Lost." },
  });
});

test("a registered error says what it means for money and what to do next", () => {
  const error = { code: "STORE_FULL", message: "The disk is full." } as const;
  expect(toPanelState({ ...base, status: "failed", error }, options)).toEqual({
    state: "error",
    error: {
      happened: "The disk is full.",
      meaning: "Trading is halted; nothing stored is lost.",
      next: "Free some space.",
      code: "STORE_FULL",
    },
  });
});
