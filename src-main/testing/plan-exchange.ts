// Does the venue take what was planned? Sends every leg to a simulated exchange of its account, in order.
import type { ExchangeRecord } from "#engine/simulation/exchange/exchange-record.ts";
import { applyRecord, createExchangeState } from "#engine/simulation/exchange/exchange-state.ts";
import { createExchangeRules } from "#engine/simulation/exchange/market-rules.ts";
import { balancesOf } from "#engine/simulation/exchange/order-view.ts";
import { decideSubmit, decideTransfer } from "#engine/simulation/exchange/simulated-exchange.ts";
import { ensure } from "#shared/domain/assert.ts";
import { Decimal, decimal } from "#shared/domain/decimal.ts";
import { clientOrderIdSchema } from "#shared/domain/ids.ts";
import type { PlanLeg, PlannerInput } from "#shared/domain/plan.ts";
import { unixMs } from "#shared/domain/time.ts";
import { instrumentOf, priceOf } from "./plan-measure.ts";

const NOW = unixMs(1_000);
/** Of a market without a book: the planner takes its quote as infinitely deep. */
const ENDLESS = Decimal.of(10n ** 12n, 0).toString();

/** What went otherwise than planned: refusals, other fills, a balance below zero; empty where all is as planned. */
export function sendPlan(input: PlannerInput, legs: readonly PlanLeg[]): readonly string[] {
  const desks = input.accounts.map((account) => openDesk(input, account));
  const problems: string[] = [];
  legs.forEach((leg, index) => {
    const desk = ensure(
      desks.find(({ account }) => account.id === leg.accountId),
      `account ${leg.accountId}`,
    );
    const market = instrumentOf(input, leg);
    const book = market.book ?? { bids: [[market.bid, ENDLESS] as const], asks: [[market.ask, ENDLESS] as const] };
    const decision = decideSubmit(
      desk.state,
      desk.rules,
      {
        clientOrderId: clientOrderIdSchema.parse(`00000000-0000-4000-8000-${String(index).padStart(12, "0")}`),
        symbol: leg.symbol,
        side: leg.side,
        kind: leg.kind,
        quantity: leg.quantity,
        limitPrice: leg.limitPrice,
      },
      {
        now: NOW,
        book: {
          venue: leg.venue,
          symbol: leg.symbol,
          bids: book.bids.map(([price, size]) => [price, size]),
          asks: book.asks.map(([price, size]) => [price, size]),
          tsEvent: NOW,
          tsInit: NOW,
        },
        coinPrice: (coin) => decimal(priceOf(input, coin).toString()),
      },
    );
    const name = `leg ${index}, ${leg.side} ${leg.quantity} ${leg.symbol} @${leg.limitPrice} at ${leg.accountId}`;
    if (decision.kind === "rejected") {
      problems.push(`${name}: ${decision.rejection.code} ${decision.rejection.message}`);
      return;
    }
    desk.apply(decision.records);
    // The planner shares a venue's book among its accounts, an exchange of one account has it for itself.
    if (!desk.hasVenueAlone) return;
    const order = ensure(desk.state.orders.get(decision.venueOrderId), "order that was taken");
    if (order.filled.toString() !== leg.quantity) problems.push(`${name}: filled ${order.filled}`);
    if (order.notional.toString() !== leg.notional)
      problems.push(`${name}: ${order.notional} in place of ${leg.notional}`);
  });
  for (const { state, account } of desks)
    for (const { asset, free } of balancesOf(state, account.id))
      if (decimal(free).isNegative) problems.push(`${account.id} ends with ${free} ${asset}`);
  return problems;
}

function openDesk(input: PlannerInput, account: PlannerInput["accounts"][number]) {
  const state = createExchangeState();
  const apply = (records: readonly ExchangeRecord[]) => {
    for (const record of records) applyRecord(state, record);
  };
  for (const { asset, free } of account.balances) {
    const record = decideTransfer(state, "deposited", asset, decimal(free), NOW);
    if (record !== null) apply([record]);
  }
  const rules = createExchangeRules({
    venue: account.venue,
    accountId: account.id,
    fees: account.fees,
    clientIds: "openOnly",
    instruments: input.instruments
      .filter(({ venue }) => venue === account.venue)
      .map(({ bid: _bid, ask: _ask, book: _book, ...instrument }) => instrument),
    scales: state.scales,
  });
  const hasVenueAlone = input.accounts.filter(({ venue }) => venue === account.venue).length === 1;
  return { account, state, rules, apply, hasVenueAlone };
}
