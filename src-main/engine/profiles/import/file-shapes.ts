// Which kinds of configuration files are there? One line each; the first that fits reads the file.
import type { ConfigMap } from "./config-node.ts";
import { type ImportNotes, Section } from "./config-section.ts";
import { emptyDraft, type ProfileDraft } from "./profile-draft.ts";
import { type Environment, readExchanges, readNamedExchanges, readProfileExchange } from "./read-exchanges.ts";
import { readTopOperation } from "./read-operation.ts";
import { type PortableDraft, readPortable } from "./read-portable.ts";
import { readIdentity, readRebalancing, readRisk, readStrategies, readTrading } from "./read-settings.ts";

export interface ReadingContext {
  readonly notes: ImportNotes;
  readonly environment: Environment;
  /** Names the one profile of a file that names none. */
  readonly fileName: string;
}

export interface Drafts {
  readonly drafts: readonly ProfileDraft[];
  readonly portables: readonly PortableDraft[];
}

interface FileShape {
  readonly name: string;
  readonly fits: (root: ConfigMap) => boolean;
  readonly read: (root: ConfigMap, context: ReadingContext) => Drafts;
}

export const FILE_SHAPES: readonly FileShape[] = [
  { name: "own", fits: (root) => root.entries.has("schwabot_profiles"), read: readOwn },
  { name: "profiles", fits: (root) => root.entries.has("profiles"), read: readProfiles },
  { name: "settings", fits: () => true, read: readSettings },
];

function readOwn(map: ConfigMap, { notes }: ReadingContext): Drafts {
  return { drafts: [], portables: readPortable(new Section(map, "", notes)) };
}

/** `profiles.<id>`, each with its own exchange; what else stands at the top belongs to all of them. */
function readProfiles(map: ConfigMap, { notes, environment }: ReadingContext): Drafts {
  const root = new Section(map, "", notes);
  const profiles = root.section("profiles");
  const drafts = (profiles?.keys() ?? []).flatMap((key) => {
    const part = profiles?.section(key);
    return part === undefined ? [] : [readProfile(part, key, environment)];
  });
  if (profiles !== undefined && drafts.length === 0) notes.problem("profiles", null, "one profile or more");
  root.finish();
  return { drafts, portables: [] };
}

function readProfile(part: Section, key: string, environment: Environment): ProfileDraft {
  const { notes } = part;
  const draft = emptyDraft(key, key, part.path);
  const name = part.text("name", 48);
  if (name !== undefined) {
    draft.name = name;
    notes.taken(part.at("name"), name);
  }
  const enabled = part.flag("enabled");
  if (enabled !== undefined) {
    draft.enabled = enabled;
    if (enabled) notes.taken(part.at("enabled"), "on");
    else notes.changed(part.at("enabled"), "archived", "A profile that is off is put away: restore it to run it.");
  }
  const priority = part.whole("priority", { min: "1", max: "99" });
  if (priority !== undefined) {
    draft.priority = priority;
    notes.taken(part.at("priority"), String(priority));
  }
  const read = (at: string, reader: (section: Section, into: ProfileDraft) => void) => {
    const section = part.section(at);
    if (section === undefined) return;
    reader(section, draft);
    section.finish();
  };
  read("api_credentials", (section, into) => readProfileExchange(section, into, environment));
  read("strategy_config", readStrategies);
  read("trading_params", readTrading);
  read("risk_management", readRisk);
  read("profile_hash", readIdentity);
  read("rebalancing", readRebalancing);
  part.finish();
  return draft;
}

/** One profile's settings at the top of the file. */
function readSettings(map: ConfigMap, { notes, environment, fileName }: ReadingContext): Drafts {
  const root = new Section(map, "", notes);
  const name = nameOf(fileName);
  const draft = emptyDraft(name, name, "file");
  readExchanges(root.section("exchanges"), draft, environment);
  readNamedExchanges(root, draft, environment);
  readTopOperation(root, draft);
  const rebalancing = root.section("rebalancing");
  if (rebalancing !== undefined) {
    readRebalancing(rebalancing, draft);
    rebalancing.finish();
  }
  root.finish();
  // A file of nothing that is known here is most likely another program's.
  const understood = notes.keys.some(({ status }) => status !== "ignored");
  if (!understood && notes.problems.length === 0) {
    notes.problem("file", map, "settings of profiles, exchanges or rebalancing", "none that is known");
  }
  return { drafts: [draft], portables: [] };
}

const LONGEST_NAME = 48;

function nameOf(fileName: string): string {
  const words = fileName
    .replace(/^.*[\\/]/, "")
    .replace(/\.[a-z0-9]+$/i, "")
    .replaceAll(/[_\s]+/g, " ")
    .trim()
    .slice(0, LONGEST_NAME);
  return words === "" ? "Imported" : words;
}
