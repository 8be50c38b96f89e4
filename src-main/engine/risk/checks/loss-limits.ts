// Has this profile lost more than it may?
import { denyPlan, type NarrowGate } from "#engine/risk/gate.ts";
import { Decimal } from "#shared/domain/decimal.ts";

export const lossLimits: NarrowGate<"losses" | "limits"> = {
  name: "Losses within limits",
  when: "always",
  check: ({ losses, limits }) => {
    const { maxDailyLossFraction, maxDrawdownFraction } = limits;
    if (losses.dayLoss.gte(Decimal.parse(maxDailyLossFraction))) {
      return denyPlan(
        "DAY_LOSS",
        `${losses.dayLoss} of the value was lost today; ${maxDailyLossFraction} is the limit.`,
      );
    }
    return losses.drawdown.gte(Decimal.parse(maxDrawdownFraction))
      ? denyPlan("DRAWDOWN", `The gain fell by ${losses.drawdown} from its high; ${maxDrawdownFraction} is the limit.`)
      : null;
  },
};
