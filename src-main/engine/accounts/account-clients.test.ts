import { describe, expect, test } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import type { OrderRequest } from "#engine/ports/exchange-client.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, venueOrderIdSchema } from "#shared/domain/ids.ts";
import { unixMs } from "#shared/domain/time.ts";
import { type AccountsBench, accountsBench, connectKey } from "#testing/accounts-bench.ts";
import { KRAKEN } from "#testing/fake-venues.ts";
import { SeededIds } from "#testing/seeded-ids.ts";
import { withConnection } from "./find-account.ts";
import { scrubOutcome } from "./scrub-outcome.ts";

const symbol = marketSymbolSchema.parse("BTC/USD");
const clientOrderId = new SeededIds("order").clientOrderId();
const order: OrderRequest = {
  clientOrderId,
  symbol,
  side: "buy",
  kind: "limitIoc",
  quantity: decimalString("1"),
  limitPrice: decimalString("1"),
};

/** One connected account, with the counters set back. */
async function connected() {
  const bench = accountsBench();
  bench.venues.accept("key-1");
  const ref = await connectKey(bench, "key-1");
  bench.venues.calls.length = 0;
  bench.secrets.reads = 0;
  const [account] = bench.profiles.profile(ref.profileId).accounts;
  return { ...bench, ref, account: account! };
}

/** What each kind of call answers where the account must not be called. */
async function everyCall(client: ReturnType<AccountsBench["clients"]["client"]>) {
  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => "answered",
      (error: unknown) => (error instanceof EngineError ? error.code : String(error)),
    );
  return {
    reads: await Promise.all(
      [
        client.fetchBalances({}),
        client.fetchFeeTier({}),
        client.fetchInstruments({}),
        client.fetchOpenOrders({}),
        client.fetchFills({ since: unixMs(0) }, {}),
        client.fetchPermissions({}),
        client.fetchTime({}),
        client
          .history("ledger", { since: unixMs(0), resume: null }, {})
          [Symbol.asyncIterator]()
          .next(),
        client
          .fillPages({ since: unixMs(0), resume: null }, {})
          [Symbol.asyncIterator]()
          .next(),
      ].map(code),
    ),
    submit: await client.submitOrder(order, {}),
    cancel: await client.cancelOrder({ venueOrderId: venueOrderIdSchema.parse("1"), symbol }, {}),
    find: await client.findOrder({ clientOrderId, symbol, sentAt: unixMs(0) }, {}),
    validate: await client.validateOrder(order, {}),
  };
}

describe("an account that must not be called is refused without any network", () => {
  test.each([
    ["paused", "PROFILE_ACCOUNT_PAUSED"],
    ["of the real venue, while it is redirected", "VENUE_OTHER_SERVER"],
    ["of a test server, while there is none", "VENUE_OTHER_SERVER"],
    ["without a key", "SECRET_NOT_FOUND"],
    ["with a damaged key", "SECRET_DAMAGED"],
    ["behind a locked vault", "SECRET_LOCKED"],
  ])("%s: %s", async (which, code) => {
    const { account, ref, clients, venues, secrets, disk } = await connected();
    let given = account;
    if (which === "paused") given = withConnection(account, { paused: true });
    if (which.startsWith("of the real")) venues.redirected.add(KRAKEN);
    if (which.startsWith("of a test")) given = withConnection(account, { endpoint: "loopback" });
    const [bundle] = disk.bundles.keys();
    const { Secret } = await import("#engine/core/secret.ts");
    if (which === "without a key") disk.bundles.clear();
    if (which === "with a damaged key") disk.bundles.set(bundle!, new Secret("{}"));
    if (which.startsWith("behind")) secrets.failing = new EngineError("SECRET_LOCKED", "The vault is locked.");
    clients.forget(ref.profileId, ref.accountId);

    const answers = await everyCall(clients.client(ref.profileId, given));

    expect(new Set(answers.reads)).toEqual(new Set([code]));
    expect(answers.submit).toMatchObject({ kind: "rejected", code });
    expect(answers.cancel).toMatchObject({ kind: "unknown", cause: expect.stringContaining(code) });
    expect(answers.find).toMatchObject({ kind: "noAnswer", cause: expect.stringContaining(code) });
    expect(answers.validate).toMatchObject({ kind: "unknown", cause: expect.stringContaining(code) });
    expect(venues.calls).toEqual([]);
  });
});

test("the key is read once per session, and again only after a read that failed", async () => {
  const { account, ref, clients, secrets } = await connected();
  const client = clients.client(ref.profileId, account);
  secrets.failing = new EngineError("SECRET_LOCKED", "The vault is locked.");
  await expect(client.fetchBalances({})).rejects.toMatchObject({ code: "SECRET_LOCKED" });
  expect(client.diagnostics().failing?.code).toBe("SECRET_LOCKED");
  secrets.failing = null;
  await Promise.all([client.fetchBalances({}), client.fetchOpenOrders({}), client.submitOrder(order, {})]);
  await client.fetchTime({});
  expect(secrets.reads).toBe(1);
  expect(client.diagnostics().failing).toBeNull();
});

test("one client per account; a rename or pause holds for who has it already", async () => {
  const { account, ref, clients } = await connected();
  const client = clients.client(ref.profileId, account);
  clients.update(ref.profileId, { ...account, name: "Other" });
  expect(clients.client(ref.profileId, account)).toBe(client);
  expect(client.account.name).toBe("Other");
  clients.update(ref.profileId, withConnection(account, { paused: true }));
  await expect(client.fetchBalances({})).rejects.toMatchObject({ code: "PROFILE_ACCOUNT_PAUSED" });
});

test("who asks with an older state of the account neither resumes it nor brings its old key back", async () => {
  const { account, ref, clients } = await connected();
  const fresh = clients.client(ref.profileId, withConnection(account, { generation: 2, paused: true }));
  expect(clients.client(ref.profileId, account)).toBe(fresh);
  clients.update(ref.profileId, account);
  await expect(fresh.fetchBalances({})).rejects.toMatchObject({ code: "PROFILE_ACCOUNT_PAUSED" });
});

test("a new generation ends the old client, and the key is unguarded once nobody holds it", async () => {
  const { account, ref, clients, guard } = await connected();
  const old = clients.client(ref.profileId, account);
  await old.fetchBalances({});
  expect([...guard.values]).toEqual(expect.arrayContaining(["key-1", "secret-of-key-1"]));
  const fresh = clients.client(ref.profileId, withConnection(account, { generation: 2 }));
  expect(fresh).not.toBe(old);
  await expect(old.fetchBalances({})).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  expect(await old.submitOrder(order, {})).toMatchObject({ kind: "rejected" });
  expect([...guard.values]).toEqual([]);
});

test("a key that was let go while it was being read is not kept", async () => {
  const { account, ref, clients, guard, venues } = await connected();
  const reading = clients.client(ref.profileId, account).fetchBalances({});
  clients.forget(ref.profileId, ref.accountId);
  await expect(reading).rejects.toMatchObject({ code: "SECRET_NOT_FOUND" });
  expect([...guard.values]).toEqual([]);
  expect(venues.calls).toEqual([]);
});

test("rules of an account out of reach never allow a proof", async () => {
  const { account, ref, clients } = await connected();
  const client = clients.client(ref.profileId, account);
  expect(client.rules.expiryMs).toBe(5_000);
  clients.update(ref.profileId, withConnection(account, { paused: true }));
  expect(client.rules).toEqual({ expiryMs: null, visibilityLagMs: 0, idempotentClientId: false });
});

test("reads and order outcomes never quote a key, whatever the venue says", async () => {
  const { account, ref, clients, venues } = await connected();
  const client = clients.client(ref.profileId, account);
  venues.keys.clear();
  await expect(client.fetchBalances({})).rejects.toMatchObject({
    code: "VENUE_AUTH",
    message: "The exchange does not accept the key [redacted] with [redacted] .",
  });
  venues.failing.set("fetchOpenOrders", new TypeError("key-1 is not a function"));
  await expect(client.fetchOpenOrders({})).rejects.toMatchObject({
    code: "SYSTEM_INTERNAL",
    message: "The program made a mistake while asking Kraken for Main.",
  });
});

test.each([
  { kind: "rejected", code: "X", message: "secret" },
  { kind: "unknown", cause: "secret" },
  { kind: "noAnswer", cause: "secret" },
  { kind: "invalid", code: "X", message: "secret" },
  { kind: "notSupported", reason: "secret" },
] as const)("the outcome %j is told without the secret", (outcome) => {
  const clean = scrubOutcome(outcome, () => "clean");
  expect(JSON.stringify(clean)).toBe(JSON.stringify(outcome).replace("secret", "clean"));
});
