// How are profiles listed, imported and exported on the command line?
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { text } from "node:stream/consumers";
import { type Command, Option } from "commander";
import type { ApiContext } from "#api/context.ts";
import { findProfile } from "#shells/cli/find-profile.ts";
import { invalidInput } from "#shells/cli/invalid-input.ts";
import { withEngine } from "#shells/cli/with-engine.ts";
import type { Compose } from "#shells/composition.ts";
import type { StartFlags } from "#shells/start-options.ts";
import type { SettingsImport } from "./candles.ts";

interface Parts {
  readonly compose: Compose;
  readonly print: (line: string) => void;
  /** Called where a file was refused: the report is printed, and the exit code is 1. */
  readonly fail: () => void;
}

type Flags = Pick<StartFlags, "dataDir"> & {
  readonly market: "real" | "practice";
  readonly profile?: string;
};

/** `import FILE` where the file is one of settings. New profiles live on paper on the practice market, or with real exchanges. */
export function importSettings(importing: Command, { compose, print, fail }: Parts): SettingsImport {
  importing.addOption(
    new Option("--market <market>", "of settings: where new profiles live, with real exchanges or to practise on paper")
      .choices(["real", "practice"])
      .default("real"),
  );
  return {
    fits: (file) => file === "-" || /\.(ya?ml|json)$/i.test(file),
    run: async (file, flags) => {
      const { market } = importing.opts<Pick<Flags, "market">>();
      const request = { fileName: basename(file), text: await readText(file), market };
      const report = await withEngine(flags, compose, ({ profiles }) =>
        flags.dryRun === true ? profiles.previewImport(request) : profiles.import(request),
      );
      print(JSON.stringify(report));
      if (report.errors.length > 0) fail();
    },
  };
}

/** `export profiles`: YAML. */
export function registerProfileExport(exporting: Command, { compose, print }: Pick<Parts, "compose" | "print">): void {
  exporting
    .command("profiles")
    .description("print all profiles' settings as YAML that imports to the same profiles: no keys, no data")
    .option("--profile <name>", "only this one, by name or id")
    .option("--data-dir <folder>", "where everything is kept")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: Flags) => {
      await withEngine(flags, compose, async ({ profiles }) => {
        const all = (await profiles.summaries.read()).map(({ profile }) => profile);
        const only = flags.profile === undefined ? null : [findProfile(all, flags.profile).id];
        print(profiles.export(only).trimEnd());
      });
    });
}

/** `profiles`. */
export function registerProfiles(program: Command, { compose, print }: Pick<Parts, "compose" | "print">): void {
  program
    .command("profiles")
    .description("list profiles, those put away too: identity, assets, targets, state and value")
    .option("--data-dir <folder>", "where everything is kept")
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: Flags) => {
      await withEngine(flags, compose, async (context) => print(JSON.stringify(await listProfiles(context))));
    });
}

async function listProfiles({ profiles }: Pick<ApiContext, "profiles">): Promise<readonly object[]> {
  const identities = new Map(profiles.identities().map((identity) => [identity.profileId, identity]));
  const running = (await profiles.summaries.read()).map(({ profile, tradingState, value }) => {
    const identity = identities.get(profile.id);
    return {
      ...{ id: profile.id, name: profile.name, priority: profile.priority, mode: profile.mode, state: tradingState },
      ...{ identityHash: identity?.identityHash ?? null, rotatesAt: identity?.rotatesAt ?? null },
      ...{ assets: identity?.assets ?? [], chosenAsset: profile.strategies.chosenAsset },
      ...{ targets: profile.targets, value },
    };
  });
  const away = profiles.archived().map(({ id, name, priority, mode, strategies, targets }) => ({
    ...{ id, name, priority, mode, state: "archived", identityHash: null, rotatesAt: null },
    ...{ assets: strategies.baseAssets, chosenAsset: strategies.chosenAsset, targets, value: null },
  }));
  return [...running, ...away];
}

async function readText(file: string): Promise<string> {
  try {
    return file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw invalidInput("file", `${file}: cannot be read: ${problem}`, error);
  }
}
