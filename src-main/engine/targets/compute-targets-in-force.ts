// Which targets does everything that decides go by: those that were asked for, tilted by signals, and with what is parked in cash?
import type { Targets } from "#shared/domain/policy.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { TargetTiltLine } from "#shared/domain/target-tilt.ts";
import { computeParkedTargets } from "./compute-parked.ts";
import { computeSignalTilt, type TiltInput } from "./compute-signal-tilt.ts";

export interface TargetsInForce {
  /** The very same where nothing changes them. */
  readonly targets: Targets;
  /** Only what signals moved. */
  readonly tilts: readonly TargetTiltLine[];
}

/** What is parked is meant to be cash, whatever a signal says of it. */
export function computeTargetsInForce(wanted: Targets, profile: Profile, tilt: TiltInput): TargetsInForce {
  const { targets, lines } = computeSignalTilt(computeParkedTargets(wanted, profile), profile, tilt);
  return { targets, tilts: lines };
}
