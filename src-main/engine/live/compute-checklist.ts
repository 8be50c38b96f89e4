// Which conditions of going live does a profile fulfill? Every line is computed, with its numbers in the sentence.
import type { Account } from "#shared/domain/account.ts";
import { Decimal, type DecimalString } from "#shared/domain/decimal.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { dangerousRights, missingToTrade } from "#shared/domain/key-permissions.ts";
import type { PlanReport } from "#shared/domain/plan.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, type UnixMs } from "#shared/domain/time.ts";
import { venueName } from "#shared/domain/venue.ts";

export type LineId = "rights" | "targets" | "limits" | "alerts" | "doctor" | "paperRebalance" | "feeds";

export interface Line {
  readonly id: LineId;
  readonly label: string;
  readonly state: "ok" | "open" | "failed";
  readonly detail: string;
}

export interface ChecklistFacts {
  readonly profile: Profile;
  /** Of this profile's finished paper plans. */
  readonly paperReports: readonly Pick<PlanReport, "worstError">[];
  /** Per venue of the profile: since when its prices have been live without a break; null while they are not. */
  readonly feeds: readonly { readonly venue: VenueId; readonly liveSince: UnixMs | null }[];
  readonly store: { readonly state: string; readonly detail: string | null };
  /** Where keys lie: whether they can be read, and why not. */
  readonly secrets: { readonly state: string; readonly reason: string | null };
  /** Per account: our clock less the venue's; null before it was measured. */
  readonly clocks: readonly { readonly account: string; readonly errorMs: number | null }[];
  readonly killSwitch: { readonly on: boolean; readonly reason: string };
  readonly now: UnixMs;
}

const MOST_CLOCK_ERROR_MS = SECOND_MS;
const FEED_LIVE_MS = HOUR_MS;
const RIGHTS_FRESH_MS = 48 * HOUR_MS;
/** One percentage point, the seed's measure of a good rebalance. */
const NEAR_ENOUGH = Decimal.parse("0.01");
const SUM_TOLERANCE = Decimal.parse("0.000000001");
const HUNDRED = Decimal.parse("100");

const LABELS: Readonly<Record<LineId, string>> = {
  rights: "The keys may trade and cannot move money out",
  targets: "Targets and bands are set",
  limits: "Risk limits are set",
  alerts: "Alerts were tested",
  doctor: "Files, keys and clock are well",
  paperRebalance: "A paper rebalance ended within 1 point of its targets",
  feeds: "Prices have been live for an hour",
};

type Judgement = Pick<Line, "state" | "detail">;
const ok = (detail: string): Judgement => ({ state: "ok", detail });
const open = (detail: string): Judgement => ({ state: "open", detail });
const failed = (detail: string): Judgement => ({ state: "failed", detail });

export function computeChecklist(facts: ChecklistFacts): readonly Line[] {
  const judged: readonly (readonly [LineId, Judgement])[] = [
    ["rights", judgeRights(facts)],
    ["targets", judgeTargets(facts.profile)],
    ["limits", judgeLimits(facts.profile)],
    [
      "alerts",
      open(
        "Alerts are not part of this version: nothing will call you when something fails. Look at the window yourself.",
      ),
    ],
    ["doctor", judgeDoctor(facts)],
    ["paperRebalance", judgePaper(facts)],
    ["feeds", judgeFeeds(facts)],
  ];
  return judged.map(([id, judgement]) => ({ id, label: LABELS[id], ...judgement }));
}

function judgeRights({ profile, now }: ChecklistFacts): Judgement {
  const accounts = profile.accounts.filter(({ kind }) => kind === "exchange");
  if (accounts.length === 0) return failed("No exchange account is connected.");
  const problems = accounts.flatMap((account) => rightsProblem(account) ?? []);
  if (problems.length > 0) return failed(problems.join(" "));
  const old = accounts.filter(({ connection }) => now - (connection?.permissions.readAt ?? 0) > RIGHTS_FRESH_MS);
  const confirmed = accounts.filter(({ connection }) => connection?.permissions.readable === false);
  // Where the venue tells nothing there is nothing to read again.
  const stale = old.filter((account) => !confirmed.includes(account));
  if (stale.length > 0) {
    return open(`The rights of ${names(stale)} were last read over two days ago: check them again under Accounts.`);
  }
  const count = accounts.length === 1 ? "1 key" : `${accounts.length} keys`;
  const byWord =
    confirmed.length === 0 ? "" : ` Of ${names(confirmed)} you have confirmed it; the exchange does not tell.`;
  return ok(`${count} may view and trade; none can move money out.${byWord}`);
}

function rightsProblem(account: Account): string | null {
  const { connection, name, venue } = account;
  const place = `${name} (${venueName(venue)})`;
  if (connection === undefined) return `${place} has no key.`;
  const { permissions } = connection;
  const dangerous = dangerousRights(permissions);
  if (dangerous.length > 0) return `The key of ${place} may move money out: ${labels(dangerous)}.`;
  const missing = missingToTrade(permissions);
  if (missing.length > 0) return `The key of ${place} lacks: ${labels(missing)}.`;
  if (!permissions.readable && !connection.confirmedNoTransfer) {
    if (connection.paused) return `Nobody has looked yet at what the key of ${place} may do: resume it under Accounts.`;
    return `${venueName(venue)} does not tell what the key of ${name} may do, and you have not confirmed it.`;
  }
  return connection.paused ? `${place} is paused.` : null;
}

function judgeTargets({ targets, policy }: Profile): Judgement {
  const weights = Object.values(targets).map((weight) => Decimal.parse(weight));
  if (weights.length === 0) return failed("No targets are set.");
  const sum = Decimal.sum(weights);
  if (sum.sub(Decimal.ONE).abs().gt(SUM_TOLERANCE)) return failed(`The targets sum to ${percent(sum)}, not to 100 %.`);
  const count = weights.length === 1 ? "1 target" : `${weights.length} targets`;
  const { absolute, relative } = policy.bands;
  const own = Object.keys(policy.bandsByAsset).length;
  const bands = [
    absolute === undefined ? null : `${points(Decimal.parse(absolute))} either side`,
    relative === undefined ? null : `${percent(Decimal.parse(relative))} of each target`,
    own === 0 ? null : `own bands for ${own}`,
  ].filter((band) => band !== null);
  if (bands.length === 0) return open(`${count} sum to 100 %, and no band is set: drift alone will suggest nothing.`);
  return ok(`${count} sum to 100 %; bands: ${bands.join(", ")}.`);
}

function judgeLimits({ limits }: Profile): Judgement {
  const share = (value: DecimalString) => Decimal.parse(value);
  const said = `At most ${percent(share(limits.maxOrderFraction))} of the value in one order, ${percent(share(limits.maxPlanTurnoverFraction))} in a plan, ${percent(share(limits.maxDayTurnoverFraction))} and ${limits.maxOrdersPerDay} orders in a day; a loss of ${percent(share(limits.maxDailyLossFraction))} in a day or ${percent(share(limits.maxDrawdownFraction))} from the top`;
  if (limits.maxOrdersPerDay === 0 || share(limits.maxOrderFraction).isZero) {
    return failed(`${said}: with these limits no order can be sent.`);
  }
  const unlimited = [limits.maxDailyLossFraction, limits.maxDrawdownFraction].some((value) =>
    share(value).gte(Decimal.ONE),
  );
  return unlimited ? open(`${said}: a loss is not limited by that.`) : ok(`${said} is the limit.`);
}

function judgeDoctor({ store, secrets, clocks, killSwitch }: ChecklistFacts): Judgement {
  const problems = [
    store.state === "ok"
      ? null
      : `The data folder is not well (${store.state}): ${store.detail ?? "see the health page"}.`,
    secrets.state === "open" ? null : `Keys cannot be read (${secrets.state}): ${secrets.reason ?? "see Accounts"}.`,
    killSwitch.on ? `Everything is paused: ${killSwitch.reason}.` : null,
    ...clocks.map(({ account, errorMs }) =>
      errorMs !== null && Math.abs(errorMs) > MOST_CLOCK_ERROR_MS
        ? `The clock differs by ${Math.round(errorMs)} ms from that of ${account}; at most ${MOST_CLOCK_ERROR_MS} ms is accepted.`
        : null,
    ),
  ].filter((problem) => problem !== null);
  if (problems.length > 0) return failed(problems.map(oneStop).join(" "));
  const unmeasured = clocks.filter(({ errorMs }) => errorMs === null).map(({ account }) => account);
  if (unmeasured.length > 0) return open(`The clock was not compared with ${unmeasured.join(", ")} yet.`);
  const worst = Math.max(0, ...clocks.map(({ errorMs }) => Math.abs(errorMs ?? 0)));
  return ok(
    `The files can be written, the keys can be read, and the clock differs by ${Math.round(worst)} ms at most.`,
  );
}

function judgePaper({ paperReports }: ChecklistFacts): Judgement {
  const errors = paperReports.flatMap(({ worstError }) => (worstError === null ? [] : Decimal.parse(worstError)));
  const [first, ...rest] = errors;
  if (first === undefined) return open("No rebalance was finished on paper yet.");
  const best = Decimal.min(first, ...rest);
  const runs = errors.length === 1 ? "1 paper rebalance" : `${errors.length} paper rebalances`;
  return best.lte(NEAR_ENOUGH)
    ? ok(`${runs}; the best ended ${points(best)} from its targets.`)
    : open(`${runs}; the best ended ${points(best)} from its targets, over 1 point.`);
}

function judgeFeeds({ feeds, now }: ChecklistFacts): Judgement {
  if (feeds.length === 0) return failed("No prices are read for this profile.");
  const down = feeds.flatMap(({ venue, liveSince }) => (liveSince === null ? venueName(venue) : []));
  if (down.length > 0) return failed(`Prices of ${down.join(", ")} are not live now.`);
  const shortest = Math.min(...feeds.map(({ liveSince }) => now - (liveSince ?? now)));
  const minutes = Math.max(0, Math.floor(shortest / MINUTE_MS));
  const count = feeds.length === 1 ? "Prices of 1 venue" : `Prices of ${feeds.length} venues`;
  return shortest >= FEED_LIVE_MS
    ? ok(`${count} have been live for ${minutes} minutes without a break.`)
    : open(`${count} have been live for ${minutes} of 60 minutes.`);
}

function names(accounts: readonly Account[]): string {
  return accounts.map(({ name }) => name).join(", ");
}

function labels(rights: readonly { readonly label: string }[]): string {
  return rights.map(({ label }) => label).join(", ");
}

/** Reasons come with and without a full stop. */
function oneStop(text: string): string {
  return text.replace(/\.+$/, ".");
}

function percent(share: Decimal): string {
  return `${share.mul(HUNDRED).roundTo(2, "halfEven").toString()} %`;
}

/** Rounded up, so that 1.004 is never shown as the 1 that it is not. */
function points(share: Decimal): string {
  const value = share.mul(HUNDRED).roundTo(2, "up").toString();
  return value === "1" ? "1 point" : `${value} points`;
}
