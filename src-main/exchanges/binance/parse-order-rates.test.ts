import { describe, expect, it } from "vitest";
import { EngineError } from "#engine/core/engine-error.ts";
import { Answer } from "#exchanges/shared/answer.ts";
import { parseOrderRates } from "./parse-order-rates.ts";
import { BINANCE } from "./quirks.ts";

const rates = (body: unknown, kind: Parameters<typeof parseOrderRates>[1] = "limitIoc") =>
  parseOrderRates(new Answer(BINANCE, "order/test", body), kind);
const both = (maker: string, taker: string) => ({ maker, taker });
const discount = (enabledForAccount: boolean) => ({
  enabledForAccount,
  enabledForSymbol: true,
  discountAsset: "BNB",
  discount: "0.25000000",
});

describe("the fee that Binance names", () => {
  it("is the sum of its rates, of the side that the order takes", () => {
    const body = {
      standardCommissionForOrder: both("0.00100000", "0.00120000"),
      taxCommissionForOrder: both("0.00010000", "0.00020000"),
      specialCommissionForOrder: both("0.00001000", "0.00002000"),
      discount: discount(false),
    };
    expect(rates(body)).toEqual({ fee: { kind: "rate", rate: "0.00142" }, warnings: [] });
    expect(rates(body, "postOnly")).toEqual({ fee: { kind: "rate", rate: "0.00111" }, warnings: [] });
  });

  it("is told without the discount for BNB, whose meaning the venue's pages do not agree on", () => {
    const body = { standardCommissionForOrder: both("0.001", "0.001"), discount: discount(true) };
    expect(rates(body)).toEqual({
      fee: { kind: "rate", rate: "0.001" },
      warnings: ["Paid in BNB the fee is less than this."],
    });
  });

  it("is none where the answer has none, and never a number that was not there", () => {
    expect(rates({})).toEqual({});
    expect(() => rates({ standardCommissionForOrder: { maker: "0.001" } })).toThrow(EngineError);
    expect(() => rates({ standardCommissionForOrder: both("x", "y") })).toThrow(EngineError);
  });
});
