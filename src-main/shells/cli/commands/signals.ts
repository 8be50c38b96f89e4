// What do `schwabot cycle` and `schwabot signals` do? The strategies decide once and say how it went; their signals are listed or made again;
// what was bought from them is listed, and what a stop sold is re-armed.
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ApiContext } from "#api/context.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { assetSchema, type SignalId, signalIdSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { findProfile } from "#shells/cli/find-profile.ts";
import { invalidInput } from "#shells/cli/invalid-input.ts";
import { waitFor, withEngine } from "#shells/cli/with-engine.ts";
import type { Compose } from "#shells/composition.ts";
import { type StartFlags, venueEndpointOption } from "#shells/start-options.ts";

const PRICES_WAIT_MS = 30 * SECOND_MS;
const DEFAULT_RECENT = 20;
const MAX_RECENT = 500;
const LONGEST_REASON = 200;

type Flags = Pick<StartFlags, "dataDir" | "venueEndpoint"> & { readonly profile?: string };

export function registerSignals(
  program: Command,
  { compose, print }: { readonly compose: Compose; readonly print: (line: string) => void },
): void {
  const command = (name: string, description: string, parent = program) =>
    parent
      .command(name)
      .description(description)
      .option("--profile <name>", "only this profile, by name or id (default: all)")
      .option("--data-dir <folder>", "where everything is kept")
      .addOption(venueEndpointOption())
      .option("--json", "tell errors as JSON")
      .allowExcessArguments(false);

  command("cycle", "let the strategies decide once now, and print how each step went").action(async (flags: Flags) => {
    await withEngine(flags, compose, async (context) => {
      for (const { id, name } of await wantedProfiles(context, flags)) {
        const portfolio = await context.portfolio.portfolio(id);
        await waitFor(portfolio, ({ state }) => state === "live", context.clock, PRICES_WAIT_MS);
        const report = await context.strategies.cycle(id);
        const { results } = await (await context.strategies.view(id)).read();
        print(JSON.stringify({ id, name, ...report, results }));
      }
    });
  });

  const signals = command(
    "signals",
    "print signals, newest first, as JSON lines; with --replay make one again from its stored inputs",
  )
    // What stands behind a subcommand is that subcommand's.
    .enablePositionalOptions()
    .addOption(new Option("--recent <n>", "how many of each profile").argParser(parseRecent).default(DEFAULT_RECENT))
    .option("--replay <id>", "the id of a strategy's signal, however old")
    .option("--paper", "print what signals and proposed plans would have earned after costs, taken or not")
    .action(async (flags: Flags & { readonly recent: number; readonly replay?: string; readonly paper?: true }) => {
      await withEngine(flags, compose, async (context) => {
        const profiles = await wantedProfiles(context, flags);
        if (flags.replay !== undefined) {
          print(JSON.stringify(await replay(context, profiles, flags.replay)));
          return;
        }
        for (const { id, name } of profiles) {
          if (flags.paper === true) {
            const ledger = await context.strategies.paper(id, { limit: flags.recent });
            print(JSON.stringify({ id, name, ...ledger }));
          } else for (const signal of await context.signals.list(id, flags.recent)) print(JSON.stringify(signal));
        }
      });
    });

  command(
    "positions",
    "print what is held because of signals, its levels, and what a stop sold, a line a profile",
    signals,
  ).action(async (flags: Flags) => {
    await withEngine(flags, compose, async (context) => {
      for (const { id, name } of await wantedProfiles(context, flags)) {
        const positions = await context.signals.positions(id);
        // Levels hang on prices and on how far the asset moves of late: both are read after the start.
        await waitFor(
          positions,
          ({ open }) => open.every(({ price }) => price !== null),
          context.clock,
          PRICES_WAIT_MS,
        );
        print(JSON.stringify({ id, name, ...(await positions.read()) }));
      }
    });
  });

  command("rearm", "let the target of an asset that a stop sold be served again", signals)
    .argument("<asset>", "like BTC")
    .requiredOption("--reason <text>", "why; it is kept in the journal")
    .action(async (asset: string, flags: Flags & { readonly reason: string }) => {
      const parked = assetSchema.safeParse(asset.toUpperCase());
      if (!parked.success) throw invalidInput("<asset>", `Expected an asset like BTC, got ${asset}.`);
      const reason = flags.reason.trim();
      if (reason === "" || reason.length > LONGEST_REASON) {
        throw invalidInput("--reason", `Expected 1 to ${LONGEST_REASON} characters that say why.`);
      }
      await withEngine(flags, compose, async (context) => {
        const [profile, ...others] = await wantedProfiles(context, flags);
        if (profile === undefined || others.length > 0) {
          throw invalidInput("--profile", "Say which profile: what is parked is each one's own.");
        }
        const positions = await context.signals.rearm(profile.id, parked.data, reason);
        print(JSON.stringify({ id: profile.id, name: profile.name, ...positions }));
      });
    });
}

/** In the first of the profiles that has it. */
async function replay(context: Pick<ApiContext, "strategies">, profiles: readonly Profile[], text: string) {
  const id = signalIdSchema.safeParse(text).data;
  for (const profile of id === undefined ? [] : profiles) {
    try {
      return await context.strategies.replay(profile.id, id as SignalId);
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== "INPUT_INVALID") throw error;
    }
  }
  throw invalidInput("--replay", `There is no signal ${text} of a strategy in these profiles.`);
}

async function wantedProfiles(context: Pick<ApiContext, "profiles">, flags: Flags): Promise<readonly Profile[]> {
  const all = (await context.profiles.summaries.read()).map(({ profile }) => profile);
  return flags.profile === undefined ? all : [findProfile(all, flags.profile)];
}

function parseRecent(value: string): number {
  const count = Number(value);
  if (!/^\d{1,3}$/.test(value) || count < 1 || count > MAX_RECENT) {
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${MAX_RECENT}.`);
  }
  return count;
}
