// Which venues can be reached, and where do their calls go?
import { describe, expect, it } from "vitest";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { accountSchema } from "#shared/domain/account.ts";
import { type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import { connectFacts } from "#shared/domain/venue.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { openVenues } from "./open-venues.ts";

const id = (venue: string): VenueId => venueIdSchema.parse(venue);
const open = (endpoints: Readonly<Record<string, string>> = {}, timeDivisor?: number) =>
  openVenues({
    ...(timeDivisor === undefined ? {} : { timeDivisor }),
    clock: new ManualClock(),
    rng: SeededRng.of(1),
    logger: silentLogger,
    nonces: { reserve: async (_key, atLeast) => atLeast },
    endpoints: new Map(Object.entries(endpoints).map(([venue, address]) => [id(venue), address])),
  });

const accountAt = (venue: string) =>
  accountSchema.parse({
    id: "account-1",
    name: "Test",
    kind: "exchange",
    venue,
    fees: { maker: "0.001", taker: "0.002" },
  });
const noCredentials = () => Promise.reject(new Error("nothing is asked here"));

describe("venues", () => {
  it("offers the known ones first and every other one after them", () => {
    const venues = open();
    expect(venues.known).toEqual(["binance", "coinbase", "coinbaseexchange", "kraken"]);
    expect(venues.all.slice(0, 4)).toEqual(venues.known);
    expect(venues.all).toContain("bitstamp");
    expect(new Set(venues.all).size).toBe(venues.all.length);
  });

  it("makes one market for each venue and endpoint", () => {
    const venues = open({ kraken: "http://127.0.0.1:9/" });
    const market = venues.market(id("kraken"), "loopback");
    expect(market).toBe(venues.market(id("kraken"), "loopback"));
    expect(market).not.toBe(venues.market(id("kraken"), "production"));
    expect(market.endpoint).toBe("loopback");
    expect([venues.endpoint(id("kraken")), venues.loopbackAddress(id("kraken"))]).toEqual([
      "loopback",
      "http://127.0.0.1:9",
    ]);
    expect([venues.endpoint(id("binance")), venues.loopbackAddress(id("binance"))]).toEqual(["production", null]);
  });

  it.each(["binance", "coinbase", "coinbaseexchange", "kraken"])(
    "has a sandbox of %s exactly where it is one (trap 3)",
    (venue) => {
      const market = () => open().market(id(venue), "sandbox");
      if (connectFacts(id(venue))?.sandbox === true) expect(market().endpoint).toBe("sandbox");
      else expect(market).toThrow(expect.objectContaining({ code: "VENUE_NOT_SUPPORTED" }));
    },
  );

  it("refuses an endpoint that this run does not have, and what is no exchange", () => {
    const refused = expect.objectContaining({ code: "VENUE_NOT_SUPPORTED" });
    expect(() => open().market(id("kraken"), "loopback")).toThrow(refused);
    expect(() => open().market(id("sim-alpha"), "production")).toThrow(refused);
    expect(() => open().readCredentials(id("tostring"), { apiKey: "", secret: "", passphrase: "" })).toThrow(refused);
    expect(() => open({ "sim-alpha": "http://127.0.0.1:9" })).toThrow(refused);
  });

  it.each([
    "http://localhost:8080",
    "https://api.kraken.com",
    "http://127.0.0.1.evil.example",
    "http://evil@192.168.0.1",
    "http://user:pass@127.0.0.1:1",
    "http://[::2]:1",
    "ftp://127.0.0.1",
    "127.0.0.1:8080",
    "",
  ])("takes no test server at %s", (address) => {
    expect(() => open({ kraken: address })).toThrow(expect.objectContaining({ code: "INPUT_INVALID" }));
  });

  it("takes literal loopback addresses", () => {
    for (const address of ["http://127.0.0.1:1", "http://127.9.8.7:1", "http://[::1]:1"]) open({ kraken: address });
  });

  it.each(["binance", "coinbase", "coinbaseexchange", "kraken"])(
    "divides the expiry and lag of an account at a test server of %s only when told to",
    (venue) => {
      const rulesOf = (divisor?: number) => {
        const venues = open({ [venue]: "http://127.0.0.1:9" }, divisor);
        return venues.client({ account: accountAt(venue), endpoint: "loopback", credentials: noCredentials }).rules;
      };
      const usual = rulesOf();
      expect(usual.visibilityLagMs).toBe(5_000);
      expect(rulesOf(1)).toEqual(usual);
      expect(rulesOf(20)).toEqual({
        ...usual,
        visibilityLagMs: 250,
        expiryMs: usual.expiryMs === null ? null : 250,
      });
    },
  );

  it("never divides a real venue's times: with a divisor it opens no account there", () => {
    const client = (endpoint: "production" | "sandbox", divisor?: number) =>
      open({ kraken: "http://127.0.0.1:9" }, divisor).client({
        account: accountAt("binance"),
        endpoint,
        credentials: noCredentials,
      });
    expect(client("production").rules).toMatchObject({ expiryMs: 5_000, visibilityLagMs: 5_000 });
    for (const endpoint of ["production", "sandbox"] as const) {
      expect(() => client(endpoint, 20)).toThrow(expect.objectContaining({ code: "VENUE_NOT_SUPPORTED" }));
    }
  });

  it("reads keys of exchanges that it has no facts about", () => {
    const read = open().readCredentials(id("bitstamp"), {
      apiKey: " abcdefgh1 ",
      secret: "secret-secret",
      passphrase: "",
    });
    expect(read).toMatchObject({ kind: "ok", credentials: { passphrase: null } });
    expect(open().readCredentials(id("bitstamp"), { apiKey: "short", secret: "", passphrase: "" })).toMatchObject({
      field: "apiKey",
    });
  });
});
