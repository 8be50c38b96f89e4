import { expect, test } from "vitest";
import { type TradingFacts, tradingWords } from "./trading-bar-words.ts";

// Only what the words are made of is there.
const facts = (changes: Record<string, unknown> = {}): TradingFacts =>
  ({
    summary: { profile: { name: "Core" }, tradingState: "active", stateReason: null },
    ...{ paused: null, store: { state: "ok", detail: null }, open: null, screen: "overview" },
    ...changes,
  }) as unknown as TradingFacts;
const state = (tradingState: string, stateReason: string | null) => ({
  summary: { profile: { name: "Core" }, tradingState, stateReason },
});
const HELD = { state: "PAUSED", reason: { code: "PRICE_MOVED", message: "BTC/USD moved 2%." } };

test("nothing while the profile trades", () => {
  expect(tradingWords(facts())).toBeNull();
  expect(tradingWords(facts({ open: { state: "EXECUTING", reason: null } }))).toBeNull();
});

test.each([
  ["a pause", { paused: { reason: "Lunch" } }, "Everything is paused.", /^Lunch\. No new order is sent/, null],
  [
    "a halt",
    state("halted", "The loss of the day is 4.2%."),
    "Core is halted.",
    /^The loss of the day is 4\.2%\. Nothing new is sent/,
    "profiles",
  ],
  ["a halt without a reason", state("halted", null), "Core is halted.", /^Nothing new is sent/, "profiles"],
  ["reducing", state("reducing", null), "Core only sells.", /^Orders that would add/, "profiles"],
  [
    "a full disk",
    { store: { state: "full", detail: "12 MB are left." } },
    "The disk is full.",
    /^12 MB are left\. Nothing is sent that could not/,
    "settings",
  ],
  ["a held plan", { open: HELD }, "A plan is held.", /^BTC\/USD moved 2%\. Nothing more of it is sent/, "rebalance"],
])("says of %s what it means and where it ends", (_, changes, title, detail, screen) => {
  const words = tradingWords(facts(changes));
  expect(words?.title).toBe(title);
  expect(words?.detail).toMatch(detail);
  expect(words?.link?.screen ?? null).toBe(screen);
});

test("the gravest first, and no link to where one is", () => {
  const all = { ...state("halted", "Loss."), open: HELD };
  expect(tradingWords(facts({ ...all, paused: { reason: "Stop." } }))?.title).toBe("Everything is paused.");
  expect(tradingWords(facts(all))?.title).toBe("Core is halted.");
  expect(tradingWords(facts({ ...all, screen: "profiles" }))?.link).toBeNull();
  expect(tradingWords(facts({ open: HELD, screen: "rebalance" }))).toBeNull();
});
