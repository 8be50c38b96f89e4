// Is the list of other exchanges what the library has?
import * as library from "ccxt";
import { describe, expect, it } from "vitest";
import { GENERIC_IDS } from "./exchange-ids.ts";

const OWN_FOLDERS = ["binance", "coinbase", "coinbaseexchange", "kraken"];
const KEY_PARTS = ["apiKey", "secret", "password"];
const NEEDED = ["fetchMarkets", "fetchBalance", "createOrder", "cancelOrder"];

interface Facts {
  readonly alias: boolean;
  readonly has: Readonly<Record<string, unknown>>;
  readonly requiredCredentials: Readonly<Record<string, unknown>>;
}

function fits({ alias, has, requiredCredentials }: Facts): boolean {
  const parts = Object.keys(requiredCredentials).filter((part) => requiredCredentials[part] === true);
  return (
    !alias &&
    has.spot === true &&
    NEEDED.every((ability) => has[ability] === true) &&
    (has.fetchTickers === true || has.fetchTicker === true) &&
    parts.every((part) => KEY_PARTS.includes(part))
  );
}

describe("other exchanges", () => {
  it("are those of the library that fit", () => {
    // Each of the library's exchanges is a class whose instances tell these facts.
    const classes = library as unknown as Readonly<Record<string, new () => Facts>>;
    const fitting = Object.keys(library.exchanges).filter((id) => {
      const Exchange = classes[id];
      return Exchange !== undefined && !OWN_FOLDERS.includes(id) && fits(new Exchange());
    });
    expect([...GENERIC_IDS].sort()).toEqual(fitting.sort());
  });
});
