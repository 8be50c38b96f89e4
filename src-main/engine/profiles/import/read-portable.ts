// How is a file read that this program wrote? Each part against the profile's own schema; keys it does not know are listed.
import { Decimal } from "#shared/domain/decimal.ts";
import { PORTABLE_VERSION, type PortableProfile, portableProfileSchema } from "#shared/domain/portable-profile.ts";
import { type ConfigNode, toJson } from "./config-node.ts";
import { asStatistic, type ImportNotes, type Section } from "./config-section.ts";

const SUM_TOLERANCE = Decimal.parse("0.000000001");

/** One profile of a file of ours, with the place where it stands. */
export interface PortableDraft {
  readonly path: string;
  readonly portable: PortableProfile;
}

export function readPortable(root: Section): readonly PortableDraft[] {
  const { notes } = root;
  if (root.whole("schwabot_profiles", { min: String(PORTABLE_VERSION), max: String(PORTABLE_VERSION) }) !== undefined) {
    notes.taken("schwabot_profiles", "profiles of this program");
  }
  const list = root.node("profiles");
  root.finish();
  if (list?.kind !== "list") {
    notes.problem("profiles", list ?? null, "a list of profiles");
    return [];
  }
  return list.items.flatMap((item, index) => readOne(item, `profiles[${index}]`, notes) ?? []);
}

function readOne(node: ConfigNode, path: string, notes: ImportNotes): PortableDraft | null {
  if (node.kind !== "map") {
    notes.problem(path, node, "a map of settings");
    return null;
  }
  const known = withoutUnknown(toJson(node), { path, notes });
  const parsed = portableProfileSchema.safeParse(known);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const at = nodeAt(node, issue.path);
      notes.problem(pathOf(path, issue.path), at, issue.message);
    }
    return null;
  }
  const { targets, mode } = parsed.data;
  const sum = Decimal.sum(Object.values(targets).map((weight) => Decimal.parse(weight)));
  if (Object.keys(targets).length > 0 && sum.sub(Decimal.ONE).abs().gt(SUM_TOLERANCE)) {
    notes.problem(`${path}.targets`, nodeAt(node, ["targets"]), "shares that sum to 1", `a sum of ${sum.toString()}`);
    return null;
  }
  for (const key of node.entries.keys()) {
    if (!Object.hasOwn(portableProfileSchema.shape, key)) continue;
    if (key === "mode" && mode !== "paper") {
      notes.changed(`${path}.mode`, mode === "live" ? "paper" : mode, IMPORTED_MODE[mode]);
    } else notes.taken(`${path}.${key}`, "as it stands");
  }
  return { path, portable: { ...parsed.data, mode: mode === "live" ? "paper" : mode } };
}

const IMPORTED_MODE = {
  live: "An import never makes a live profile: live is unlocked for each profile.",
  sandbox: "Its keys are entered under Accounts.",
} as const;

/** Unknown keys of a profile and of its parts are listed and left out. */
function withoutUnknown(
  value: unknown,
  { path, notes }: { readonly path: string; readonly notes: ImportNotes },
): unknown {
  const parsed = portableProfileSchema.safeParse(value);
  const unknown = parsed.success ? [] : parsed.error.issues.filter((issue) => issue.code === "unrecognized_keys");
  const copy = structuredClone(value);
  for (const issue of unknown) {
    for (const key of issue.keys) {
      notes.ignored(pathOf(path, [...issue.path, key]), "This program does not know the key.");
      const holder = issue.path.reduce<unknown>(
        (at, step) => (typeof at === "object" && at !== null ? Reflect.get(at, step) : undefined),
        copy,
      );
      if (typeof holder === "object" && holder !== null) Reflect.deleteProperty(holder, key);
    }
  }
  return copy;
}

function pathOf(base: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : `${text}.${String(step)}`),
    base,
  );
}

function nodeAt(node: ConfigNode, path: readonly PropertyKey[]): ConfigNode | null {
  let at: ConfigNode | undefined = node;
  for (const step of path) {
    if (at?.kind === "map") at = at.entries.get(String(step));
    else if (at?.kind === "list") at = at.items[asStatistic(String(step))];
    else return null;
  }
  return at ?? null;
}
