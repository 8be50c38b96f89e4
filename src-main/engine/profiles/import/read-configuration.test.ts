// Are the six files of the notes read as the table says, and does every broken file say where?
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toPortable } from "#engine/profiles/profile-life.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { unixMs } from "#shared/domain/time.ts";
import { type Configuration, readConfiguration } from "./read-configuration.ts";
import { exportProfiles } from "./yaml-writer.ts";

const FOLDER = new URL("./fixtures/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".yaml"));
const NOW = unixMs(1_767_571_200_000);

function textOf(name: string): string {
  return readFileSync(new URL(name, FOLDER), "utf8");
}

function read(text: string, options: Partial<Parameters<typeof readConfiguration>[1]> = {}): Configuration {
  const context = {
    fileName: "some_file.yaml",
    environment: {},
    others: [],
    now: NOW,
    source: "real",
    seed: null,
  } as const;
  return readConfiguration(text, { ...context, ...options });
}

/** All that a person is told, one line each. */
function reportOf({ profiles, keys, problems }: Configuration): readonly string[] {
  return [
    ...profiles.map(
      ({ profile: { name, mode, targets, strategies } }) =>
        `profile ${name} | ${mode} | ${JSON.stringify(targets)} | ${strategies.baseAssets.join(" ")}`,
    ),
    ...keys.map(({ path, status, as, reason }) => `${status} ${path} | ${as} | ${reason}`),
    ...problems.map(({ path, line, expected, got }) => `problem ${path} | ${line} | ${expected} | ${got}`),
  ];
}

describe("the six files of the notes", () => {
  it("are all here", () => expect(FILES).toHaveLength(6));

  it.each(FILES)("%s as it stands", async (name) => {
    const report = reportOf(read(textOf(name), { fileName: name }));
    expect(report.some((line) => line.startsWith("problem"))).toBe(false);
    await expect(report.join("\n")).toMatchFileSnapshot(`./fixtures/${name.replace(".yaml", ".report.txt")}`);
  });

  it("what is kept of coinbase_profiles.yaml", () => {
    const [found] = read(textOf("coinbase_profiles.yaml")).profiles;
    expect(found?.profile).toMatchObject({
      id: "primary-trading-profile",
      mode: "sandbox",
      priority: 1,
      identity: {
        baseHash: "profile_a_primary_trading",
        entropySeed: "0.42",
        rotationIntervalS: 3600,
        complexityFactor: 1.1,
        trajectoryWeight: 0.85,
      },
      strategies: {
        weights: {
          volumeMomentum: 0.3,
          entropyGate: 0.25,
          weightTensor: 0.2,
          evidenceCombiner: 0.15,
          executionSchedule: 0.1,
        },
        confidenceThreshold: 0.75,
        entropyThreshold: 0.003,
        driftDeltaRange: [0.001, 0.005],
      },
      positions: { stopLoss: "0.025", takeProfit: "0.06", maxOpenPositions: 4, volatilityCeiling: "0.75" },
      limits: { maxOrderFraction: "0.08", maxDailyLossFraction: "0.04", maxDrawdownFraction: "0.12" },
      policy: { slippageTolerance: "0.0015" },
    });
    expect(found?.venues.flatMap(({ credentials }) => credentials.map(({ value }) => value))).toEqual([
      null,
      null,
      null,
    ]);
  });
});

it("a key in the file or in a variable is taken aside and stands nowhere else", () => {
  const text = textOf("wallet_tracker.yaml").replace(/"\$\{COINBASE_API_KEY\}"/, '"planted-key-1"');
  const configuration = read(text, { environment: { COINBASE_API_SECRET: "planted-key-2" } });
  const [found] = configuration.profiles;
  expect(found?.venues[0]?.credentials.map(({ value }) => value)).toEqual(["planted-key-1", "planted-key-2", null]);
  expect(JSON.stringify([found?.profile, configuration.keys, configuration.problems])).not.toContain("planted");
});

it("a key of the wrong kind is not told", () => {
  const { problems } = read("exchanges:\n  binance:\n    api_key: 123456789\n");
  expect(problems).toHaveLength(1);
  expect(JSON.stringify(problems)).not.toContain("123456789");
});

it("twice the same configuration is refused", () => {
  const text = textOf("coinbase_profiles.yaml");
  const others = read(text).profiles.map(({ profile }) => profile);
  expect(read(text, { others }).problems).toMatchObject([{ path: "profiles.profile_a" }]);
});

it("paper where the market is one to practise on, put away where it is off", () => {
  const text = textOf("coinbase_profiles.yaml").replace("enabled: true", "enabled: false");
  const [found] = read(text, { source: "simulated", seed: "1" }).profiles;
  expect(found?.profile).toMatchObject({ mode: "paper", source: "simulated", seed: "1", archivedAt: NOW });
});

it.each([
  ["the library's own types", "a: !!js/function 'x'\n", "a"],
  ["unknown types", "tracked_symbols: !set [BTC/USD]\n", "tracked_symbols"],
  ["a reference", "rebalancing: &r {threshold: 0.1}\nanalyst: *r\n", "rebalancing"],
  [
    "a bomb of references",
    `a: &a [1]\n${"bcdefghij"
      .split("")
      .map((key, at) => `${key}: &${key} [${`*${"abcdefghij"[at]},`.repeat(9)}]`)
      .join("\n")}\n`,
    "a",
  ],
  ["tabs", "rebalancing:\n\tthreshold: 0.1\n", "line 2"],
  ["nothing", "", "file"],
  ["a list", "- 1\n", "file"],
  ["another program's file", "version: 3\nservices: {}\n", "file"],
])("%s: refused with its place", (_, text, path) => {
  const { problems, profiles } = read(text);
  expect(profiles).toEqual([]);
  expect(problems.map((problem) => problem.path)).toContain(path);
});

/** Every key of the notes' files that has a value, with the line it stands on. */
interface Leaf {
  readonly file: string;
  readonly index: number;
  readonly path: string;
  readonly indent: string;
  readonly key: string;
  readonly value: string;
}

function leavesOf(file: string): readonly Leaf[] {
  const above: { indent: number; key: string }[] = [];
  return textOf(file)
    .split("\n")
    .flatMap((line, index): Leaf[] => {
      const [, indent = "", key, value = ""] = /^(\s*)([A-Za-z_]+):\s*([^#]*)/.exec(line) ?? [];
      if (key === undefined) return [];
      while ((above.at(-1)?.indent ?? -1) >= indent.length) above.pop();
      const path = [...above.map((each) => each.key), key].join(".");
      above.push({ indent: indent.length, key });
      return value.trim() === "" ? [] : [{ file, index, path, indent, key, value: value.trim() }];
    });
}

type Mutation = (leaf: Leaf) => { readonly line: string; readonly at?: string } | null;
const isNumber = ({ value }: Leaf) => /^[\d.]+$/.test(value);
const line = ({ indent, key }: Leaf, value: string) => ({ line: `${indent}${key}: ${value}` });
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "wrong type": (leaf) => line(leaf, "[{}]"),
  "a number out of range": (leaf) => (isNumber(leaf) ? line(leaf, "-1") : null),
  "a huge number": (leaf) => (isNumber(leaf) && leaf.key !== "rate_limit" ? line(leaf, "1e30") : null),
  "not a number": (leaf) => (isNumber(leaf) ? line(leaf, ".nan") : null),
  "text for a number": (leaf) => (isNumber(leaf) ? line(leaf, "'abc'") : null),
  missing: (leaf) => line(leaf, ""),
  "unknown key": (leaf) => ({
    line: `${leaf.indent}zz_${leaf.key}: 1`,
    at: leaf.path.replace(/[A-Za-z_]+$/, `zz_${leaf.key}`),
  }),
  "key twice": (leaf) => ({
    line: `${leaf.indent}${leaf.key}: ${leaf.value}\n${leaf.indent}${leaf.key}: ${leaf.value}`,
  }),
  anchor: (leaf) => line(leaf, `&x ${leaf.value}`),
  tag: (leaf) => line(leaf, `!thing ${leaf.value}`),
  tab: (leaf) => ({ line: `\t${leaf.key}: ${leaf.value}`, at: "line" }),
  "bad sum": (leaf) => (/target_allocation|strategy_weights/.test(leaf.path) ? line(leaf, "0.977") : null),
  "bad symbol": (leaf) => (/symbols|pairs/.test(leaf.key) ? line(leaf, "['!!']") : null),
};

const MUTANTS = process.env.SCHWABOT_LONG === "1" ? 2_000 : 200;

function mutantsOf(count: number) {
  const leaves = FILES.flatMap(leavesOf);
  const names = Object.keys(MUTATIONS);
  const found: { readonly name: string; readonly leaf: Leaf; readonly text: string; readonly at: string }[] = [];
  for (let turn = 0; found.length < count; turn += 1) {
    const name = names[turn % names.length] ?? "missing";
    const leaf = leaves[(turn * 37) % leaves.length];
    const mutation = leaf === undefined ? undefined : MUTATIONS[name]?.(leaf);
    if (leaf === undefined || mutation === undefined || mutation === null) continue;
    const lines = textOf(leaf.file).split("\n");
    lines[leaf.index] = mutation.line;
    found.push({ name, leaf, text: lines.join("\n"), at: mutation.at ?? leaf.path });
  }
  return found;
}

it(`${MUTANTS} broken files: each message names the path, and nothing is imported of those with a wrong value`, () => {
  const silent = mutantsOf(MUTANTS).filter(({ name, text, at, leaf }) => {
    const { problems, keys, profiles } = read(text);
    const below = (path: string) =>
      path === at || path.startsWith(`${at}[`) || path.startsWith(`${at}.`) || leaf.path.startsWith(`${path}.`);
    if (name === "unknown key") {
      // A value that must be there is asked for; any other unknown key is listed.
      return (
        !keys.some(({ path, status }) => path === at && status === "ignored") &&
        !problems.some(({ path }) => path.includes(at))
      );
    }
    if (at === "line") return !problems.some(({ path }) => /^line \d+$/.test(path));
    // A placeholder's own section is told whole where the sum of a map is wrong.
    const told =
      problems.some(({ path }) => below(path)) || keys.some(({ path, status }) => path === at && status === "ignored");
    return !told || (problems.length > 0 && profiles.length > 0);
  });
  expect(silent.map(({ name, at, leaf }) => `${name} ${leaf.file} ${at}`)).toEqual([]);
});

describe("what was written comes back", () => {
  const original = FILES.flatMap((name) =>
    read(textOf(name), { fileName: name }).profiles.map(({ profile }) => profile),
  );

  it("all six files' profiles, to the last digit", () => {
    const { profiles, problems } = read(exportProfiles(original));
    expect(problems).toEqual([]);
    expect(profiles.map(({ profile }) => toPortable(profile))).toEqual(original.map(toPortable));
  });

  it("as JSON too, with tabs", () => {
    const json = JSON.stringify({ schwabot_profiles: 1, profiles: original.map(toPortable) }, null, "\t");
    expect(read(json).profiles.map(({ profile }) => toPortable(profile))).toEqual(original.map(toPortable));
  });

  it("a live profile comes back on paper, and says so", () => {
    const live = profileSchema.parse({ ...(original[0] as Profile), mode: "live" });
    const { profiles, keys } = read(exportProfiles([live]));
    expect(profiles[0]?.profile.mode).toBe("paper");
    expect(keys).toContainEqual(expect.objectContaining({ path: "profiles[0].mode", status: "changed", as: "paper" }));
  });

  it("names the path of what is wrong in it, and lists what it does not know", () => {
    const text = exportProfiles(original.slice(0, 1));
    const wrong = read(text.replace(/confidenceThreshold: .*/, "confidenceThreshold: 7"));
    expect(wrong.problems).toMatchObject([{ path: "profiles[0].strategies.confidenceThreshold", got: "7" }]);
    const more = read(text.replace(/^( +)confidenceThreshold:/m, "$1zz: 1\n$1confidenceThreshold:"));
    expect(more.keys).toContainEqual(expect.objectContaining({ path: "profiles[0].strategies.zz", status: "ignored" }));
    expect(more.profiles).toHaveLength(1);
  });
});
