import fc from "fast-check";
import { expect, test } from "vitest";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import { type Asset, assetSchema, marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { Instrument } from "#shared/domain/instrument.ts";
import { computeAccountCurrency } from "./compute-account-currency.ts";
import { canPay, computeProbeMarket, computeProbeOrder } from "./compute-probe-order.ts";

const asset = (code: string): Asset => assetSchema.parse(code);

function instrument(symbol: string, changes: Partial<Instrument> = {}): Instrument {
  const [base = "", quote = ""] = symbol.split("/");
  return {
    venue: venueIdSchema.parse("kraken"),
    symbol: marketSymbolSchema.parse(symbol),
    base: asset(base),
    quote: asset(quote),
    priceStep: decimalString("0.1"),
    amountStep: decimalString("0.00001"),
    amountMin: null,
    amountMax: null,
    costMin: null,
    costMax: null,
    status: "online",
    ...changes,
  };
}

const holding = (free: Record<string, string>): ReadonlyMap<Asset, Decimal> =>
  new Map(Object.entries(free).map(([code, amount]) => [asset(code), Decimal.parse(amount)]));

test.each([
  [{ USD: "10" }, "BTC/USD", "buy"],
  [{ EUR: "10" }, "ETH/EUR", "buy"],
  [{ DOGE: "10" }, "DOGE/USD", "sell"],
  [{ ETH: "1" }, "ETH/EUR", "sell"],
  [{}, "BTC/USD", "buy"],
  [{ USD: "0" }, "BTC/USD", "buy"],
  [{ BTC: "1", ETH: "1", USD: "10" }, "BTC/USD", "buy"],
  [{ BTC: "1", EUR: "10" }, "ETH/EUR", "buy"],
])("an account with %j is asked about %s, %s", (free, symbol, side) => {
  const markets = ["DOGE/USD", "BTC/USD", "ETH/EUR"].map((name) => instrument(name));
  const probe = computeProbeMarket([...markets, instrument("BTC/EUR", { status: "offline" })], holding(free));
  expect([probe?.instrument.symbol, probe?.side]).toEqual([symbol, side]);
});

test("no open market, no order", () => {
  expect(computeProbeMarket([instrument("BTC/USD", { status: "cancelOnly" })], holding({ USD: "1" }))).toBeNull();
});

const steps = fc.integer({ min: 0, max: 8 }).map((places) => Decimal.of(1n, places));
const money = fc
  .record({ coefficient: fc.bigInt({ min: 1n, max: 10n ** 12n }), scale: fc.integer({ min: 0, max: 8 }) })
  .map(({ coefficient, scale }) => Decimal.of(coefficient, scale));

test("the order keeps every filter and lies a fifth off the market, on the side where nobody takes it", () => {
  fc.assert(
    fc.property(
      steps,
      steps,
      fc.option(money),
      fc.option(money),
      money,
      fc.constantFrom("buy" as const, "sell" as const),
      (priceStep, amountStep, amountMin, costMin, price, side) => {
        const market = instrument("BTC/USD", {
          priceStep: priceStep.toString(),
          amountStep: amountStep.toString(),
          amountMin: amountMin?.toString() ?? null,
          costMin: costMin?.toString() ?? null,
        });
        const order = computeProbeOrder({ instrument: market, side }, { bid: price.toString(), ask: price.toString() });
        if (order === null) {
          expect(price.mul(Decimal.parse("0.8")).lt(priceStep)).toBe(true);
          return;
        }
        const quantity = Decimal.parse(order.quantity);
        const limit = Decimal.parse(order.limitPrice);
        expect(quantity.isPositive && quantity.isMultipleOf(amountStep) && limit.isMultipleOf(priceStep)).toBe(true);
        if (amountMin !== null) expect(quantity.gte(amountMin)).toBe(true);
        if (costMin !== null) expect(quantity.mul(limit).gte(costMin)).toBe(true);
        const off =
          side === "buy" ? limit.lte(price.mul(Decimal.parse("0.8"))) : limit.gte(price.mul(Decimal.parse("1.2")));
        expect(off).toBe(true);
        expect(canPay(order, market, new Map([[side === "buy" ? market.quote : market.base, Decimal.ZERO]]))).toBe(
          false,
        );
      },
    ),
  );
});

test.each([
  [["BTC/USD", "ETH/USD", "BTC/EUR"], [], "USD"],
  [["BTC/USD", "ETH/USD", "ADA/EUR"], ["ADA"], "EUR"],
  [["BTC/USD", "BTC/EUR"], ["BTC"], "EUR"],
  [[], ["BTC"], null],
])("markets %j with %j are valued in %s", (symbols, held, currency) => {
  const markets = symbols.map((symbol) => instrument(symbol));
  expect(computeAccountCurrency(markets, new Set(held.map(asset)))).toBe(currency);
});
