// How long does a profile's plan wait, so that not all profiles trade at the same moment?
import { computeIdentity, type Identified } from "#engine/profiles/compute-identity.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { DurationMs, UnixMs } from "#shared/domain/time.ts";

type Trader = Identified & Pick<Profile, "mode" | "accounts">;

/** Hexadecimal digits of the hash that are used: 2^32 values. */
const DIGITS = 8;

/**
 * 0 to `mostMs`: the profile's rotating hash mod (mostMs + 1), the same within one of its epochs. Zero on paper, whose orders meet
 * nobody, and where no other profile sends orders to one of its venues.
 */
export function computeStartDelay(
  profile: Trader,
  all: readonly Trader[],
  { mostMs, now }: { readonly mostMs: DurationMs; readonly now: UnixMs },
): DurationMs {
  if (profile.mode === "paper") return 0;
  const venues = new Set(profile.accounts.map(({ venue }) => venue));
  const meets = all.some(
    (other) =>
      other.id !== profile.id && other.mode === profile.mode && other.accounts.some(({ venue }) => venues.has(venue)),
  );
  if (!meets) return 0;
  return Number.parseInt(computeIdentity(profile, now).rotatingHash.slice(0, DIGITS), 16) % (mostMs + 1);
}
