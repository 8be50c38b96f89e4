// How does everything that decides see a profile: with which targets, and with which volatility its bands follow?
import type { TiltInput } from "#engine/targets/compute-signal-tilt.ts";
import { computeTargetsInForce } from "#engine/targets/compute-targets-in-force.ts";
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Profile } from "#shared/domain/profile.ts";

/** Signals tilt the targets, what is parked is meant to be cash. `volatility`: of the portfolio, a year; null where it is not known. */
export function computeProfileInForce(profile: Profile, volatility: DecimalString | null, tilt: TiltInput): Profile {
  const { targets } = computeTargetsInForce(profile.targets, profile, tilt);
  const { bands } = profile.policy;
  if (bands.volatility === undefined) return targets === profile.targets ? profile : { ...profile, targets };
  // What somebody sent as measured was not measured here.
  const { measured: _measured, ...table } = bands.volatility;
  const measured = volatility === null ? table : { ...table, measured: volatility };
  return { ...profile, targets, policy: { ...profile.policy, bands: { ...bands, volatility: measured } } };
}
