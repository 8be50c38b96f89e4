import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#shared/domain/time.ts";
import { FeedUptime } from "./feed-uptime.ts";

/** Looks once a second for so long, from `fromMs` on. */
function look(uptime: FeedUptime, isLive: boolean, fromMs: number, forMs: number): number {
  for (let at = fromMs + SECOND_MS; at <= fromMs + forMs; at += SECOND_MS) uptime.look(isLive, at);
  return fromMs + forMs;
}

describe("the time in which a feed was live", () => {
  it("is not known before any time has passed", () => {
    const uptime = new FeedUptime();
    expect([uptime.sinceOpen, uptime.lastHour]).toEqual([null, null]);
    uptime.look(true, 5_000);
    expect([uptime.sinceOpen, uptime.lastHour, uptime.countedMs]).toEqual([null, null, 0]);
    uptime.look(true, 6_000);
    expect([uptime.sinceOpen, uptime.lastHour, uptime.countedMs]).toEqual([1, 1, SECOND_MS]);
  });

  it("is a share of all and of the last hour, which forgets", () => {
    const uptime = new FeedUptime();
    uptime.look(false, 0);
    let at = look(uptime, false, 0, HOUR_MS);
    expect([uptime.sinceOpen, uptime.lastHour]).toEqual([0, 0]);
    at = look(uptime, true, at, 30 * MINUTE_MS);
    // The second in which it came back counts as down.
    expect(uptime.lastHour).toBeCloseTo(0.5, 1);
    expect(uptime.sinceOpen).toBeCloseTo(1 / 3, 2);
    look(uptime, true, at, HOUR_MS);
    expect(uptime.lastHour).toBe(1);
    expect(uptime.sinceOpen).toBeCloseTo(90 / 150, 2);
  });

  it("counts a second that was live at one end only as down", () => {
    const uptime = new FeedUptime();
    for (const [at, isLive] of [true, true, false, true, true].entries()) uptime.look(isLive, at * SECOND_MS);
    expect(uptime.sinceOpen).toBe(0.5);
  });

  it("counts the time in which the program slept as down, and forgets by the clock meanwhile", () => {
    const uptime = new FeedUptime();
    uptime.look(true, 0);
    const at = look(uptime, true, 0, 10 * MINUTE_MS);
    uptime.look(true, at + 5 * HOUR_MS);
    expect(uptime.lastHour).toBe(0);
    expect(uptime.sinceOpen).toBeCloseTo(10 / 310, 5);
    expect(uptime.countedMs).toBe(at + 5 * HOUR_MS);
  });

  it("lies between 0 and 1, whatever happens, and the last hour is what was seen in it", () => {
    const looks = fc.array(
      fc.record({ isLive: fc.boolean(), waitMs: fc.constantFrom(0, 1, 999, 1_000, 4_000, 61_000, 4_000_000) }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(looks, (steps) => {
        const uptime = new FeedUptime();
        let at = 0;
        let live = 0;
        let last: boolean | null = null;
        for (const { isLive, waitMs } of steps) {
          at += waitMs;
          if (last !== null && last && isLive && waitMs <= 5_000) live += waitMs;
          last = isLive;
          uptime.look(isLive, at);
        }
        const whole = steps.length === 0 ? 0 : at - (steps[0]?.waitMs ?? 0);
        expect(uptime.countedMs).toBe(whole);
        expect(uptime.sinceOpen).toBe(whole === 0 ? null : live / whole);
        if (uptime.lastHour !== null) expect(uptime.lastHour >= 0 && uptime.lastHour <= 1).toBe(true);
        if (whole > 0 && at < 59 * MINUTE_MS) expect(uptime.lastHour).toBe(uptime.sinceOpen);
      }),
    );
  });
});
