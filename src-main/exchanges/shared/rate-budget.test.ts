// Do calls together keep a venue's limits, in order and with room for orders?
import { describe, expect, it, test } from "vitest";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { type BudgetRules, RateBudget, scaleLimits } from "./rate-budget.ts";

const RULES: BudgetRules = {
  counter: { scope: "key", kind: "decay", limit: 10, perSecond: 1 },
  weight: { scope: "ip", kind: "window", limit: 100, windowMs: MINUTE_MS },
};
const read = { first: false, signal: undefined, withinMs: null };
const order = { ...read, first: true };

function open() {
  const clock = new ManualClock();
  const budget = new RateBudget(venueIdSchema.parse("kraken"), RULES, clock);
  const done: string[] = [];
  const take = (key: string, costs: Record<string, number>, name: string, options = read) =>
    budget
      .forKey(key)
      .take(costs, options)
      .then(() => void done.push(name));
  return { clock, budget, done, take };
}

describe("rate budget", () => {
  it("lets go whoever waits when the program ends, leaves no timer, and lets nothing out any more", async () => {
    const clock = new ManualClock();
    const closing = new AbortController();
    const budget = new RateBudget(venueIdSchema.parse("kraken"), RULES, clock, closing.signal).forKey("a");
    await budget.take({ counter: 9 }, read);
    const waiting = budget.take({ counter: 5 }, read);
    expect(clock.pending).toBe(1);
    closing.abort(new Error("The program ends."));
    await expect(waiting).rejects.toMatchObject({ facts: { stage: "notSent", reason: "aborted" } });
    expect(clock.pending).toBe(0);
    await expect(budget.take({ weight: 1 }, read)).rejects.toMatchObject({ facts: { reason: "aborted" } });
  });

  it("lets reads use nine tenths and orders all of a limit", async () => {
    const { clock, done, take } = open();
    for (let count = 1; count <= 10; count += 1) void take("a", { counter: 1 }, `r${count}`);
    await clock.advance(0);
    expect(done).toHaveLength(9);
    void take("a", { counter: 1 }, "order", order);
    await clock.advance(0);
    expect(done.at(-1)).toBe("order");
    await clock.advance(SECOND_MS);
    expect(done).toHaveLength(10);
    await clock.advance(SECOND_MS);
    expect(done.at(-1)).toBe("r10");
    expect(clock.pending).toBe(0);
  });

  it("never lets more through than the venue's counter holds, whatever the mix", async () => {
    const { clock, done, take } = open();
    for (let count = 0; count < 200; count += 1)
      void take("a", { counter: 1 + (count % 2) }, String(count), count % 7 === 0 ? order : read);
    const costs: { readonly at: number; readonly cost: number }[] = [];
    for (let step = 0; step < 2_000 && done.length < 200; step += 1) {
      await clock.advance(250);
      for (const name of done.slice(costs.length))
        costs.push({ at: clock.monotonicMs(), cost: 1 + (Number(name) % 2) });
    }
    let level = 0;
    let last = 0;
    for (const { at, cost } of costs) {
      level = Math.max(0, level - (at - last) / SECOND_MS) + cost;
      last = at;
      // Seen up to a quarter of a second after it went out.
      expect(level).toBeLessThanOrEqual(10.25 + 1e-6);
    }
    expect(done).toHaveLength(200);
    const reads = done.filter((name) => Number(name) % 7 !== 0).map(Number);
    expect(reads).toEqual([...reads].sort((left, right) => left - right));
  });

  it("counts a key's limits per key and the address's limits for all", async () => {
    const { clock, done, take, budget } = open();
    await take("a", { counter: 9 }, "a");
    await take("b", { counter: 9, weight: 80 }, "b");
    void take("c", { weight: 20 }, "c");
    await clock.advance(0);
    expect(done).toEqual(["a", "b"]);
    expect(budget.forKey("b").states()).toEqual([
      { scope: "ip", name: "weight", used: 80, limit: 100 },
      { scope: "key", name: "counter", used: 9, limit: 10 },
    ]);
    expect(
      budget
        .forKey(null)
        .states()
        .map(({ name }) => name),
    ).toEqual(["weight"]);
    await clock.advance(MINUTE_MS);
    expect(done).toEqual(["a", "b", "c"]);
  });

  it("holds a sliding window over every minute however it is cut", async () => {
    const { clock, take } = open();
    const at: number[] = [];
    for (let count = 0; count < 40; count += 1)
      void take("a", { weight: 10 }, "").then(() => at.push(clock.monotonicMs()));
    await clock.advance(10 * MINUTE_MS);
    expect(at).toHaveLength(40);
    for (const start of at)
      expect(at.filter((time) => time >= start && time < start + MINUTE_MS).length).toBeLessThanOrEqual(9);
  });

  it("is corrected by what the venue tells, and by its limit", async () => {
    const { clock, done, take, budget } = open();
    budget.forKey("a").correct("weight", 95);
    void take("a", { weight: 1 }, "late");
    await clock.advance(0);
    expect(done).toEqual([]);
    budget.forKey(null).setLimit("weight", 1_000);
    void take("a", { weight: 1 }, "next");
    await clock.advance(0);
    expect(done).toEqual(["late", "next"]);
    budget.forKey(null).setLimit("counter", 3);
    expect(["a", "new"].map((key) => budget.forKey(key).states()[1]?.limit)).toEqual([3, 3]);
  });

  it("waits out a pause, and says when it ends", async () => {
    const { clock, done, take, budget } = open();
    budget.forKey("a").pause({ counter: 1 }, 30 * SECOND_MS);
    void take("a", { counter: 1 }, "a");
    void take("b", { counter: 1 }, "b");
    await clock.advance(29 * SECOND_MS);
    expect(done).toEqual(["b"]);
    expect(budget.forKey("a").pausedUntil()).toBe(clock.now() + SECOND_MS);
    expect(budget.forKey("b").pausedUntil()).toBeNull();
    await clock.advance(SECOND_MS);
    expect(done).toEqual(["b", "a"]);
  });

  it("does not let an order wait for a pause that is longer than its time", async () => {
    const { budget } = open();
    budget.forKey("a").pause({ counter: 1 }, 30 * SECOND_MS);
    const late = budget.forKey("a").take({ counter: 1 }, { ...order, withinMs: 8 * SECOND_MS });
    await expect(late).rejects.toMatchObject({ facts: { stage: "notSent", reason: "late" } });
  });

  it("gives up an order that cannot leave in time", async () => {
    const { clock, budget } = open();
    void budget.forKey("a").take({ counter: 10 }, order);
    const late = budget.forKey("a").take({ counter: 9 }, { ...order, withinMs: 8 * SECOND_MS });
    const outcome = expect(late).rejects.toMatchObject({ facts: { stage: "notSent", reason: "late" } });
    await clock.advance(8 * SECOND_MS);
    await outcome;
  });

  it("stops everything while the address is blocked: those who wait, and those who come", async () => {
    const { clock, take, budget } = open();
    budget.forKey("a").pause({ counter: 1 }, MINUTE_MS);
    const waiting = take("a", { counter: 1 }, "a");
    const told = expect(waiting).rejects.toMatchObject({ code: "VENUE_BANNED", retryable: true });
    budget.forKey("a").stopAll(2 * MINUTE_MS);
    await told;
    await expect(take("b", { weight: 1 }, "b", order)).rejects.toThrow(/until 2026-01-05T00:02:00.000Z/);
    await clock.advance(2 * MINUTE_MS);
    await take("b", { weight: 1 }, "b");
  });

  it("lets go of who is stopped, and serves the next", async () => {
    const { clock, done, take, budget } = open();
    const stop = new AbortController();
    await take("a", { counter: 9 }, "first");
    const big = budget.forKey("a").take({ counter: 8 }, { ...read, signal: stop.signal });
    const stopped = expect(big).rejects.toMatchObject({ facts: { stage: "notSent", reason: "aborted" } });
    void take("a", { counter: 0.5 }, "small");
    await clock.advance(SECOND_MS);
    expect(done).toEqual(["first"]);
    stop.abort();
    await stopped;
    await clock.advance(0);
    expect(done).toEqual(["first", "small"]);
    expect(clock.pending).toBe(0);
  });
});

describe("a call that was counted and leaves later", () => {
  it("is counted from when it leaves: the venue's counter had nothing to sink from", async () => {
    const { clock, budget } = open();
    const used = () =>
      budget
        .forKey("a")
        .states()
        .map((state) => state.used);
    const leave = await budget.forKey("a").take({ counter: 5, weight: 10 }, read);
    await clock.advance(3 * SECOND_MS);
    expect(used()).toEqual([10, 2]);
    leave();
    expect(used()).toEqual([10, 5]);
    await clock.advance(MINUTE_MS - 1);
    expect(used()).toEqual([10, 0]);
    await clock.advance(1);
    expect(used()).toEqual([0, 0]);
  });
});

test("limits of a test start forget so many times as fast, and hold as much as before", () => {
  expect(scaleLimits(RULES)).toEqual(RULES);
  const rules = {
    counter: { scope: "key", kind: "decay", limit: 15, perSecond: 0.5 },
    weight: { scope: "ip", kind: "window", limit: 6_000, windowMs: 60_000 },
  } as const;
  expect(scaleLimits(rules, 20)).toEqual({
    counter: { scope: "key", kind: "decay", limit: 15, perSecond: 10 },
    weight: { scope: "ip", kind: "window", limit: 6_000, windowMs: 3_000 },
  });
});
