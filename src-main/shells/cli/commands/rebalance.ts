// How is a profile rebalanced from the command line: first the plan and its hash, then with that hash its approval?
import { type Command, Option } from "commander";
import type { ApiContext } from "#api/context.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { nonceSchema, type PlanHash, planHashSchema } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import type { PlanRecord } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { SECOND_MS } from "#shared/domain/time.ts";
import { type Ask, confirmAtTerminal } from "#shells/cli/approve-at-terminal.ts";
import { findProfile } from "#shells/cli/find-profile.ts";
import { followPlan } from "#shells/cli/follow-plan.ts";
import { waitFor, withEngine } from "#shells/cli/with-engine.ts";
import type { Compose } from "#shells/composition.ts";
import { type StartFlags, venueEndpointOption } from "#shells/start-options.ts";

export interface PlanCommandParts {
  readonly compose: Compose;
  readonly print: (line: string) => void;
  /** Progress, on standard error. */
  readonly note: (line: string) => void;
  readonly fail: () => void;
  readonly ask: Ask;
  readonly signals: Pick<NodeJS.EventEmitter, "on" | "off">;
}

interface Flags extends Pick<StartFlags, "dataDir" | "venueEndpoint"> {
  readonly profile: string;
  readonly approve?: string;
}

/** Prices and venues need a moment after a start; a plan's 60 s go on meanwhile. */
const READY_MS = 20 * SECOND_MS;
const SHOWN_PLANS = 50;
/** Belongs to no plan, so the engine refuses the approval and writes the refusal down. */
const NO_NONCE = nonceSchema.parse("none-none-none-none-none");

export function registerRebalance(program: Command, parts: PlanCommandParts): void {
  program
    .command("rebalance")
    .description("print a plan and its hash; with --approve execute exactly that plan within its 60 s")
    .requiredOption("--profile <name>", "whose, by name or id")
    .addOption(new Option("--approve <hash>", "the hash of the plan that was printed"))
    .option("--data-dir <folder>", "where everything is kept")
    .addOption(venueEndpointOption())
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: Flags) => {
      const hash = flags.approve === undefined ? null : parseHash(flags.approve);
      await withEngine(flags, parts.compose, async (context) => {
        const profiles = (await context.profiles.summaries.read()).map(({ profile }) => profile);
        const profile = findProfile(profiles, flags.profile);
        if (hash === null) await preview(context, profile, parts);
        else await approvePlan(context, profile, hash, parts);
      });
    });
}

export function parseHash(text: string): PlanHash {
  const hash = planHashSchema.safeParse(text.trim().toLowerCase());
  if (hash.success) return hash.data;
  throw new EngineError("INPUT_INVALID", "--approve: expected the planHash that rebalance printed, 64 characters.", {
    data: { path: "--approve" },
  });
}

async function preview(context: ApiContext, profile: Profile, { print }: PlanCommandParts): Promise<void> {
  await waitUntilReady(context, profile);
  const { record, gates } = await context.rebalancing.preview(profile.id, {}, {});
  print(JSON.stringify({ profile: profile.name, ...record.plan, gates }));
}

/** Approves the stored plan of that hash, a trade's like any other, and follows it to its end. */
export async function approvePlan(
  context: ApiContext,
  profile: Profile,
  hash: PlanHash,
  parts: PlanCommandParts,
): Promise<void> {
  const shown = await findShown(context, profile, hash);
  if (shown !== null) await confirmAtTerminal(profile, shown.plan.legs.length, parts.ask);
  await waitUntilReady(context, profile);
  const approval = { planHash: hash, nonce: shown?.nonce ?? NO_NONCE, saveTargets: false };
  const { plan } = await context.rebalancing.approve(profile.id, approval);
  const { note, signals } = parts;
  const record = await followPlan({ context, profileId: profile.id, planId: plan.planId, note, signals });
  tell(record, parts);
}

/** The report of a plan that is over, or why it is held; what is held waits for a person in the window. */
function tell({ plan, state, reason, orders, report }: PlanRecord, { print, note, fail }: PlanCommandParts): void {
  print(JSON.stringify({ planId: plan.planId, planHash: plan.planHash, state, reason, orders, report }));
  if (state === "DONE") return;
  if (state !== "DONE_PARTIAL") fail();
  if (reason !== null) note(reason.message);
}

type Shown = Extract<JournalEvent, { kind: "plan.previewed" }>;

/** The profile's own plan under that hash: one of another profile is none. */
async function findShown(context: ApiContext, profile: Profile, hash: PlanHash): Promise<Shown | null> {
  const query = { limit: SHOWN_PLANS, profileId: profile.id, kinds: ["plan.previewed"] as const };
  const entries = await context.audit.readLatest(query);
  for (const { event } of entries) {
    if (event.kind === "plan.previewed" && event.plan.planHash === hash) return event;
  }
  return null;
}

/** Prices, and venues that were compared with the journal; where either is missing the engine itself says so. */
export async function waitUntilReady(context: ApiContext, profile: Profile): Promise<void> {
  const portfolio = await context.portfolio.portfolio(profile.id);
  await waitFor(portfolio, ({ state }) => state === "live", context.clock, READY_MS);
  const standing = await context.orders.standing(profile.id);
  await waitFor(standing, ({ readiness }) => readiness.ok, context.clock, READY_MS);
}
