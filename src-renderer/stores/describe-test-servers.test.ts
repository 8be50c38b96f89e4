import { describe, expect, it } from "vitest";
import { systemInfoSchema } from "#shared/contract/system.ts";
import { profileSchema } from "#shared/domain/profile.ts";
import { describeTestServers } from "./describe-test-servers.ts";

const SERVERS = systemInfoSchema.shape.testServers.parse([
  { venue: "kraken", address: "127.0.0.1:4001" },
  { venue: "binance", address: "127.0.0.1:4002" },
]);

const accounts = (...list: readonly (readonly [venue: string, endpoint: string])[]) => ({
  accounts: profileSchema.shape.accounts.parse(
    list.map(([venue, endpoint]) => ({
      id: venue,
      name: venue,
      kind: "exchange",
      venue,
      fees: { maker: "0.001", taker: "0.001" },
      connection: {
        endpoint,
        connectedAt: 1,
        generation: 1,
        keyStoredAt: 1,
        storedIn: "keychain",
        fingerprint: "0123456789ab",
        permissions: { readable: true, rights: [], ipRestricted: null, keyName: null, expiresAt: null, readAt: 1 },
        confirmedNoTransfer: false,
        paused: false,
      },
    })),
  ),
});

describe("test servers of a run", () => {
  it("says nothing where there are none", () => {
    expect(describeTestServers([], accounts(["kraken", "loopback"]))).toBeNull();
  });

  it("names the address that the profile meets, all of them in the tooltip", () => {
    expect(describeTestServers(SERVERS, accounts(["kraken", "loopback"]))).toEqual({
      words: "test server 127.0.0.1:4001",
      title: "Test servers on this computer: Kraken at 127.0.0.1:4001, Binance at 127.0.0.1:4002",
      isOnly: true,
    });
    expect(describeTestServers(SERVERS, null)).toMatchObject({ words: "2 test servers", isOnly: false });
  });

  it("never takes a profile with one real account for a test", () => {
    expect(describeTestServers(SERVERS, accounts(["kraken", "loopback"], ["coinbase", "production"]))).toMatchObject({
      words: "Kraken: test server 127.0.0.1:4001",
      isOnly: false,
    });
  });
});
