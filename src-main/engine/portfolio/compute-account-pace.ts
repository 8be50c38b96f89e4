// How often are a profile's accounts read, and how long may a venue take to answer?
import type { Account } from "#shared/domain/account.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";

/** Balances and fills; a private stream's hint has them read sooner. */
export function computeSyncIntervalMs({ operation }: Pick<Profile, "operation">): DurationMs {
  return operation.balancesEveryS * SECOND_MS;
}

/** `usualMs`: of a venue of which the profile says nothing. */
export function computeReadTimeoutMs(
  { operation }: Pick<Profile, "operation">,
  { venue }: Pick<Account, "venue">,
  usualMs: DurationMs,
): DurationMs {
  const own = operation.venues[venue];
  return own === undefined ? usualMs : own.timeoutS * SECOND_MS;
}
