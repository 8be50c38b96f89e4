// What do a profile's rules look like after a person's changes? Refuses what could never fire or contradicts itself.
import { EngineError } from "#engine/core/engine-error.ts";
import { computeMethodConflict } from "#engine/targets/compute-method-conflict.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { ScheduleTiming, TriggerSettings, TriggerSettingsPatch } from "#shared/domain/trigger-settings.ts";
import { computeRiskMethod } from "./compute-risk-method.ts";
import { nextTimes } from "./schedule-clock.ts";

/** Throws INPUT_INVALID naming the field, from `triggers` on. */
export function changeTriggers(profile: Profile, patch: TriggerSettingsPatch, now: UnixMs): Profile {
  const { schedule, ...others } = patch;
  const before = profile.triggers;
  const named = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  const triggers: TriggerSettings = {
    ...before,
    ...named,
    ...(schedule === undefined ? {} : { schedule: { ...schedule, since: sinceOf(before.schedule, schedule, now) } }),
  };
  const changed = { ...profile, triggers };
  if (schedule !== undefined) {
    checkTiming(schedule.timing, now);
    checkPlan(changed);
  }
  if (patch.riskAdjusted?.on === true) checkRiskMethod(changed);
  return changed;
}

/** Throws INPUT_INVALID where it has no next time, or its cron line or zone cannot be read. */
export function checkTiming(timing: ScheduleTiming, now: UnixMs, path = "triggers.schedule.timing"): void {
  if (nextTimes(timing, now, 1, path).length > 0) return;
  throw new EngineError(
    "INPUT_INVALID",
    "This cron line has no next time: no such day ever comes. Choose another day.",
    {
      data: { path: `${path}.expression` },
    },
  );
}

/** A timing that is new, or turned on, is not due for times before it. */
function sinceOf(
  before: TriggerSettings["schedule"],
  after: NonNullable<TriggerSettingsPatch["schedule"]>,
  now: UnixMs,
): UnixMs {
  const same = before.on && JSON.stringify(before.timing) === JSON.stringify(after.timing);
  return same ? (before.since ?? now) : now;
}

function checkPlan({ triggers, cashAssets }: Profile): void {
  const { plan } = triggers.schedule;
  if (plan.kind !== "invest" || cashAssets.includes(plan.asset)) return;
  throw new EngineError(
    "INPUT_INVALID",
    `${plan.asset} does not count as cash in this profile: a recurring buy spends ${cashAssets.join(" or ")}.`,
    { data: { path: "triggers.schedule.plan.asset" } },
  );
}

function checkRiskMethod(profile: Profile): void {
  const method = computeRiskMethod(profile);
  // Without targets yet there is nothing that limits could contradict.
  if (method.assets.length === 0) return;
  const conflict = computeMethodConflict(method, profile.cashAssets);
  if (conflict === null) return;
  throw new EngineError("INPUT_INVALID", conflict.message, {
    data: { path: `triggers.riskAdjusted.${conflict.path}` },
  });
}
