// Which profile is on screen?
import type { ProfileSummary } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

/** The one chosen in the settings, else the first by priority. */
export function chooseProfile(profiles: readonly ProfileSummary[], chosen: ProfileId | null): ProfileSummary | null {
  const byPriority = [...profiles].sort((a, b) => a.profile.priority - b.profile.priority);
  return byPriority.find(({ profile }) => profile.id === chosen) ?? byPriority[0] ?? null;
}
