import { describe, expect, it } from "vitest";
import { sampleVenue } from "#renderer/stores/testing-accounts.ts";
import { endpointWords, freeName, stepsBefore } from "./wizard-words.ts";

describe("words of the wizard", () => {
  it("finds a free name, whatever the case", () => {
    expect(freeName("Kraken", [])).toBe("Kraken");
    expect(freeName("Kraken", ["kraken", "Kraken 2"])).toBe("Kraken 3");
  });

  it("never calls a test server by the venue's name alone", () => {
    const venue = sampleVenue({ loopbackAddress: "127.0.0.1:4001" });
    expect(endpointWords("loopback", venue)).toBe("Test server 127.0.0.1:4001");
    expect(endpointWords("sandbox", venue)).toBe("Coinbase sandbox");
    expect(endpointWords("production", venue)).toBe("Coinbase");
  });

  it("shows all five checks before the first answer", () => {
    expect(stepsBefore("Kraken").map(({ step, state }) => `${step} ${state}`)).toEqual([
      "format running",
      "clock waiting",
      "permissions waiting",
      "balances waiting",
      "order waiting",
    ]);
  });
});
