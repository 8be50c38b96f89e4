// Is a schedule due exactly when it should be, over sleep and the change of clocks?
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS, type UnixMs, unixMs } from "#shared/domain/time.ts";
import type { ScheduleTiming } from "#shared/domain/trigger-settings.ts";
import { isTooSoon, nextTimes, ScheduleClock } from "./schedule-clock.ts";

const at = (text: string): UnixMs => unixMs(Date.parse(text));
const iso = (times: readonly (number | null)[]) =>
  times.map((time) => (time === null ? null : new Date(time).toISOString()));
const cron = (expression: string, zone = "UTC"): ScheduleTiming => ({ kind: "cron", expression, zone });
const read = (timing: ScheduleTiming, done: string, now: string) => {
  const { due, missed, next } = new ScheduleClock(timing).read(at(done), at(now));
  return [...iso([due]), missed, ...iso([next])];
};

describe("every N", () => {
  const daily: ScheduleTiming = { kind: "every", everyMs: DAY_MS };
  it.each([
    ["2026-03-01T08:00:00.000Z", [null, 0, "2026-03-02T08:00:00.000Z"]],
    ["2026-03-02T07:59:59.999Z", [null, 0, "2026-03-02T08:00:00.000Z"]],
    ["2026-03-02T08:00:00.000Z", ["2026-03-02T08:00:00.000Z", 0, "2026-03-03T08:00:00.000Z"]],
    ["2026-03-03T07:59:59.999Z", ["2026-03-02T08:00:00.000Z", 0, "2026-03-03T08:00:00.000Z"]],
    ["2026-03-05T09:00:00.000Z", ["2026-03-05T08:00:00.000Z", 3, "2026-03-06T08:00:00.000Z"]],
    // The clock was set back.
    ["2026-02-27T08:00:00.000Z", [null, 0, "2026-03-02T08:00:00.000Z"]],
  ])("set on 1 March at eight, read at %s", (now, expected) => {
    expect(read(daily, "2026-03-01T08:00:00.000Z", now)).toEqual(expected);
  });
});

describe("cron", () => {
  it.each([
    ["2026-03-02T08:59:59.999Z", [null, 0, "2026-03-02T09:00:00.000Z"]],
    ["2026-03-02T09:00:00.000Z", ["2026-03-02T09:00:00.000Z", 0, "2026-03-09T09:00:00.000Z"]],
    ["2026-03-09T08:59:59.999Z", ["2026-03-02T09:00:00.000Z", 0, "2026-03-09T09:00:00.000Z"]],
    ["2026-03-24T00:00:00.000Z", ["2026-03-23T09:00:00.000Z", 3, "2026-03-30T09:00:00.000Z"]],
  ])("Mondays at nine, set on Sunday 1 March, read at %s", (now, expected) => {
    expect(read(cron("0 9 * * MON"), "2026-03-01T00:00:00.000Z", now)).toEqual(expected);
  });

  it("done at the very moment is done", () => {
    const moment = "2026-03-02T09:00:00.000Z";
    expect(read(cron("0 9 * * *"), moment, moment)).toEqual([null, 0, "2026-03-03T09:00:00.000Z"]);
  });

  it("keeps wall-clock time over the change to summer time, and is due after the hour that is left out", () => {
    const from = at("2026-03-27T12:00:00Z");
    const berlin = (expression: string) => iso(nextTimes(cron(expression, "Europe/Berlin"), from, 3, "timing"));
    // Nine o'clock: 8 UTC in winter, 7 UTC from 29 March on.
    expect(berlin("0 9 * * *")).toEqual([
      "2026-03-28T08:00:00.000Z",
      "2026-03-29T07:00:00.000Z",
      "2026-03-30T07:00:00.000Z",
    ]);
    // 02:30 does not exist on 29 March: clocks go from 02:00 to 03:00, which is 01:00 UTC.
    expect(berlin("30 2 * * *")).toEqual([
      "2026-03-28T01:30:00.000Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
  });

  it("is due once where the hour comes twice", () => {
    const times = nextTimes(cron("30 2 * * *", "Europe/Berlin"), at("2026-10-24T12:00:00Z"), 2, "timing");
    expect(iso(times)).toEqual(["2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"]);
  });

  it("counts a long absence in few steps", () => {
    const [due, missed] = read(cron("* * * * *"), "2026-03-01T00:00:00.000Z", "2026-03-04T00:00:30.000Z");
    expect([due, missed]).toEqual(["2026-03-04T00:00:00.000Z", 100]);
  });

  it.each([
    [
      "61 * * * *",
      "UTC",
      "schedule.timing.expression",
      /"61 \* \* \* \*" is no cron line \(Invalid value for minute: 61\)/,
    ],
    ["* * *", "UTC", "schedule.timing.expression", /expected minute, hour, day of month, month and day of week/],
    ["* * * * * *", "UTC", "schedule.timing.expression", /exactly 5 parts/],
    ["0 9 * * MON", "Europe/Nowhere", "schedule.timing.zone", /"Europe\/Nowhere" is no time zone/],
  ])("%s in %s names %s", (expression, zone, path, message) => {
    expect(() => nextTimes(cron(expression, zone), at("2026-03-01T00:00:00Z"), 1, "schedule.timing")).toThrow(
      expect.objectContaining({ code: "INPUT_INVALID", data: { path }, message: expect.stringMatching(message) }),
    );
  });

  it("finds no time where there is none", () => {
    expect(nextTimes(cron("0 0 30 2 *"), at("2026-03-01T00:00:00Z"), 1, "timing")).toEqual([]);
  });
});

it("reads the same whether asked once or again and again", () => {
  const timings: readonly ScheduleTiming[] = [
    { kind: "every", everyMs: 7 * HOUR_MS },
    cron("*/20 6-9 * * *", "Europe/Berlin"),
    cron("0 0 1 * *", "America/New_York"),
  ];
  const start = at("2026-03-20T00:00:00Z");
  fc.assert(
    fc.property(
      fc.constantFrom(...timings),
      fc.array(fc.integer({ min: 0, max: 3 * 24 * 60 }), { minLength: 1, maxLength: 6 }),
      (timing, steps) => {
        const kept = new ScheduleClock(timing);
        let now = start;
        for (const step of steps) {
          now = unixMs(now + step * MINUTE_MS);
          const fresh = new ScheduleClock(timing).read(start, now);
          expect(kept.read(start, now)).toEqual(fresh);
          if (fresh.due !== null) expect(fresh.due > start && fresh.due <= now).toBe(true);
          expect(fresh.next === null || fresh.next > now).toBe(true);
        }
      },
    ),
    { numRuns: 20 },
  );
});

it("is too soon within five minutes of being done", () => {
  const done = unixMs(1_000_000);
  expect([0, 5 * MINUTE_MS - 1, 5 * MINUTE_MS].map((after) => isTooSoon(done, unixMs(done + after)))).toEqual([
    true,
    true,
    false,
  ]);
});
