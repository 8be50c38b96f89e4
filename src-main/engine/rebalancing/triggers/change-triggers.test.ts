// Are settings of the rules taken as given, and bad ones refused by the name of their field?
import { describe, expect, it } from "vitest";
import { DAY_MS, unixMs } from "#shared/domain/time.ts";
import {
  type TriggerSettingsPatch,
  triggerSettingsPatchSchema,
  triggerSettingsSchema,
} from "#shared/domain/trigger-settings.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { changeTriggers, checkTiming } from "./change-triggers.ts";

const T = unixMs(1_767_571_200_000);
const profile = testProfile();
const patch = (value: object): TriggerSettingsPatch => triggerSettingsPatchSchema.parse(value);
const change = (value: object, of = profile, now = T) => changeTriggers(of, patch(value), now);
const cron = (expression: string, zone = "UTC") => ({ kind: "cron", expression, zone });

describe("changeTriggers", () => {
  it("changes the rules that are named and leaves the others", () => {
    const changed = change({ loss: { above: "0.2" }, coolDownMs: 60_000 });
    expect(changed.triggers).toEqual({
      ...profile.triggers,
      loss: { on: true, above: "0.2" },
      coolDownMs: 60_000,
    });
    expect(triggerSettingsSchema.parse(changed.triggers)).toEqual(changed.triggers);
  });

  it("holds a schedule from the moment it is set, and keeps that while its timing stays", () => {
    const first = change({ schedule: { on: true, timing: cron("0 9 * * MON") } });
    expect(first.triggers.schedule.since).toBe(T);
    const later = unixMs(T + DAY_MS);
    const otherPlan = { on: true, timing: cron("0 9 * * MON"), plan: { kind: "target" } };
    expect(change({ schedule: otherPlan }, first, later).triggers.schedule.since).toBe(T);
    expect(change({ schedule: { on: true, timing: cron("0 9 * * TUE") } }, first, later).triggers.schedule.since).toBe(
      later,
    );
    const off = change({ schedule: { on: false, timing: cron("0 9 * * MON") } }, first, later);
    const again = change({ schedule: { on: true, timing: cron("0 9 * * MON") } }, off, unixMs(later + DAY_MS));
    expect(again.triggers.schedule.since).toBe(later + DAY_MS);
  });

  it.each([
    [{ schedule: { on: true, timing: cron("99 * * * *") } }, "triggers.schedule.timing.expression", /is no cron line/],
    [{ schedule: { on: false, timing: cron("0 0 30 2 *") } }, "triggers.schedule.timing.expression", /no next time/],
    [
      { schedule: { on: true, timing: cron("0 9 * * *", "Mars") } },
      "triggers.schedule.timing.zone",
      /"Mars" is no time zone/,
    ],
    [
      { schedule: { on: true, plan: { kind: "invest", asset: "BTC", amount: "5" } } },
      "triggers.schedule.plan.asset",
      /BTC does not count as cash in this profile: a recurring buy spends USD or USDC/,
    ],
    [{ riskAdjusted: { on: true, caps: { BTC: "0.1", ETH: "0.1" } } }, /^triggers\.riskAdjusted\./, /./],
    [
      { riskAdjusted: { on: true, caps: { BTC: "0.1" }, floors: { BTC: "0.2" } } },
      /^triggers\.riskAdjusted\..*BTC/,
      /BTC/,
    ],
  ])("refuses %o", (value, path, message) => {
    expect(() => change(value)).toThrow(
      expect.objectContaining({
        code: "INPUT_INVALID",
        message: expect.stringMatching(message),
        data: { path: typeof path === "string" ? path : expect.stringMatching(path) },
      }),
    );
  });
});

it("a timing is checked under the name it has where it is asked for", () => {
  const timing = { kind: "cron" as const, expression: "0 0 31 4 *", zone: "UTC" };
  expect(() => checkTiming(timing, T, "timing")).toThrow(
    expect.objectContaining({ data: { path: "timing.expression" } }),
  );
  expect(() => checkTiming({ ...timing, expression: "0 0 29 2 *" }, T)).not.toThrow();
});

describe("the schema", () => {
  it.each([
    [{ highCash: { above: "80" } }, ["highCash", "above"], /expected a share from 0 to 1/],
    [{ loss: { above: "-0.1" } }, ["loss", "above"], /decimal number of zero or more/],
    [{ schedule: { timing: { kind: "every", everyMs: 299_999 } } }, ["schedule", "timing", "everyMs"], /300000/],
    [{ schedule: { plan: { kind: "invest", asset: "USD", amount: "0" } } }, ["schedule", "plan", "amount"], /over 0/],
    [{ schedule: { since: 5 } }, ["schedule"], /since/],
    [{ thresholds: { on: true } }, [], /thresholds/],
    [{ diversification: { atLeast: 0 } }, ["diversification", "atLeast"], /1/],
    [{ riskAdjusted: { caps: { BTC: "abc" } } }, ["riskAdjusted", "caps", "BTC"], /decimal number/],
  ])("refuses %o", (value, path, message) => {
    const result = triggerSettingsPatchSchema.safeParse(value);
    expect(result.error?.issues[0]?.path).toEqual(path);
    expect(result.error?.issues[0]?.message).toMatch(message);
  });

  it("gives profiles of before the rules they had", () => {
    const { threshold, highCash, loss, diversification, concentration, coolDownMs } = triggerSettingsSchema.parse({});
    expect({ threshold, highCash, loss, diversification, concentration, coolDownMs }).toEqual({
      threshold: { on: true },
      highCash: { on: true, above: "0.8" },
      loss: { on: true, above: "0.1" },
      diversification: { on: true, atLeast: 2, over: "0.01" },
      concentration: { on: true, above: "0.7" },
      coolDownMs: 3_600_000,
    });
  });
});
