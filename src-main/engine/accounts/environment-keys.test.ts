import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { venueIdSchema } from "#shared/domain/ids.ts";
import { type Environment, findEnvironmentKey, readTradingEnvironment } from "./environment-keys.ts";

const find = (environment: Environment, venue: string) => findEnvironmentKey(environment, venueIdSchema.parse(venue));

describe("keys", () => {
  test.each([
    ["kraken", { KRAKEN_API_KEY: "k", KRAKEN_API_SECRET: "s" }, ["KRAKEN_API_KEY", "KRAKEN_API_SECRET"]],
    ["binance", { BINANCE_API_KEY: "k", BINANCE_SECRET: "s" }, ["BINANCE_API_KEY", "BINANCE_SECRET"]],
    [
      "binance",
      { BINANCE_API_KEY: "k", BINANCE_API_SECRET: "a", BINANCE_SECRET: "s" },
      ["BINANCE_API_KEY", "BINANCE_API_SECRET"],
    ],
    [
      "binance",
      { BINANCE_API_KEY: "k", BINANCE_API_SECRET: "YOUR_SECRET", BINANCE_SECRET: "s" },
      ["BINANCE_API_KEY", "BINANCE_SECRET"],
    ],
    ["bitstamp", { BITSTAMP_API_KEY: "k", BITSTAMP_SECRET: "s" }, ["BITSTAMP_API_KEY", "BITSTAMP_SECRET"]],
    ["coinbase", { COINBASE_API_KEY: "k", COINBASE_API_SECRET: "s" }, ["COINBASE_API_KEY", "COINBASE_API_SECRET"]],
    [
      "coinbaseexchange",
      { COINBASE_API_KEY: "k", COINBASE_SECRET: "s", COINBASE_PASSPHRASE: "p" },
      ["COINBASE_API_KEY", "COINBASE_SECRET", "COINBASE_PASSPHRASE"],
    ],
    [
      "coinbaseexchange",
      { COINBASEEXCHANGE_API_KEY: "k", COINBASEEXCHANGE_SECRET: "s", COINBASEEXCHANGE_PASSPHRASE: "p" },
      ["COINBASEEXCHANGE_API_KEY", "COINBASEEXCHANGE_SECRET", "COINBASEEXCHANGE_PASSPHRASE"],
    ],
  ])("of %s in %j", (venue, environment, names) => {
    expect(find(environment, venue)?.names).toEqual(names);
  });

  test.each([
    ["coinbase", { COINBASE_API_KEY: "k", COINBASE_SECRET: "s", COINBASE_PASSPHRASE: "p" }],
    ["coinbaseexchange", { COINBASE_API_KEY: "k", COINBASE_SECRET: "s" }],
    ["coinbaseexchange", { COINBASE_API_KEY: "k", COINBASE_SECRET: "s", COINBASE_PASSPHRASE: "your_passphrase" }],
    ["kraken", { KRAKEN_API_KEY: "k" }],
    ["kraken", { KRAKEN_API_KEY: "", KRAKEN_SECRET: "s" }],
    ["kraken", { KRAKEN_API_KEY: "   ", KRAKEN_SECRET: "s" }],
    ["kraken", { KRAKEN_API_KEY: "YOUR_KRAKEN_API_KEY", KRAKEN_SECRET: "s" }],
    ["kraken", { KRAKEN_API_KEY: "k", KRAKEN_SECRET: "your_secret" }],
    ["kraken", { KRAKEN_API_KEY: "k", KRAKEN_SECRET: ["$", "{KRAKEN_SECRET}"].join("") }],
    ["kraken", {}],
  ])("%s has none in %j", (venue, environment) => {
    expect(find(environment, venue)).toBeNull();
  });

  test("the values come out as they are, without the blanks around them", () => {
    expect(find({ KRAKEN_API_KEY: " k ", KRAKEN_SECRET: "s\n" }, "kraken")?.entered).toEqual({
      apiKey: "k",
      secret: "s",
      passphrase: "",
    });
  });

  test("nothing that the environment's object inherits is a key", () => {
    const inherited: Environment = Object.create({ KRAKEN_API_KEY: "k", KRAKEN_SECRET: "s" });
    expect(find(inherited, "kraken")).toBeNull();
  });

  test("one set of Coinbase variables is offered for one of the two venues", () => {
    fc.assert(
      fc.property(fc.option(fc.stringMatching(/^[a-z]{1,9}$/), { nil: undefined }), (passphrase) => {
        const environment = { COINBASE_API_KEY: "k", COINBASE_SECRET: "s", COINBASE_PASSPHRASE: passphrase };
        const found = ["coinbase", "coinbaseexchange"].filter((venue) => find(environment, venue) !== null);
        expect(found).toEqual([passphrase === undefined ? "coinbase" : "coinbaseexchange"]);
      }),
    );
  });
});

test.each([
  [{}, "paper", false, 0],
  [{ SCHWABOT_TRADING_MODE: "paper" }, "paper", false, 0],
  [{ SCHWABOT_TRADING_MODE: "SANDBOX" }, "sandbox", false, 0],
  [{ SCHWABOT_TRADING_MODE: "live" }, "paper", false, 1],
  [{ SCHWABOT_TRADING_MODE: "fast" }, "paper", false, 1],
  [{ SCHWABOT_LIVE_TRADING_ENABLED: "true" }, "paper", false, 0],
  [{ SCHWABOT_LIVE_TRADING_ENABLED: "false" }, "paper", true, 0],
  [{ SCHWABOT_LIVE_TRADING_ENABLED: "False" }, "paper", true, 0],
  [{ SCHWABOT_LIVE_TRADING_ENABLED: "maybe" }, "paper", true, 1],
  [{ SCHWABOT_LIVE_TRADING_ENABLED: "" }, "paper", false, 0],
])("%j gives %s, locked: %s, notes: %i", (environment, newProfileMode, liveLocked, notes) => {
  const read = readTradingEnvironment(environment);
  expect(read).toMatchObject({ newProfileMode, liveLocked });
  expect(read.notes).toHaveLength(notes);
});
