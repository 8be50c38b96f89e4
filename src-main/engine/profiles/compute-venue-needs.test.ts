import { expect, test } from "vitest";
import { accountSchema } from "#shared/domain/account.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import { testProfile } from "#testing/portfolio-fakes.ts";
import { computeVenueNeeds } from "./compute-venue-needs.ts";

const account = (venue: string, connection: Record<string, unknown> = {}) =>
  accountSchema.parse({
    id: `${venue}-1`,
    name: venue,
    kind: "exchange",
    venue,
    fees: { maker: "0", taker: "0" },
    connection: {
      endpoint: "production",
      connectedAt: 0,
      generation: 1,
      keyStoredAt: 0,
      storedIn: "vault",
      fingerprint: "0123456789ab",
      permissions: { readable: true, rights: [], ipRestricted: null, keyName: null, expiresAt: null, readAt: 0 },
      confirmedNoTransfer: false,
      paused: false,
      ...connection,
    },
  });
const held = [assetSchema.parse("SOL")];
const real = (changes: Record<string, unknown>) =>
  testProfile({ source: "real", targets: { BTC: "1" }, cashAssets: ["EUR"], currency: "EUR", ...changes });

test("each account that may be contacted needs what is held, wanted and counted in", () => {
  const profile = real({ accounts: [account("kraken"), account("binance", { endpoint: "sandbox" })] });
  const needs = computeVenueNeeds(profile, held, () => true);
  expect(needs).toMatchObject([
    { venue: "kraken", endpoint: "production" },
    { venue: "binance", endpoint: "sandbox" },
  ]);
  for (const { assets } of needs) expect(assets.slice(0, 3)).toEqual(["SOL", "BTC", "EUR"]);
});

test("every kind of cash is looked at once: prices against another one count too", () => {
  const profile = real({ accounts: [account("kraken")], cashAssets: ["USDC"], currency: "BTC" });
  const [need] = computeVenueNeeds(profile, [], () => true);
  expect(need?.assets).toEqual(expect.arrayContaining(["BTC", "USD", "USDC", "USDT", "EUR", "GBP"]));
  expect(new Set(need?.assets).size).toBe(need?.assets.length);
});

test("a paused account, one of another server, and a simulated profile need nothing", () => {
  const paused = real({ accounts: [account("kraken", { paused: true })] });
  expect(computeVenueNeeds(paused, held, () => true)).toEqual([]);
  expect(computeVenueNeeds(real({ accounts: [account("kraken")] }), held, () => false)).toEqual([]);
  expect(computeVenueNeeds(testProfile({ accounts: [account("kraken")] }), held, () => true)).toEqual([]);
});

test("what a profile watches is looked at too, at its own pace", () => {
  const operation = {
    ...{ trackedSymbols: ["DOT/USD"], tradingPairs: ["XRP/USDC"], pricesEveryS: 7, firstReconnectS: 9 },
    venues: { kraken: { stream: false, symbols: ["ADA/EUR"] } },
  };
  const needs = computeVenueNeeds(
    real({ accounts: [account("kraken"), account("binance")], operation }),
    [],
    () => true,
  );
  const [kraken, binance] = needs;
  expect(kraken?.assets).toEqual(expect.arrayContaining(["DOT", "XRP", "USDC", "ADA", "EUR"]));
  expect(binance?.assets).toEqual(expect.arrayContaining(["DOT", "XRP"]));
  expect(binance?.assets).not.toContain("ADA");
  expect(kraken?.pace).toEqual({ stream: false, pollEveryMs: 7_000, firstReconnectMs: 9_000 });
  expect(binance?.pace.stream).toBe(true);
  expect(computeVenueNeeds(real({ accounts: [account("kraken")] }), [], () => true)[0]?.pace).toEqual({
    ...{ stream: true, pollEveryMs: null, firstReconnectMs: null },
  });
});
