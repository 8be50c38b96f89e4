// What does the account hold, and what does it pay? The first signed reads with the key.
import { computeAccountCurrency } from "#engine/accounts/compute-account-currency.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import type { VenueClient } from "#engine/ports/exchange-client.ts";
import type { VenueMarket } from "#engine/ports/venues.ts";
import type { CheckEvent } from "#shared/contract/views.ts";
import type { Balance } from "#shared/domain/account.ts";
import { Decimal, decimalString } from "#shared/domain/decimal.ts";
import type { Asset } from "#shared/domain/ids.ts";
import type { FeeTier, Instrument } from "#shared/domain/instrument.ts";
import { venueName } from "#shared/domain/venue.ts";
import type { Verdict } from "./check-report.ts";

/** Where a venue tells no fees: dearer than any known one, so that no plan looks cheaper than it is. */
export const UNTOLD_FEES: FeeTier = { maker: decimalString("0.01"), taker: decimalString("0.01"), feeAsset: "quote" };

export interface Holdings {
  readonly totals: CheckEvent["balances"];
  readonly free: ReadonlyMap<Asset, Decimal>;
  readonly fees: FeeTier;
  readonly instruments: readonly Instrument[];
  readonly currency: Asset | null;
}

export async function readHoldings(
  client: VenueClient,
  market: VenueMarket,
  signal: AbortSignal,
): Promise<{ readonly holdings: Holdings; readonly verdict: Verdict }> {
  const balances = await client.fetchBalances({ signal });
  const fees = await readFees(client, signal);
  const instruments = await market.fetchInstruments({ signal });
  const totals = balances
    .map((balance) => ({ asset: balance.asset, total: totalOf(balance) }))
    .filter(({ total }) => total.isPositive);
  const holdings: Holdings = {
    totals: totals.map(({ asset, total }) => ({ asset, total: total.toString() })),
    free: new Map(balances.map(({ asset, free }) => [asset, Decimal.parse(free)])),
    fees: fees ?? UNTOLD_FEES,
    instruments,
    currency: computeAccountCurrency(instruments, new Set(totals.map(({ asset }) => asset))),
  };
  const held = totals.length === 0 ? "The account is empty." : `The account holds ${countOf(totals.length)}.`;
  if (fees !== null) return { holdings, verdict: { state: "ok", message: held } };
  const name = venueName(market.venue);
  return {
    holdings,
    verdict: { state: "warning", message: `${held} ${name} does not tell your fees: plans assume 1 % per order.` },
  };
}

async function readFees(client: VenueClient, signal: AbortSignal): Promise<FeeTier | null> {
  try {
    return await client.fetchFeeTier({ signal });
  } catch (error) {
    if (error instanceof EngineError && error.code === "VENUE_NOT_SUPPORTED") return null;
    throw error;
  }
}

function totalOf({ free, inOrders, earn, locked }: Balance): Decimal {
  return Decimal.sum([free, inOrders, earn, locked].map((part) => Decimal.parse(part)));
}

function countOf(assets: number): string {
  return assets === 1 ? "1 asset" : `${assets} assets`;
}
