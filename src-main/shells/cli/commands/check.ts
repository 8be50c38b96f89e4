// What does `schwabot check` do? Asks the rules of the profiles once, on fresh prices, and prints what each said.
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ApiContext } from "#api/context.ts";
import { nodeKeychainLauncher } from "#platform/keychain/node-keychain-process.ts";
import { workerUrl } from "#platform/worker-url.ts";
import type { RuleOutcome } from "#shared/domain/evaluation.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { Suggestion } from "#shared/domain/suggestion.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";
import { findProfile } from "#shells/cli/find-profile.ts";
import { invalidInput } from "#shells/cli/invalid-input.ts";
import type { Compose } from "#shells/composition.ts";
import { type StartFlags, toStartOptions, venueEndpointOption } from "#shells/start-options.ts";
import { VERSION } from "#shells/version.ts";

const DEFAULT_WAIT_S = 30;
const MAX_WAIT_S = 600;

interface Flags extends Pick<StartFlags, "dataDir" | "venueEndpoint"> {
  readonly force?: boolean;
  readonly profile?: string;
  readonly wait: number;
}

/** What one profile's rules said. */
interface CheckedProfile {
  readonly id: ProfileId;
  readonly name: string;
  /** False where the rules could not be asked; `summary` says why. */
  readonly checked: boolean;
  readonly summary: string;
  readonly rules: readonly RuleOutcome[];
  readonly open: readonly Suggestion[];
}

export function registerCheck(
  program: Command,
  parts: { readonly compose: Compose; readonly print: (line: string) => void; readonly onUnchecked: () => void },
): void {
  program
    .command("check")
    .description("ask the rules now whether a rebalance is due, and say why or why not")
    .option(
      "--force",
      "ask as if no rebalance had just been finished: a rule that is cooling down may open a suggestion",
    )
    .option("--profile <name>", "only this profile, by name or id (default: all)")
    .addOption(
      new Option("--wait <seconds>", "how long to wait for fresh prices and balances")
        .argParser(parseWait)
        .default(DEFAULT_WAIT_S),
    )
    .option("--data-dir <folder>", "where everything is kept")
    .addOption(venueEndpointOption())
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: Flags) => {
      const composition = await parts.compose({
        ...toStartOptions(flags),
        shell: "headless",
        version: VERSION,
        desktop: null,
        launchKeychain: nodeKeychainLauncher(workerUrl("keychain")),
      });
      try {
        const profiles = await checkProfiles(composition.context, flags);
        parts.print(JSON.stringify({ profiles }));
        if (profiles.some(({ checked }) => !checked)) parts.onUnchecked();
      } finally {
        await composition.close();
      }
    });
}

/** Waits for fresh prices once for all profiles. Rejects with PROFILE_NOT_FOUND. */
export async function checkProfiles(
  context: Pick<ApiContext, "clock" | "profiles" | "portfolio" | "rebalancing" | "triggers">,
  flags: Pick<Flags, "force" | "profile" | "wait">,
): Promise<readonly CheckedProfile[]> {
  const all = (await context.profiles.summaries.read()).map(({ profile }) => profile);
  if (all.length === 0) throw invalidInput("--data-dir", "There is no profile whose rules could be asked.");
  const wanted = flags.profile === undefined ? all : [findProfile(all, flags.profile)];
  await Promise.all(wanted.map(({ id }) => untilLive(context, id, flags.wait * SECOND_MS)));
  const checked: CheckedProfile[] = [];
  for (const { id, name } of wanted) {
    const { summary } = await context.rebalancing.check(id, flags.force === true);
    const { items } = await context.triggers.evaluations(id, { limit: 1 });
    const rules = items[0]?.rules ?? [];
    const { open } = await (await context.rebalancing.suggestions(id)).read();
    checked.push({ id, name, checked: rules.length > 0, summary, rules, open });
  }
  return checked;
}

/** Resolves when every price and balance is fresh, or when it has waited long enough: then the rules say what is missing. */
async function untilLive(
  { clock, portfolio }: Pick<ApiContext, "clock" | "portfolio">,
  profileId: ProfileId,
  waitMs: DurationMs,
): Promise<void> {
  const source = await portfolio.portfolio(profileId);
  if ((await source.read()).state === "live") return;
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      void listening.dispose();
      void limit.dispose();
      resolve();
    };
    const limit = clock.after(waitMs, finish);
    const listening = source.subscribe(({ state }) => {
      if (state === "live") finish();
    });
  });
}

function parseWait(value: string): number {
  const seconds = Number(value);
  if (!/^\d{1,3}$/.test(value) || seconds > MAX_WAIT_S) {
    throw new InvalidArgumentError(`Expected whole seconds from 0 to ${MAX_WAIT_S}.`);
  }
  return seconds;
}
