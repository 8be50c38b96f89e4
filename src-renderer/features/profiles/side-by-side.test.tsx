// Do the views over all profiles say what is known, why something is not, and what is wrong?
import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { click, drawn, takeDown } from "#renderer/components/testing.tsx";
import { ClientProvider } from "#renderer/hooks/engine-client.tsx";
import { settingsStore } from "#renderer/stores/engine-stores.ts";
import { markIdle, markReady } from "#renderer/stores/remote-store.ts";
import { sampleProfileSummary } from "#renderer/stores/testing-prices.ts";
import { assetChoiceViewSchema } from "#shared/contract/asset-choice.ts";
import type { SchwabotClient } from "#shared/contract/contract.ts";
import { identityViewSchema, separationViewSchema } from "#shared/contract/profiles.ts";
import { togetherViewSchema } from "#shared/contract/together.ts";
import type { ProfileSummary } from "#shared/contract/views.ts";
import { assetSchema, profileIdSchema } from "#shared/domain/ids.ts";
import { settingsSchema } from "#shared/domain/settings.ts";
import { directionsCell, overlapCell, returnsCell } from "./apart-words.ts";
import { AssetChoicePanel } from "./asset-choice-panel.tsx";
import { SideBySide } from "./side-by-side.tsx";
import { spreadParts, winWords } from "./together-words.ts";

const settle = () => act(async () => undefined);
const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ");

function summaryOf(id: string, priority: number, strategies: Partial<ProfileSummary["profile"]["strategies"]> = {}) {
  const summary = sampleProfileSummary();
  const { profile } = summary;
  return {
    ...summary,
    profile: {
      ...profile,
      ...{ id: profileIdSchema.parse(id), name: `The ${id}`, priority },
      strategies: { ...profile.strategies, ...strategies },
    },
  };
}
const ONE = summaryOf("one", 1);
const TWO = summaryOf("two", 2);
const PAIR = { first: "one", second: "two" };

const separationOf = (changes: Record<string, unknown> = {}) =>
  separationViewSchema.parse({
    ...{
      overlapLimit: 0.8,
      leastPairs: 20,
      picks: [],
      draws: [{ profileId: "one", drawn: 4, again: 1, exhausted: 1 }],
    },
    overlaps: [{ ...PAIR, base: 0.25, sameChosen: false, exceeds: false }],
    returns: [{ ...PAIR, correlation: null, days: 9 }],
    directions: [{ ...PAIR, correlation: -0.4, pairs: 300, isCopy: false }],
    uniqueness: [
      { profileId: "one", score: 0.9 },
      { profileId: "two", score: null },
    ],
    ...changes,
  });

const identitiesOf = (collidesWith: readonly string[]) =>
  ["one", "two"].map((profileId) =>
    identityViewSchema.parse({
      ...{ profileId, name: `The ${profileId}`, identityHash: "a".repeat(64), rotatesAt: 1, assets: ["BTC"] },
      chosenAsset: null,
      collidesWith: collidesWith.filter((id) => id !== profileId),
    }),
  );

const TOGETHER = togetherViewSchema.parse({
  ts: 1,
  groups: [
    {
      ...{
        source: "simulated",
        currency: "USD",
        profiles: ["one", "two"],
        value: "200000",
        valueInDoubt: false,
        dayPnl: "-5",
      },
      exposure: [
        { asset: "BTC", quantity: "2", value: "150000", share: "0.75", isCash: false, holders: ["one", "two"] },
        { asset: "ODD", quantity: "2", value: null, share: null, isCash: false, holders: ["two"] },
      ],
    },
  ],
  results: [{ profileId: "one", trades: 7, sales: 4, wins: 3, realized: "12", gain: null }],
  netting: [
    {
      source: "simulated",
      currency: "USD",
      asset: "BTC",
      seller: "one",
      buyer: "two",
      quantity: "0.12",
      feeSaved: "24",
    },
  ],
  spreads: [
    {
      ...{ source: "simulated", currency: "USD", asset: "BTC", quantity: "0.16", gap: 5, fees: 20, halfSpreads: 1 },
      buy: { profileId: "one", accountId: "a-1", venue: "sim-alpha" },
      sell: { profileId: "two", accountId: "b-1", venue: "sim-beta" },
      ...{ slippage: null, lag: 0.5, score: -16.5, result: "-13.2", proposed: false },
    },
  ],
});

interface Answers {
  readonly separation?: () => Promise<unknown>;
  readonly identities?: unknown;
  readonly together?: () => Promise<unknown>;
  readonly overall?: () => Promise<unknown>;
}

/** One profile is live. */
const OVERALL = {
  ...{ currency: "USD", profiles: ["The one"], value: "12500", unknown: null, dayLoss: "0.012", drawdown: "0.05" },
  largest: { asset: "BTC", share: "0.61" },
};

async function show(view: "all" | "apart", summaries: readonly ProfileSummary[], answers: Answers = {}) {
  const profiles = {
    separation: vi.fn(answers.separation ?? (async () => separationOf())),
    identities: async () => answers.identities ?? identitiesOf([]),
    together: vi.fn(answers.together ?? (async () => TOGETHER)),
  };
  const live = { overall: answers.overall ?? (async () => OVERALL) };
  const page = drawn(
    <ClientProvider client={{ profiles, live } as unknown as SchwabotClient}>
      <SideBySide view={view} data={{ state: "live", value: summaries }} />
    </ClientProvider>,
  );
  await settle();
  const button = (name: string) => {
    const found = [...page.box.querySelectorAll("button")].find((element) => text(element) === name);
    if (found === undefined) throw new Error(`No button ${name} in ${text(page.box)}`);
    return found;
  };
  return { ...page, ...profiles, button };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  takeDown();
  vi.useRealTimers();
});

test("matrices are tables with a head for each row and column, numbers, and a reason for each that is missing", async () => {
  const page = await show("apart", [TWO, ONE]);
  const [overlap, returns, signals] = [...page.box.querySelectorAll("table")];
  expect([...(overlap?.querySelectorAll("th[scope=col]") ?? [])].map(text)).toEqual(["Profile", "The one", "The two"]);
  expect([...(overlap?.querySelectorAll("th[scope=row]") ?? [])].map(text)).toEqual(["The one", "The two"]);
  expect([...(overlap?.querySelectorAll("td") ?? [])].map(text)).toEqual(["itself", "25 %", "25 %", "itself"]);
  expect(text(returns!.querySelectorAll("td")[1]!)).toBe("–no number: 9 of 20 days on which both have a return");
  expect(text(signals!.querySelectorAll("td")[1]!)).toBe("−0.40");
  expect(signals!.querySelectorAll("td")[1]!.className).toContain("shade-against");
  expect(text(page.box)).toContain("No number: 9 of 20 days on which both have a return (The one and The two).");
  expect(text(page.box)).toContain("Separation makes profiles different, not better.");
  expect(text(page.box)).toContain("1 of 4, 1 shared");
  expect(page.box.querySelector("[role=alert]")).toBeNull();
});

test("a collision is an alarm; copies and shared draws are marked", async () => {
  const page = await show("apart", [ONE, TWO], {
    identities: identitiesOf(["one", "two"]),
    separation: async () =>
      separationOf({
        directions: [{ ...PAIR, correlation: 0.99, pairs: 300, isCopy: true }],
        overlaps: [{ ...PAIR, base: 1, sameChosen: true, exceeds: true }],
        picks: [
          { profileId: "two", symbol: "BTC/USD", pick: "entropyGate", without: ["entropyGate"], exhausted: true },
        ],
      }),
  });
  expect(text(page.find("[role=alert]"))).toContain("The one and The two have the same identity");
  expect(text(page.box)).toContain("The strategies of The one and The two say the same nearly always.");
  expect(text(page.box)).toContain("The two on BTC/USD: each strategy that has a weight there is taken");
  expect(text(page.box)).toContain(
    "They share more than 80 % of their base assets. Both chose the same asset in addition.",
  );
});

test("what leaves a line in the journal is read once, and again only when asked for", async () => {
  const page = await show("apart", [ONE, TWO]);
  await act(async () => vi.advanceTimersByTimeAsync(3_600_000));
  expect(page.separation).toHaveBeenCalledTimes(1);
  click(page.button("Read again"));
  await settle();
  expect(page.separation).toHaveBeenCalledTimes(2);
});

test("one profile has nothing to be set against; a failure is told", async () => {
  expect(text((await show("apart", [ONE])).box)).toContain("There is one profile only");
  takeDown();
  const refused = Object.assign(new Error("The disk is full."), { code: "STORE_FULL", data: {} });
  const failing = () => Promise.reject(refused);
  expect(text((await show("apart", [ONE, TWO], { separation: failing })).box)).toContain("The disk is full.");
  takeDown();
  expect(text((await show("all", [ONE, TWO], { together: failing })).box)).toContain("The disk is full.");
});

test("all together: how far the live profiles are from their common limits", async () => {
  markReady(settingsStore, settingsSchema.parse({ liveMoneyMost: "20000" }), 1);
  const words = async (overall?: () => Promise<unknown>) => {
    const page = await show("all", [ONE, TWO], overall === undefined ? {} : { overall });
    const said = text(page.find(".overall-line"));
    takeDown();
    return said;
  };
  expect(await words()).toBe(
    "Limits over The one: loss of a day 1.20% of 4.00%, fall from the top 5.00% of 12.00%, one coin BTC 61.00% (no limit), " +
      "money in live trading $12,500.00 of $20,000.00.Change limits",
  );
  expect(
    await words(async () => ({ ...OVERALL, value: null, largest: null, unknown: "the value is not known" })),
  ).toContain("one coin none (no limit), money in live trading not known of $20,000.00. Now the value is not known.");
  expect(await words(async () => ({ ...OVERALL, profiles: [] }))).toContain("No profile trades live:");
  const refused = Object.assign(new Error("The disk is full."), { code: "STORE_FULL", data: {} });
  expect(await words(() => Promise.reject(refused))).toBe("The disk is full.Change limits");
  markIdle(settingsStore);
});

test("all together: totals, each profile's results, exposure, what is netted and what is left across exchanges", async () => {
  const page = await show("all", [ONE, TWO]);
  const words = text(page.box);
  expect(words).toContain("Simulated market, 2 profiles$200,000.00");
  const rows = [...page.box.querySelectorAll("tr")].map(text);
  expect(rows.find((row) => row.startsWith("The one"))).toContain("775 % of 4+$12.00no value");
  expect(rows.find((row) => row.startsWith("The two"))).toContain("––no valueno value");
  expect(rows.find((row) => row.includes("$150,000.00"))).toMatch(/^BTC.*2 profiles\$150,000\.0075/);
  expect(rows.find((row) => row.includes("$24.00"))).toMatch(/^0\.120* BTCThe oneThe two\$24\.00$/);
  expect(words).toContain("−16.5");
  expect(words).toContain("money of The one, coins of The two");
  expect(words).not.toContain("Worth a look");
  const none = { ...TOGETHER, netting: [], spreads: [] };
  takeDown();
  const empty = text((await show("all", [ONE, TWO], { together: async () => none })).box);
  expect(empty).toContain("nothing could be saved now");
  expect(empty).toContain("No coin is compared");
});

test("each reason for a missing number is its own", () => {
  const { profile: one } = ONE;
  const silent = separationOf({ directions: [{ ...PAIR, correlation: null, pairs: 3, isCopy: false }] });
  const still = separationOf({
    directions: [{ ...PAIR, correlation: null, pairs: 30, isCopy: false }],
    returns: [{ ...PAIR, correlation: null, days: 25 }],
  });
  expect(directionsCell(silent, one, TWO.profile).why).toBe("3 of 20 hours at which both spoke of the same market");
  expect(directionsCell(silent, one, summaryOf("two", 2, { mode: "pick" }).profile).why).toContain(
    "draws one strategy",
  );
  expect(directionsCell(silent, one, summaryOf("two", 2, { on: false }).profile).why).toContain("are off");
  expect(directionsCell(still, one, TWO.profile).why).toBe("one of them never changed its mind");
  expect(returnsCell(still, TWO.profile, one).why).toBe("one of them earned the same every day");
  expect(overlapCell(still, one, summaryOf("three", 3).profile).why).toBe("not compared yet");
});

test("figures are said in few words", () => {
  expect(winWords({ sales: 0, wins: 0 })).toBe("no sales");
  expect(winWords({ sales: 3, wins: 2 })).toBe("67 % of 3");
  const [spread] = TOGETHER.spreads;
  expect(spreadParts(spread!)).toBe(
    "gap 5.0 − fees 20.0 − half spreads 1.0 − slippage not read − age of the prices 0.5",
  );
  expect(spreadParts({ ...spread!, gap: -0.04, slippage: 2 })).toContain("gap 0.0 − fees 20.0");
});

const CHOICE = assetChoiceViewSchema.parse({
  ...{ kind: "choose", holder: "ADA", best: "LINK", lead: 0.25, nextAt: null, unread: ["XYZ"], rankStability: 0.1 },
  scores: [{ asset: "LINK", entropy: 0.91, volume: 1_200_000, orderRank: 1, volumeRank: 1, score: 1 }],
  proposal: { targets: { BTC: "0.6", LINK: "0.4" }, targetsReason: null, turnover: "800", cost: "2.4" },
});

async function showChoice(view: unknown, answer = vi.fn(async (_input: unknown): Promise<unknown> => ({}))) {
  const { profile } = summaryOf("one", 1, { assetPool: [assetSchema.parse("LINK")] });
  const profiles = { assetChoice: async () => view, answerAssetChoice: answer };
  const page = drawn(
    <ClientProvider client={{ profiles } as unknown as SchwabotClient}>
      <AssetChoicePanel profile={profile} />
    </ClientProvider>,
  );
  await settle();
  return { ...page, answer };
}

test.each([
  ["Take it", "taken"],
  ["Not now", "kept"],
])("%s answers with what was shown", async (name, answer) => {
  const page = await showChoice(CHOICE);
  expect(text(page.box)).toContain("LINK is better than ADA by 0.25.");
  expect(text(page.box)).toContain("To trade for it$800.00");
  expect(text(page.box)).toContain("0.10: near noise");
  const button = [...page.box.querySelectorAll("button")].find((element) => text(element) === name);
  click(button!);
  await settle();
  expect(page.answer).toHaveBeenCalledExactlyOnceWith({
    ...{ profileId: "one", asset: "LINK", answer, targets: { BTC: "0.6", LINK: "0.4" } },
  });
});

test("a refusal is told, and nothing is offered where nothing is proposed", async () => {
  const refused = Object.assign(new Error("Look at it again."), { code: "INPUT_INVALID", data: {} });
  const page = await showChoice(
    CHOICE,
    vi.fn(() => Promise.reject(refused)),
  );
  click([...page.box.querySelectorAll("button")].find((element) => text(element) === "Take it")!);
  await settle();
  expect(text(page.find("[role=alert]"))).toContain("Look at it again.");
  takeDown();
  const early = { ...CHOICE, kind: "early", best: null, nextAt: Date.UTC(2026, 11, 24), proposal: null, scores: [] };
  const waiting = await showChoice(early);
  expect(text(waiting.box)).toContain("at most one in 30 days");
  expect(waiting.box.querySelector("button")).toBeNull();
});
