import { expect, test } from "vitest";
import { accountSchema } from "#shared/domain/account.ts";
import { assetSchema } from "#shared/domain/ids.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { unixMs } from "#shared/domain/time.ts";
import { checkOneEndpointEach, planConnectedProfile } from "./connected-profile.ts";

const NOW = unixMs(1_790_000_000_000);
const account = (venue: string, endpoint: string, name = venue) =>
  accountSchema.parse({
    id: `${venue}-1`,
    name,
    kind: "exchange",
    venue,
    fees: { maker: "0.001", taker: "0.002" },
    connection: {
      endpoint,
      connectedAt: NOW,
      generation: 1,
      keyStoredAt: NOW,
      storedIn: "keychain",
      fingerprint: "0123456789ab",
      permissions: { readable: true, rights: [], ipRestricted: null, keyName: null, expiresAt: null, readAt: NOW },
      confirmedNoTransfer: false,
      paused: false,
    },
  });
const profile = (name: string, others: readonly Profile[] = [], currency = "USD") =>
  planConnectedProfile({
    account: account("kraken", "production"),
    name,
    currency: assetSchema.parse(currency),
    others,
    createdAt: NOW,
  });

test("it is a paper profile of the real market without targets, last in priority", () => {
  const first = profile("Core");
  expect(first).toMatchObject({ id: "core", mode: "paper", source: "real", targets: {}, priority: 1 });
  expect(first.cashAssets).toEqual(["USD", "USDC", "USDT"]);
  expect(profile("Other", [first]).priority).toBe(2);
  expect(profile("Euros", [], "EUR").cashAssets).toEqual(["EUR", "EURC"]);
  expect(profile("Coins", [], "BTC").cashAssets).toEqual(["BTC"]);
  expect(profile("Last", [{ ...first, priority: 99 }]).priority).toBe(99);
});

test.each([
  ["Über Alles 2026!", "uber-alles-2026"],
  ["  ---  ", "profile"],
  ["日本", "profile"],
  ["x".repeat(48), "x".repeat(48)],
])("the name %j gives the id %s", (name, id) => {
  expect(profile(name).id).toBe(id);
});

test("a taken id is numbered", () => {
  const first = profile("Core");
  const second = profile("core", [first]);
  expect(second.id).toBe("core-2");
  expect(profile("CORE", [first, second]).id).toBe("core-3");
});

test("one venue is used at one endpoint in a run", () => {
  const at = (venue: string, endpoint: string, name?: string) => ({
    ...profile("p"),
    accounts: [account(venue, endpoint, name)],
  });
  expect(() =>
    checkOneEndpointEach([at("binance", "production"), at("binance", "production"), at("kraken", "loopback")]),
  ).not.toThrow();
  expect(() => checkOneEndpointEach([at("binance", "production", "Main"), at("binance", "sandbox", "Play")])).toThrow(
    "Binance is in use as production (Main) and cannot be used as sandbox (Play) beside it",
  );
});
