// Which venues can be reached, and where do their calls go?
import { describe, expect, it } from "vitest";
import { SeededRng } from "#engine/simulation/seeded-rng.ts";
import { type VenueId, venueIdSchema } from "#shared/domain/ids.ts";
import { connectFacts } from "#shared/domain/venue.ts";
import { ManualClock } from "#testing/manual-clock.ts";
import { silentLogger } from "#testing/silent-logger.ts";
import { openVenues } from "./open-venues.ts";

const id = (venue: string): VenueId => venueIdSchema.parse(venue);
const open = (endpoints: Readonly<Record<string, string>> = {}) =>
  openVenues({
    clock: new ManualClock(),
    rng: SeededRng.of(1),
    logger: silentLogger,
    nonces: { reserve: async (_key, atLeast) => atLeast },
    endpoints: new Map(Object.entries(endpoints).map(([venue, address]) => [id(venue), address])),
  });

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
