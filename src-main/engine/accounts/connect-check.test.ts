import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { checkEventSchema } from "#shared/contract/accounts.ts";
import type { CheckEvent, CheckStep } from "#shared/contract/views.ts";
import { MINUTE_MS } from "#shared/domain/time.ts";
import { accountsBench, checkKey, connectKey, enteredKey, lastEvent } from "#testing/accounts-bench.ts";
import { BINANCE, COINBASE_EXCHANGE, KRAKEN, permissionsOf } from "#testing/fake-venues.ts";
import { flushAsync } from "#testing/manual-clock.ts";
import { judgeClock } from "./check/check-clock.ts";
import { judgePermissions } from "./check/check-permissions.ts";

const states = (event: CheckEvent) => event.steps.map(({ state }) => state);
const stepOf = (event: CheckEvent, step: CheckStep["step"]) => event.steps.find((one) => one.step === step)!;

async function collect(events: AsyncIterable<CheckEvent>): Promise<CheckEvent[]> {
  const all: CheckEvent[] = [];
  for await (const event of events) all.push(checkEventSchema.parse(event));
  return all;
}

test("a good key passes five steps, each told while it runs and when it ended", async () => {
  const { service, venues, clock, guard } = accountsBench();
  venues.accept("key-1");
  venues.answerMs = 80;
  const collecting = collect(service.check(enteredKey("key-1"), {}));
  await clock.advance(80);
  const events = await collecting;
  expect(events.map((event) => states(event).join(" "))).toEqual([
    "waiting waiting waiting waiting waiting",
    "running waiting waiting waiting waiting",
    "ok waiting waiting waiting waiting",
    "ok running waiting waiting waiting",
    "ok ok waiting waiting waiting",
    "ok ok running waiting waiting",
    "ok ok ok waiting waiting",
    "ok ok ok running waiting",
    "ok ok ok ok waiting",
    "ok ok ok ok running",
    "ok ok ok ok ok",
  ]);
  const last = events.at(-1)!;
  expect(last.steps.map(({ message }) => message)).toEqual([
    "The key has the form that Kraken gives out (HMAC).",
    "This computer's clock agrees with Kraken's to within 40 ms.",
    "The key may view and trade, and cannot move money out.",
    "The account holds 2 assets.",
    "Kraken would take an order (buy 0.0003 BTC at 40000 USD). None was placed.",
  ]);
  expect(stepOf(last, "clock").tookMs).toBe(80);
  expect(last.balances).toEqual([
    { asset: "BTC", total: "0.5" },
    { asset: "USD", total: "1000" },
  ]);
  expect(last.result).toMatchObject({ kind: "passed", mustConfirmNoTransfer: false, canTrade: true });
  // It waits in memory, guarded.
  expect([...guard.values]).toEqual(["key-1", "secret-of-key-1"]);
});

describe("each failure says what it means and how to mend it, and lets the key go", () => {
  test.each<[string, CheckStep["step"], RegExp, (bench: ReturnType<typeof accountsBench>) => void, string?]>([
    ["a key of the wrong form", "format", /base64/, () => undefined, "bad-key"],
    [
      "a clock that is wrong",
      "clock",
      /ahead of Kraken's; at most 1 second/,
      ({ venues }) => (venues.clockOffsetMs = -90_000),
    ],
    [
      "a venue that is not there",
      "clock",
      /does not answer/,
      ({ venues }) => venues.failing.set("fetchTime", new EngineError("VENUE_UNREACHABLE", "Kraken does not answer.")),
    ],
    ["an unknown key", "permissions", /does not accept the key \[redacted\]/, ({ venues }) => venues.keys.clear()],
    [
      "a key that can withdraw",
      "permissions",
      /refused: it may move money out of Kraken \(Withdraw funds\)/,
      ({ venues }) => venues.accept("key-1", { permissions: permissionsOf({ withdraw: true }) }),
    ],
    [
      "a key that cannot view",
      "permissions",
      /may not read the account: it lacks Query funds/,
      ({ venues }) => venues.accept("key-1", { permissions: permissionsOf({ view: false }) }),
    ],
    [
      "a key that is over",
      "permissions",
      /The key ended on 1970-01-02/,
      ({ venues }) => venues.accept("key-1", { permissions: { ...permissionsOf(), expiresAt: 86_400_000 as never } }),
    ],
    [
      "balances out of reach",
      "balances",
      /maintenance/,
      ({ venues }) =>
        venues.failing.set("fetchBalances", new EngineError("VENUE_MAINTENANCE", "Kraken is in maintenance.")),
    ],
    [
      "a mistake of ours",
      "balances",
      /program made a mistake while checking a key of Kraken/,
      ({ venues }) => venues.failing.set("fetchBalances", new TypeError("secret-of-key-1 is not a function")),
    ],
  ])("%s", async (_name, step, message, arrange, apiKey = "key-1") => {
    const bench = accountsBench();
    bench.venues.accept("key-1");
    arrange(bench);
    const event = await lastEvent(bench.service.check(enteredKey(apiKey), {}));
    const failed = stepOf(event, step);
    expect(failed.state).toBe("failed");
    expect(failed.message).toMatch(message);
    expect(failed.meaning).not.toBeNull();
    expect(failed.fix.length).toBeGreaterThan(0);
    expect(event.result).toEqual({ kind: "failed" });
    const after = event.steps.slice(event.steps.indexOf(failed) + 1);
    expect(after.every(({ state }) => state === "skipped")).toBe(true);
    expect(JSON.stringify(event)).not.toContain("key-1");
    expect([...bench.guard.values]).toEqual([]);
    expect(bench.disk.bundles.size).toBe(0);
  });
});

test("a key that may only view is welcome: no order is asked, and it cannot trade", async () => {
  const { service, venues } = accountsBench();
  venues.accept("key-1", { permissions: permissionsOf({ trade: false }) });
  const event = await lastEvent(service.check(enteredKey("key-1"), {}));
  expect(states(event)).toEqual(["ok", "ok", "warning", "ok", "skipped"]);
  expect(stepOf(event, "permissions").message).toContain("tracking, plans and paper");
  expect(event.result).toMatchObject({ kind: "passed", canTrade: false });
  expect(venues.calls.some((call) => call.includes("validateOrder"))).toBe(false);
});

test("where the venue tells no rights the person must confirm", async () => {
  const { service, venues } = accountsBench();
  venues.accept("key-1", { permissions: null });
  const event = await lastEvent(service.check(enteredKey("key-1", { venue: COINBASE_EXCHANGE }), {}));
  expect(event.result).toMatchObject({ kind: "passed", mustConfirmNoTransfer: true, canTrade: true });
  expect(event.permissions?.readable).toBe(false);
  const { checkId } = event.result as { checkId: string };
  const wanted = { checkId, name: "Main", profileId: null, profileName: "Savings" };
  await expect(service.connect({ ...wanted, confirmedNoTransfer: false })).rejects.toMatchObject({
    code: "INPUT_INVALID",
    data: { path: "confirmedNoTransfer" },
  });
  const view = await service.connect({ ...wanted, confirmedNoTransfer: true });
  expect(view.account.connection?.confirmedNoTransfer).toBe(true);
});

test.each([
  [
    { kind: "invalid", code: "X", message: "Market is asleep." },
    "warning",
    /would not take an order now: Market is asleep/,
  ],
  [
    { kind: "notSupported", reason: "Not for spot." },
    "skipped",
    /cannot check an order without placing it: Not for spot/,
  ],
  [{ kind: "unknown", cause: "no answer" }, "warning", /did not say/],
] as const)("a validate-only order that ends as %j does not fail the key", async (validation, state, message) => {
  const { service, venues } = accountsBench();
  venues.accept("key-1", { validation });
  const event = await lastEvent(service.check(enteredKey("key-1"), {}));
  expect(stepOf(event, "order")).toMatchObject({ state, message: expect.stringMatching(message) });
  expect(event.result?.kind).toBe("passed");
});

test("an account without enough for the smallest order is told so", async () => {
  const { service, venues } = accountsBench();
  venues.accept("key-1", { balances: {}, validation: { kind: "invalid", code: "F", message: "Insufficient funds." } });
  const event = await lastEvent(service.check(enteredKey("key-1"), {}));
  expect(stepOf(event, "balances").message).toBe("The account is empty.");
  expect(stepOf(event, "order").message).toContain("holds too little for the smallest order of BTC/USD");
});

test.each(["fetchTime", "fetchPermissions", "fetchBalances", "validateOrder"])(
  "a venue that never answers %s fails the step after 15 seconds",
  async (call) => {
    const { service, venues, clock } = accountsBench();
    venues.accept("key-1");
    venues.hanging.add(call);
    const checking = lastEvent(service.check(enteredKey("key-1"), {}));
    await clock.advance(14_999);
    await clock.advance(1);
    const event = await checking;
    const failed = event.steps.find(({ state }) => state === "failed")!;
    expect(failed.message).toBe("Kraken did not answer within 15 seconds.");
    expect(failed.tookMs).toBe(15_000);
  },
);

test("leaving stops the check at once, without a result, and lets the key go", async () => {
  const { service, venues, guard, clock } = accountsBench();
  venues.accept("key-1");
  venues.hanging.add("fetchBalances");
  const leaving = new AbortController();
  const collecting = collect(service.check(enteredKey("key-1"), { signal: leaving.signal }));
  await flushAsync();
  leaving.abort();
  const events = await collecting;
  expect(events.every(({ result }) => result === null)).toBe(true);
  expect(venues.calls.at(-1)).toContain("fetchBalances");
  expect([...guard.values]).toEqual([]);
  expect(clock.pending).toBe(0);
});

test("a checked key waits ten minutes, and at most five wait", async () => {
  const bench = accountsBench();
  const { service, venues, clock, guard } = bench;
  const connect = (checkId: string) =>
    service.connect({
      checkId,
      name: "Main",
      profileId: null,
      profileName: `P ${checkId}`,
      confirmedNoTransfer: false,
    });
  const ids: string[] = [];
  for (let number = 1; number <= 6; number += 1) {
    venues.accept(`key-${number}`);
    ids.push(await checkKey(bench, enteredKey(`key-${number}`)));
  }
  expect(new Set(ids).size).toBe(6);
  await expect(connect(ids[0]!)).rejects.toMatchObject({ code: "VENUE_CHECK_EXPIRED" });
  expect(guard.values.includes("key-1")).toBe(false);
  await clock.advance(10 * MINUTE_MS - 1);
  await expect(connect(ids[1]!)).resolves.toBeDefined();
  // Used up: an id serves once.
  await expect(connect(ids[1]!)).rejects.toMatchObject({ code: "VENUE_CHECK_EXPIRED" });
  await clock.advance(1);
  await expect(connect(ids[2]!)).rejects.toMatchObject({ code: "VENUE_CHECK_EXPIRED" });
  expect([...guard.values]).toEqual([]);
});

test("a key that is connected already is told", async () => {
  const bench = accountsBench();
  bench.venues.accept("key-1");
  const ref = await connectKey(bench, "key-1");
  const again = await lastEvent(bench.service.check(enteredKey("key-1"), {}));
  expect(stepOf(again, "format")).toMatchObject({
    state: "warning",
    message: expect.stringContaining("Main (Savings)"),
  });
  const replacing = await lastEvent(bench.service.check(enteredKey("key-1", { replaces: ref }), {}));
  expect(stepOf(replacing, "format").state).toBe("failed");
});

test("a check is refused where the run does not speak to that server", async () => {
  const { service, venues } = accountsBench();
  const code = async (changes: Parameters<typeof enteredKey>[1]) =>
    lastEvent(service.check(enteredKey("key-1", changes), {})).then(
      () => "passed",
      (error: EngineError) => error.code,
    );
  expect(await code({ endpoint: "loopback" })).toBe("VENUE_OTHER_SERVER");
  expect(await code({ endpoint: "sandbox" })).toBe("VENUE_NOT_SUPPORTED");
  venues.redirected.add(BINANCE);
  expect(await code({ venue: BINANCE, endpoint: "production" })).toBe("VENUE_OTHER_SERVER");
  expect(await code({ venue: BINANCE, endpoint: "sandbox" })).toBe("VENUE_OTHER_SERVER");
  expect(venues.calls).toEqual([]);
});

describe("the clock", () => {
  const judged = (offsetMs: number, tookMs = 0, venueTime = 1_700_000_000_123) =>
    judgeClock({ venue: KRAKEN, sentAt: venueTime + offsetMs - tookMs / 2, tookMs, venueTime }).state;

  test.each([
    [0, 0, "ok"],
    [1_000, 0, "ok"],
    [1_001, 0, "failed"],
    [-1_001, 0, "failed"],
    [1_100, 200, "warning"],
    [1_101, 200, "failed"],
    [-60_000, 4_000, "failed"],
  ])("off by %i ms with an answer after %i ms: %s", (offsetMs, tookMs, state) => {
    expect(judged(offsetMs, tookMs)).toBe(state);
  });

  test("a venue that tells whole seconds never fails a clock within the second it cannot see", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000, max: 1_000 }), fc.integer({ min: 0, max: 999 }), (skewMs, partMs) => {
        const truth = 1_700_000_000_000 + partMs;
        const state = judgeClock({ venue: KRAKEN, sentAt: truth + skewMs, tookMs: 0, venueTime: truth - partMs }).state;
        expect(state).not.toBe("failed");
      }),
    );
  });

  test("a clock that is surely over a second off always fails", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2_001, max: 10_000_000 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 999 }),
        (sizeMs, ahead, partMs) => {
          const venueTime = 1_700_000_000_000 + partMs;
          const sentAt = venueTime + (ahead ? sizeMs : -sizeMs);
          expect(judgeClock({ venue: KRAKEN, sentAt, tookMs: 0, venueTime }).state).toBe("failed");
        },
      ),
    );
  });
});

test("no combination of rights lets a key pass that may move money out or cannot view", () => {
  const grant = fc.constantFrom("yes", "no", "unknown");
  const need = fc.constantFrom("needed", "trading", "mustBeOff", "notNeeded");
  fc.assert(
    fc.property(
      fc.array(fc.record({ granted: grant, need }), { maxLength: 8 }),
      fc.constantFrom(true, false, null),
      (rights, ipRestricted) => {
        const permissions = {
          ...permissionsOf(),
          ipRestricted,
          rights: rights.map((right, index) => ({ ...right, id: `r${index}`, label: `Right ${index}` })),
        };
        const { state, message } = judgePermissions(KRAKEN, permissions, permissions.readAt);
        const bad = rights.some(
          (right) =>
            (right.need === "mustBeOff" && right.granted === "yes") ||
            (right.need === "needed" && right.granted === "no"),
        );
        expect(state === "failed").toBe(bad);
        if (!bad && ipRestricted !== null) expect(message).toMatch(/address/);
      },
    ),
  );
});
