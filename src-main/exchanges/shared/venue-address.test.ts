// Can a request, with its key, go anywhere else than to the venue or its stand-in?
import { describe, expect, it } from "vitest";
import { venueAddress } from "./venue-address.ts";

describe("where a request may go", () => {
  it("is the venue's host over TLS", () => {
    const address = venueAddress(["api.kraken.com"], null);
    expect(address("https://api.kraken.com/0/private/Balance")).toBe("https://api.kraken.com/0/private/Balance");
    for (const url of [
      "http://api.kraken.com/",
      "https://api.kraken.com.evil.example/",
      "https://evil.example/",
      "https://api.kraken.com:444/",
    ])
      expect(() => address(url)).toThrow(/not the venue's/);
  });

  it("is the loopback server instead, with path and question kept", () => {
    const address = venueAddress(["api.kraken.com"], "http://127.0.0.1:8080");
    expect(address("https://api.kraken.com/0/public/Ticker?pair=A%2CB")).toBe(
      "http://127.0.0.1:8080/0/public/Ticker?pair=A%2CB",
    );
    expect(() => venueAddress([], "http://192.168.0.1")("https://api.kraken.com/")).toThrow(/not on this computer/);
  });
});
