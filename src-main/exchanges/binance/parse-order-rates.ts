// Which fee does Binance name for an order that it only checked?
// Source: developers.binance.com, Spot REST API, "Test new order" with computeCommissionRates, and its FAQ on commissions (read
// 2026-11-26): standard, tax and special rates add up.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { Approval } from "#exchanges/shared/outcomes.ts";
import { Decimal } from "#shared/domain/decimal.ts";
import type { OrderKind } from "#shared/domain/order.ts";

const PARTS = ["standardCommissionForOrder", "taxCommissionForOrder", "specialCommissionForOrder"] as const;

/**
 * The rates of the answer; nothing where it has none. The discount for paying in BNB is not taken off: the pages of 2024 call
 * `discount` a share by which the standard rate is reduced, later ones a factor of it, so it is told in words.
 */
export function parseOrderRates(body: Answer, kind: OrderKind): Approval {
  if (body.at(PARTS[0]).absent) return {};
  const side = kind === "postOnly" ? "maker" : "taker";
  const rates = PARTS.map((part) => {
    const own = body.at(part);
    return own.absent ? Decimal.ZERO : Decimal.parse(own.at(side).amount());
  });
  const discount = body.at("discount");
  const isLess = !discount.absent && discount.at("enabledForAccount").flag() && discount.at("enabledForSymbol").flag();
  return {
    fee: { kind: "rate", rate: Decimal.sum(rates).toString() },
    warnings: isLess ? [`Paid in ${discount.at("discountAsset").text()} the fee is less than this.`] : [],
  };
}
