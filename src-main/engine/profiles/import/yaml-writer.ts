// What does a file of profiles look like that imports to the same profiles?
import { stringify } from "yaml";
import { toPortable } from "#engine/profiles/profile-life.ts";
import { PORTABLE_VERSION } from "#shared/domain/portable-profile.ts";
import type { Profile } from "#shared/domain/profile.ts";

const HEAD =
  "Profiles of Schwabot: everything that is set, no keys and no data. Import it under Profiles, or with `schwabot import FILE`.";

/** YAML. Amounts and shares are quoted, so that every digit stays. */
export function exportProfiles(profiles: readonly Profile[]): string {
  const content = { schwabot_profiles: PORTABLE_VERSION, profiles: profiles.map(toPortable) };
  return `# ${HEAD}\n${stringify(content, { aliasDuplicateObjects: false })}`;
}
