// Which checks must every order pass? One line each, in the order they are asked.
import { approval } from "./checks/approval.ts";
import { balance } from "./checks/balance.ts";
import { clock } from "./checks/clock.ts";
import { duplicateOrder } from "./checks/duplicate-order.ts";
import { filters } from "./checks/filters.ts";
import { keyRights } from "./checks/key-rights.ts";
import { killSwitch } from "./checks/kill-switch.ts";
import { lossLimits } from "./checks/loss-limits.ts";
import { mode } from "./checks/mode.ts";
import { oneOpenOrder } from "./checks/one-open-order.ts";
import { orderInPlan } from "./checks/order-in-plan.ts";
import { orderNotional } from "./checks/order-notional.ts";
import { ordersPerDay } from "./checks/orders-per-day.ts";
import { largestAsset, liveMoney } from "./checks/overall-exposure.ts";
import { priceCollar } from "./checks/price-collar.ts";
import { priceLive } from "./checks/price-live.ts";
import { rateBudget } from "./checks/rate-budget.ts";
import { reconciled } from "./checks/reconciled.ts";
import { storeHealth } from "./checks/store-health.ts";
import { tradingState } from "./checks/trading-state.ts";
import { dayTurnover, planTurnover } from "./checks/turnover.ts";
import { venueOnline } from "./checks/venue-online.ts";
import { venuePaused } from "./checks/venue-paused.ts";
import { volatilityCeiling } from "./checks/volatility-ceiling.ts";
import type { Gate } from "./gate.ts";

export const GATES: readonly Gate[] = [
  killSwitch,
  tradingState,
  reconciled,
  storeHealth,
  mode,
  keyRights,
  approval,
  venuePaused,
  venueOnline,
  rateBudget,
  lossLimits,
  orderInPlan,
  clock,
  ordersPerDay,
  oneOpenOrder,
  duplicateOrder,
  planTurnover,
  dayTurnover,
  filters,
  priceLive,
  priceCollar,
  orderNotional,
  volatilityCeiling,
  largestAsset,
  liveMoney,
  balance,
];
