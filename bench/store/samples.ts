// What is written in the store bench? An entry of the journal, a day's snapshots, a batch of candles: of realistic size.
import type { Candle } from "#shared/domain/candle.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { marketSymbolSchema, venueIdSchema } from "#shared/domain/ids.ts";
import type { JournalEvent } from "#shared/domain/journal.ts";
import { type Snapshot, snapshotSchema } from "#shared/domain/portfolio.ts";
import { unixMs } from "#shared/domain/time.ts";

export const NOW = unixMs(1_767_571_200_000);
export const VENUE = venueIdSchema.parse("bench");
export const SYMBOL = marketSymbolSchema.parse("BTC/USD");

/** About as long as an order's event. */
export function eventOf(index: number): JournalEvent {
  return { kind: "killSwitch.set", on: true, reason: `bench ${index} ${"x".repeat(600)}` };
}

export function snapshotsOf(profiles: number, assets: number, index: number): readonly Snapshot[] {
  const breakdown = Array.from({ length: assets }, (_, asset) => ({
    asset: `C${asset}`,
    quantity: `${1 + asset}.12345678`,
    price: `${100 + asset}.25`,
    value: `${(1 + asset) * (100 + asset)}.87654321`,
    weight: "0.005",
    pnl: "12.5",
  }));
  return Array.from({ length: profiles }, (_, profile) =>
    snapshotSchema.parse({
      profileId: `bench-${profile}`,
      ts: NOW + index * 60_000,
      reason: "interval",
      currency: "USD",
      totalValue: "1000000.123",
      cash: "50000",
      totalPnl: "1234.5",
      netInvested: "900000",
      held: null,
      breakdown,
    }),
  );
}

export function candlesOf(count: number, from: number): readonly Candle[] {
  return Array.from({ length: count }, (_, index) => ({
    openTime: unixMs(NOW + (from + index) * 60_000),
    open: decimalString("50000.12"),
    high: decimalString("50100.34"),
    low: decimalString("49900.56"),
    close: decimalString("50050.78"),
    volume: decimalString("12.3456"),
    closed: true,
  }));
}
