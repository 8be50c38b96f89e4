// Is the fee of a fill told in the asset it was planned in, whatever the venue took it from?
import { describe, expect, it } from "vitest";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import { asset } from "../../testing/portfolio-fakes.ts";
import { computeFilledFee } from "./compute-filled-fee.ts";

const leg = { base: asset("BTC"), quote: asset("USDT"), feeAsset: asset("USDT") };
const PRICES: Readonly<Record<string, string>> = { BTC: "80000", BNB: "600", USDT: "1" };
const priceOf = (code: string) => (PRICES[code] === undefined ? null : Decimal.parse(decimalString(PRICES[code])));

describe("a fee that was planned in USDT", () => {
  it.each([
    { taken: "as planned", code: "USDT", amount: "2.5", told: "2.5" },
    { taken: "from what was bought, at the fill's own price", code: "BTC", amount: "0.0001", told: "7.9" },
    { taken: "in the venue's coin, at its price", code: "BNB", amount: "0.005", told: "3" },
    { taken: "in a coin without a price: nothing is made up", code: "KFEE", amount: "10", told: "0" },
  ])("$taken", ({ code, amount, told }) => {
    const fill = { fee: { asset: asset(code), amount: decimalString(amount) }, price: decimalString("79000") };
    expect(computeFilledFee(leg, fill, priceOf).toString()).toBe(told);
  });
});
