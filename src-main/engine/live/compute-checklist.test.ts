import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checklistLineSchema } from "#shared/contract/live.ts";
import { type DecimalString, decimalString } from "#shared/domain/decimal.ts";
import { type Profile, profileSchema } from "#shared/domain/profile.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, unixMs } from "#shared/domain/time.ts";
import { KRAKEN, permissionsOf } from "#testing/fake-venues.ts";
import { liveFacts, liveProfile } from "#testing/live-bench.ts";
import { type ChecklistFacts, computeChecklist, type LineId } from "./compute-checklist.ts";

const NOW = liveFacts().now;

function line(id: LineId, facts: Partial<ChecklistFacts>): string {
  const lines = computeChecklist(liveFacts(facts)).map((one) => checklistLineSchema.parse(one));
  const found = lines.find((one) => one.id === id)!;
  return `${found.state}: ${found.detail}`;
}

const profile = (changes: Partial<Record<keyof Profile, unknown>>) =>
  profileSchema.parse({ ...liveProfile(), ...changes });

function withConnection(changes: object): Profile {
  const { accounts, ...rest } = liveProfile();
  return profileSchema.parse({
    ...rest,
    accounts: accounts.map((account) => ({ ...account, connection: { ...account.connection, ...changes } })),
  });
}

test("seven lines, each with its numbers; alerts are open, the rest is fulfilled", () => {
  expect(computeChecklist(liveFacts()).map(({ id, state, detail }) => `${id} ${state}: ${detail}`)).toEqual([
    "rights ok: 1 key may view and trade; none can move money out.",
    "targets ok: 2 targets sum to 100 %; bands: 5 points either side.",
    "limits ok: At most 8 % of the value in one order, 200 % in a plan, 300 % and 40 orders in a day; a loss of 4 % in a day or 12 % from the top is the limit.",
    "alerts open: Alerts are not part of this version: nothing will call you when something fails. Look at the window yourself.",
    "doctor ok: The files can be written, the keys can be read, and the clock differs by 120 ms at most.",
    "paperRebalance ok: 2 paper rebalances; the best ended 0.42 points from its targets.",
    "feeds ok: Prices of 1 venue have been live for 75 minutes without a break.",
  ]);
});

describe("rights", () => {
  test.each<[Profile, string]>([
    [
      withConnection({ permissions: permissionsOf({ withdraw: true }, NOW) }),
      "failed: The key of Main (Kraken) may move money out: Withdraw funds.",
    ],
    [
      withConnection({ permissions: permissionsOf({ trade: false }, NOW) }),
      "failed: The key of Main (Kraken) lacks: Create and modify orders.",
    ],
    [withConnection({ paused: true }), "failed: Main (Kraken) is paused."],
    [
      withConnection({ permissions: permissionsOf({}, NOW - 3 * DAY_MS) }),
      "open: The rights of Main were last read over two days ago: check them again under Accounts.",
    ],
    [
      withConnection({ permissions: { ...permissionsOf({}, 0), readable: false, rights: [] } }),
      "failed: Kraken does not tell what the key of Main may do, and you have not confirmed it.",
    ],
    [
      withConnection({ permissions: { ...permissionsOf({}, 0), readable: false, rights: [] }, paused: true }),
      "failed: Nobody has looked yet at what the key of Main (Kraken) may do: resume it under Accounts.",
    ],
    [
      withConnection({
        permissions: { ...permissionsOf({}, 0), readable: false, rights: [] },
        confirmedNoTransfer: true,
      }),
      "ok: 1 key may view and trade; none can move money out. Of Main you have confirmed it; the exchange does not tell.",
    ],
    [profile({ accounts: [] }), "failed: No exchange account is connected."],
  ])("%#: %s", (given, expected) => {
    expect(line("rights", { profile: given })).toBe(expected);
  });
});

test.each<[Partial<Record<keyof Profile, unknown>>, string]>([
  [{ targets: {} }, "failed: No targets are set."],
  [{ targets: { BTC: "0.5", USD: "0.4" } }, "failed: The targets sum to 90 %, not to 100 %."],
  [
    { targets: { USD: "1" }, policy: { bands: {} } },
    "open: 1 target sum to 100 %, and no band is set: drift alone will suggest nothing.",
  ],
  [
    { policy: { bands: { absolute: "0.01", relative: "0.2" }, bandsByAsset: { BTC: "0.03" } } },
    "ok: 2 targets sum to 100 %; bands: 1 point either side, 20 % of each target, own bands for 1.",
  ],
])("targets %j: %s", (changes, expected) => {
  expect(line("targets", { profile: profile(changes) })).toBe(expected);
});

test.each([
  [{ maxOrdersPerDay: 0 }, /^failed: .*no order can be sent/],
  [{ maxOrderFraction: "0" }, /^failed: /],
  [{ maxDrawdownFraction: "1" }, /^open: .*12 % in a day or 100 % from the top|^open: /],
  [{ maxDailyLossFraction: "0.005" }, /^ok: .*a loss of 0\.5 % in a day/],
])("limits %j: %s", (limits, expected) => {
  expect(line("limits", { profile: profile({ limits }) })).toMatch(expected);
});

test.each<[Partial<ChecklistFacts>, string]>([
  [
    { store: { state: "full", detail: "No space is left." } },
    "failed: The data folder is not well (full): No space is left.",
  ],
  [{ secrets: { state: "locked", reason: null } }, "failed: Keys cannot be read (locked): see Accounts."],
  [{ killSwitch: { on: true, reason: "Holiday." } }, "failed: Everything is paused: Holiday."],
  [
    { clocks: [{ account: "Main", errorMs: -1_001 }] },
    "failed: The clock differs by -1001 ms from that of Main; at most 1000 ms is accepted.",
  ],
  [{ clocks: [{ account: "Main", errorMs: null }] }, "open: The clock was not compared with Main yet."],
  [
    { clocks: [{ account: "Main", errorMs: 1_000 }] },
    "ok: The files can be written, the keys can be read, and the clock differs by 1000 ms at most.",
  ],
])("doctor with %j: %s", (facts, expected) => {
  expect(line("doctor", facts)).toBe(expected);
});

const report = (worstError: string | null) => ({ worstError: worstError === null ? null : decimalString(worstError) });
test.each<[readonly (string | null)[], string]>([
  [[], "open: No rebalance was finished on paper yet."],
  [[null], "open: No rebalance was finished on paper yet."],
  [["0.01"], "ok: 1 paper rebalance; the best ended 1 point from its targets."],
  [["0.010001"], "open: 1 paper rebalance; the best ended 1.01 points from its targets, over 1 point."],
  [["0.03", "0.004"], "ok: 2 paper rebalances; the best ended 0.4 points from its targets."],
])("paper rebalances that ended %j off: %s", (errors, expected) => {
  expect(line("paperRebalance", { paperReports: errors.map(report) })).toBe(expected);
});

test.each<[readonly (number | null)[], string]>([
  [[], "failed: No prices are read for this profile."],
  [[null], "failed: Prices of Kraken are not live now."],
  [[42 * MINUTE_MS], "open: Prices of 1 venue have been live for 42 of 60 minutes."],
  [[HOUR_MS - 1], "open: Prices of 1 venue have been live for 59 of 60 minutes."],
  [[HOUR_MS, 5 * HOUR_MS], "ok: Prices of 2 venues have been live for 60 minutes without a break."],
  [[-1_000], "open: Prices of 1 venue have been live for 0 of 60 minutes."],
])("feeds live for %j: %s", (ages, expected) => {
  const feeds = ages.map((age) => ({ venue: KRAKEN, liveSince: age === null ? null : unixMs(NOW - age) }));
  expect(line("feeds", { feeds })).toBe(expected);
});

test("within one point or not is decided exactly, and never shown as the other", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 20_000_000_000n }), (billionths) => {
      const text = `0.${billionths.toString().padStart(12, "0")}` as DecimalString;
      const said = line("paperRebalance", { paperReports: [report(text)] });
      const near = billionths <= 10_000_000_000n;
      expect(said.startsWith(near ? "ok" : "open")).toBe(true);
      const shown = Number(/ended ([\d.]+) point/.exec(said)?.[1]);
      expect(shown <= 1).toBe(near);
    }),
  );
});
