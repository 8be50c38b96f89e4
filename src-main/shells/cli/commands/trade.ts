// How is one trade made from the command line: who may make it and why, then its plan and hash, then with that hash its approval?
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ApiContext } from "#api/context.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { type Trade, tradeSchema } from "#shared/domain/trade.ts";
import { findProfile } from "#shells/cli/find-profile.ts";
import { withEngine } from "#shells/cli/with-engine.ts";
import { type StartFlags, venueEndpointOption } from "#shells/start-options.ts";
import { approvePlan, type PlanCommandParts, parseHash, waitUntilReady } from "./rebalance.ts";

interface Flags extends Pick<StartFlags, "dataDir" | "venueEndpoint"> {
  readonly symbol: string;
  readonly side: string;
  readonly size: string;
  readonly sizeBy: string;
  readonly account?: string;
  readonly profile?: string;
  readonly approve?: string;
}

/** Whether one profile may make the trade, and why not. */
interface Candidate {
  readonly profile: string;
  readonly priority: number;
  readonly mode: Profile["mode"];
  readonly may: boolean;
  readonly why: string;
}

export function registerTrade(program: Command, parts: PlanCommandParts): void {
  program
    .command("trade")
    .description(
      "print the plan of one trade and its hash; with --approve send it; without --profile say who may make it",
    )
    .requiredOption("--symbol <BASE/QUOTE>", "the market, like BTC/USDC")
    .addOption(new Option("--side <side>", "buy or sell").choices(["buy", "sell"]).makeOptionMandatory())
    .addOption(
      new Option("--type <type>", "how it is sent: a limit order that trades at once or not at all").choices([
        "market",
      ]),
    )
    .requiredOption("--size <amount>", "how much")
    .addOption(
      new Option("--size-by <unit>", "of the base asset, in the profile's currency, or as a share of what is free")
        .choices(["quantity", "value", "share"])
        .default("quantity"),
    )
    .option("--account <id>", "of the profile's; the one where it costs least unless said")
    .option("--profile <name>", "whose money, by name or id")
    .option("--approve <hash>", "the hash of the plan that was printed")
    .option("--data-dir <folder>", "where everything is kept")
    .addOption(venueEndpointOption())
    .option("--json", "tell errors as JSON")
    .allowExcessArguments(false)
    .action(async (flags: Flags) => {
      const trade = parseTrade(flags);
      const hash = flags.approve === undefined ? null : parseHash(flags.approve);
      if (hash !== null && flags.profile === undefined) {
        throw new InvalidArgumentError("--approve needs --profile: the approval is that profile's.");
      }
      await withEngine(flags, parts.compose, async (context) => {
        const profiles = (await context.profiles.summaries.read()).map(({ profile }) => profile);
        if (flags.profile === undefined) {
          parts.print(JSON.stringify({ trade, candidates: await candidatesOf(context, profiles, trade) }));
          return;
        }
        const profile = findProfile(profiles, flags.profile);
        if (hash !== null) {
          await approvePlan(context, profile, hash, parts);
          return;
        }
        await waitUntilReady(context, profile);
        const { record, gates } = await context.rebalancing.preview(profile.id, { trade }, {});
        parts.print(JSON.stringify({ profile: profile.name, ...record.plan, gates }));
      });
    });
}

function parseTrade({ symbol, side, size, sizeBy, account }: Flags): Trade {
  const trade = tradeSchema.safeParse({
    symbol: symbol.toUpperCase(),
    side,
    size: { by: sizeBy, amount: size },
    ...(account === undefined ? {} : { accountId: account }),
  });
  if (trade.success) return trade.data;
  const [issue] = trade.error.issues;
  const flag = `--${String(issue?.path[0] ?? "size")}`.replace("accountId", "account");
  throw new EngineError("INPUT_INVALID", `${flag}: ${issue?.message ?? "not understood"}.`, { data: { path: flag } });
}

/** Every profile by priority: each is asked for the plan, so the answer is the engine's own. */
async function candidatesOf(
  context: ApiContext,
  profiles: readonly Profile[],
  trade: Trade,
): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  for (const profile of [...profiles].sort((one, other) => one.priority - other.priority)) {
    await waitUntilReady(context, profile);
    const { name, priority, mode } = profile;
    candidates.push({ profile: name, priority, mode, ...(await mayTrade(context, profile, trade)) });
  }
  return candidates;
}

async function mayTrade(context: ApiContext, profile: Profile, trade: Trade): Promise<Pick<Candidate, "may" | "why">> {
  try {
    const { record, gates } = await context.rebalancing.preview(profile.id, { trade }, {});
    const denied = gates.find(({ ok }) => !ok);
    if (denied !== undefined) return { may: false, why: denied.detail };
    const [leg] = record.plan.legs;
    const why =
      leg === undefined
        ? ""
        : `${leg.quantity} at ${leg.accountId}, ${leg.notional} ${leg.quote}, fee ${leg.fee} ${leg.feeAsset}`;
    return { may: true, why };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { may: false, why: error.message };
  }
}
