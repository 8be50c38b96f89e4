// The library builds URLs of the right server, sends raw order fields as they are, and a bare id is an answer.
import { describe, expect, it } from "vitest";
import { Secret } from "#engine/core/secret.ts";
import { venueAddress } from "#exchanges/shared/venue-address.ts";
import { hostOf, makeCoinbaseExchange } from "./exchange.ts";

const KEY = { apiKey: new Secret("k"), secret: new Secret("c2VjcmV0"), passphrase: new Secret("p") };

async function sent(endpoint: "production" | "sandbox", answer: unknown = {}) {
  const exchange = makeCoinbaseExchange(KEY, endpoint);
  const calls: (readonly [string, string, string | undefined])[] = [];
  exchange.fetch = (url, method = "GET", _headers = {}, body = undefined) => {
    calls.push([method, url, body]);
    return Promise.resolve(answer);
  };
  return { exchange, calls };
}

describe("the library's Coinbase Exchange", () => {
  it.each(["production", "sandbox"] as const)("calls the servers of %s and no others (trap 3)", async (endpoint) => {
    const { exchange, calls } = await sent(endpoint);
    await exchange.request("orders/{id}", "private", "DELETE", { id: "1" });
    expect(calls).toEqual([["DELETE", `https://${hostOf(endpoint)}/orders/1`, undefined]]);
    const other = endpoint === "production" ? "sandbox" : "production";
    expect(venueAddress([hostOf(endpoint)], null)(calls[0]?.[1] ?? "")).toBe(calls[0]?.[1]);
    expect(() => venueAddress([hostOf(other)], null)(calls[0]?.[1] ?? "")).toThrow();
  });

  it("asks for several states of orders at once", async () => {
    const { exchange, calls } = await sent("production");
    await exchange.request("orders", "private", "GET", { status: ["open", "pending"], limit: 100 });
    expect(calls[0]?.[1]).toMatch(/\/orders\?status=open&status=pending&limit=100$/);
  });

  it("takes a bare id for an answer, and no other text", async () => {
    const id = "a9625b04-fc66-4999-a876-543c3684d702";
    const answered = async (text: string) =>
      (await sent("production", text)).exchange.request("orders/{id}", "private", "DELETE", { id });
    expect(await answered(`"${id}"`)).toEqual({ id });
    expect(await answered("<html>")).toBe("<html>");
  });
});
