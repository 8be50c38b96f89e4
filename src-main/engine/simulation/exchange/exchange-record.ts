// What does the simulated exchange write down? Its state is the replay of these records and nothing else.
import type { DecimalString } from "#shared/domain/decimal.ts";
import type { Asset, ClientOrderId, MarketSymbol, TradeId, VenueOrderId } from "#shared/domain/ids.ts";
import type { OrderKind, Side } from "#shared/domain/order.ts";
import type { UnixMs } from "#shared/domain/time.ts";

interface AssetAmount {
  readonly asset: Asset;
  readonly amount: DecimalString;
}

export interface TransferRecord extends AssetAmount {
  readonly kind: "deposited" | "withdrawn";
  readonly ts: UnixMs;
}

export interface AcceptedRecord {
  readonly kind: "accepted";
  readonly ts: UnixMs;
  readonly venueOrderId: VenueOrderId;
  readonly clientOrderId: ClientOrderId;
  readonly symbol: MarketSymbol;
  readonly side: Side;
  readonly orderKind: OrderKind;
  readonly quantity: DecimalString;
  readonly limitPrice: DecimalString | null;
  /** Taken out of the free balance until the order is over. */
  readonly hold: AssetAmount;
}

export interface FilledRecord {
  readonly kind: "filled";
  readonly ts: UnixMs;
  readonly venueOrderId: VenueOrderId;
  readonly tradeId: TradeId;
  readonly price: DecimalString;
  readonly quantity: DecimalString;
  readonly fee: AssetAmount;
  readonly liquidity: "maker" | "taker";
  /** What stays held for the rest of the order. */
  readonly holdLeft: DecimalString;
  /** Snapshot and price level whose depth was used up. */
  readonly book: string;
  readonly level: DecimalString;
}

export interface ClosedRecord {
  readonly kind: "closed";
  readonly ts: UnixMs;
  readonly venueOrderId: VenueOrderId;
  readonly state: "filled" | "canceled" | "expired";
}

export type ExchangeRecord = TransferRecord | AcceptedRecord | FilledRecord | ClosedRecord;
