// Which profile does a person mean by a name?
import { EngineError } from "#engine/core/engine-error.ts";
import type { Profile } from "#shared/domain/profile.ts";

/** By id or by name, without regard to case. Throws PROFILE_NOT_FOUND that lists those there are. */
export function findProfile(profiles: readonly Profile[], wanted: string): Profile {
  const key = wanted.trim().toLowerCase();
  const found = profiles.find(({ id }) => id === key) ?? profiles.find(({ name }) => name.toLowerCase() === key);
  if (found !== undefined) return found;
  const known =
    profiles.length === 0 ? "there is none yet" : `there are ${profiles.map(({ name }) => name).join(", ")}`;
  throw new EngineError("PROFILE_NOT_FOUND", `No profile is called ${wanted}: ${known}.`, {
    data: { path: "--profile" },
  });
}
