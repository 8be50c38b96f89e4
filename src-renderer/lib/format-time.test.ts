import { describe, expect, it } from "vitest";
import { formatAge, formatDuration } from "./format-age.ts";
import { shortenHash } from "./format-hash.ts";
import {
  formatClock,
  formatClockMillis,
  formatClockSeconds,
  formatDate,
  formatDateTime,
  formatDay,
  formatDayClock,
  formatMonth,
  formatRecent,
  parseDateTimeText,
  toDateTimeText,
  zoneOffsetMs,
} from "./format-time.ts";

const TIME = Date.UTC(2026, 8, 5, 7, 3, 9, 41);

describe("moments in UTC", () => {
  it("are written in every form", () => {
    expect(formatClock(TIME, "utc")).toBe("07:03");
    expect(formatClockSeconds(TIME, "utc")).toBe("07:03:09");
    expect(formatClockMillis(TIME, "utc")).toBe("07:03:09.041");
    expect(formatDay(TIME, "utc")).toBe("5 Sep");
    expect(formatMonth(TIME, "utc")).toBe("Sep 2026");
    expect(formatDate(TIME, "utc")).toBe("5 Sep 2026");
    expect(formatDayClock(TIME, "utc")).toBe("5 Sep 07:03");
    expect(formatDateTime(TIME, "utc")).toBe("5 Sep 2026 07:03:09 UTC");
    expect(zoneOffsetMs(TIME, "utc")).toBe(0);
  });
  it("midnight is 00, not 24", () => {
    expect(formatClock(Date.UTC(2026, 0, 1), "utc")).toBe("00:00");
  });
  it("show the clock today and the day before that", () => {
    const now = Date.UTC(2026, 8, 5, 23, 59);
    expect(formatRecent(TIME, now, "utc")).toBe("07:03");
    expect(formatRecent(TIME, now + 120_000, "utc")).toBe("5 Sep");
  });
});

describe("local time", () => {
  it("agrees with the zone's own offset", () => {
    const offset = zoneOffsetMs(TIME, "local");
    expect(formatClockSeconds(TIME, "local")).toBe(formatClockSeconds(TIME + offset, "utc"));
  });
});

describe("ages and durations", () => {
  it.each([
    [-50, "0.0 s"],
    [320, "0.3 s"],
    [9_940, "9.9 s"],
    [9_990, "9 s"],
    [42_400, "42 s"],
    [59_999, "59 s"],
    [17 * 60_000, "17 min"],
    [3 * 3_600_000, "3 h"],
    [50 * 3_600_000, "2 d"],
  ])("age of %d ms is %s", (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
  it.each([
    [38, "38 ms"],
    [58_000, "58 s"],
    [28 * 60_000, "28 min"],
    [86 * 60_000, "1 h 26 min"],
    [2 * 3_600_000, "2 h"],
    [52 * 3_600_000, "2 d 4 h"],
  ])("%d ms last %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe("hashes", () => {
  it("are shortened when long", () => {
    expect(shortenHash("7c1e000000000000000094ab")).toBe("7c1e\u202694ab");
    expect(shortenHash("short")).toBe("short");
  });
});

it.each(["utc", "local"] as const)("a typed time reads back in %s", (zone) => {
  const time = parseDateTimeText("2026-11-20 13:05", zone);
  expect(time).toBeDefined();
  expect(toDateTimeText(time ?? 0, zone)).toBe("2026-11-20 13:05:00");
  expect(parseDateTimeText("2026-11-20", zone)).toBe((time ?? 0) - (13 * 60 + 5) * 60_000);
});

it.each(["2026-11-31", "2026-02-29 10:00", "20.11.2026", "2026-11-20 25:00", "soon", ""])("%s is no time", (text) => {
  expect(parseDateTimeText(text, "utc")).toBeUndefined();
});
