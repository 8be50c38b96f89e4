import { expect, test } from "vitest";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { Backoff } from "./backoff.ts";
import { CONNECTS, ConnectBudget } from "./connect-budget.ts";

test("sixty connects in five minutes, the next when the oldest is five minutes old", async () => {
  const clock = new ManualClock();
  const budget = new ConnectBudget(clock);
  for (let made = 0; made < CONNECTS; made += 1) {
    expect(budget.waitMs()).toBe(0);
    budget.take();
    await clock.advance(1_000);
  }
  expect(budget.waitMs()).toBe(240_000);
  await clock.advance(240_000);
  expect(budget.waitMs()).toBe(0);
  expect(budget.lastFiveMinutes).toBe(CONNECTS - 1);
});

test("waiting times are spread over all of a span that doubles up to 30 s, and begin anew after a reset", () => {
  const backoff = new Backoff({ ...SeededRng.of(1), next: () => 0.999_999 } as SeededRng);
  const waits = Array.from({ length: 9 }, () => Math.round(backoff.next()));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  backoff.reset();
  expect(Math.round(backoff.next())).toBe(500);
  const rng = SeededRng.of(2);
  const spread = new Backoff(rng);
  const drawn = Array.from({ length: 400 }, () => spread.next()).slice(8);
  expect(Math.min(...drawn)).toBeLessThan(1_500);
  expect(Math.max(...drawn)).toBeGreaterThan(28_500);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(30_000);
});
