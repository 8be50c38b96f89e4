// Which profiles does a configuration file describe, and what was understood of it? Pure: nothing is stored here.

import { computeCashAssets } from "#engine/profiles/compute-cash-assets.ts";
import { findSameProfile } from "#engine/profiles/compute-identity.ts";
import { planProfile } from "#engine/profiles/profile-life.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import type { ImportedKey, ImportProblem } from "#shared/domain/profile-import.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import { ImportNotes } from "./config-section.ts";
import { FILE_SHAPES } from "./file-shapes.ts";
import type { DraftVenue, ProfileDraft } from "./profile-draft.ts";
import { decideMode, type Environment } from "./read-exchanges.ts";
import type { PortableDraft } from "./read-portable.ts";
import { readConfigText } from "./yaml-reader.ts";

export interface ConfigurationContext {
  readonly fileName: string;
  readonly environment: Environment;
  /** Those there are, put away or not. */
  readonly others: readonly Profile[];
  readonly now: UnixMs;
  /** Where the new profiles live. A practice market has paper only. */
  readonly source: Profile["source"];
  readonly seed: string | null;
}

type ProfileValues = Parameters<typeof planProfile>[0];

/** Without accounts: those need stored keys. */
export interface ReadProfile {
  readonly profile: Profile;
  readonly venues: readonly DraftVenue[];
}

export interface Configuration {
  /** Empty where there is a problem. */
  readonly profiles: readonly ReadProfile[];
  readonly keys: readonly ImportedKey[];
  readonly problems: readonly ImportProblem[];
}

/** Never throws for what a file holds. */
export function readConfiguration(text: string, context: ConfigurationContext): Configuration {
  const { root, problems } = readConfigText(text);
  if (problems.length > 0) return { profiles: [], keys: [], problems };
  const notes = new ImportNotes();
  const { fileName, environment } = context;
  const shape = FILE_SHAPES.find(({ fits }) => fits(root));
  const { drafts, portables } = shape?.read(root, { notes, environment, fileName }) ?? { drafts: [], portables: [] };
  const modes = drafts.map((draft) => decideMode(draft, notes, context.source === "real"));
  if (notes.problems.length > 0) return { profiles: [], keys: notes.keys, problems: notes.problems };
  const made: ReadProfile[] = [];
  const add = (path: string, values: ProfileValues, venues: readonly DraftVenue[]) => {
    const profile = profileOf(path, values, { context, before: made.map((each) => each.profile), notes });
    if (profile !== null) made.push({ profile, venues });
  };
  for (const [index, draft] of drafts.entries()) {
    add(draft.path, valuesOf(draft, modes[index] ?? "paper", context.now), draft.venues);
  }
  for (const { path, portable } of portables) add(path, valuesOfPortable({ path, portable }, context), []);
  const found = notes.problems.length > 0;
  return { profiles: found ? [] : made, keys: notes.keys, problems: notes.problems };
}

function profileOf(
  path: string,
  values: ProfileValues,
  {
    context,
    before,
    notes,
  }: { readonly context: ConfigurationContext; readonly before: readonly Profile[]; readonly notes: ImportNotes },
): Profile | null {
  const all = [...context.others, ...before];
  const profile = planProfile(values, { ...context, others: all });
  const same = findSameProfile(profile, all);
  if (same === null) return profile;
  notes.problem(
    path,
    null,
    "a profile unlike all others",
    `the seed, assets and weights of ${same.name}: both would always do the same`,
  );
  return null;
}

function valuesOf(draft: ProfileDraft, mode: "paper" | "sandbox", now: UnixMs): ProfileValues {
  const { name, priority, targets, identity, modules, venues, enabled } = draft;
  const currency = assetSchema.parse("USD");
  return {
    ...{ name, priority, mode, targets, currency, cashAssets: computeCashAssets(currency) },
    policy: present(draft.policy),
    limits: present(draft.limits),
    triggers: present(draft.triggers),
    strategies: present(draft.strategies),
    positions: present(draft.positions),
    operation: {
      ...present(draft.operation),
      modules,
      venues: Object.fromEntries(venues.map(({ venue, operation }) => [venue, operation])),
    },
    ...identityOf(draft.key, identity),
    ...(enabled ? {} : { archivedAt: now }),
  };
}

/** A file that only says how far parameters stray still means the profile by its name. */
function identityOf(key: string, identity: ProfileDraft["identity"]): object {
  const values = present(identity);
  if (Object.keys(values).length === 0) return {};
  return { identity: { baseHash: key, entropySeed: "0", ...values } };
}

function valuesOfPortable({ portable }: PortableDraft, { source }: ConfigurationContext): ProfileValues {
  return source === "real" ? portable : { ...portable, mode: "paper" };
}

function present(values: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
