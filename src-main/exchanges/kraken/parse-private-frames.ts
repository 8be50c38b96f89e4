// What do Kraken's frames about own orders and balances say? Their symbols are guessed from their names: they are hints only.
import type { Answer } from "#exchanges/shared/answer.ts";
import type { BalanceEvent, OrderEvent, StreamEvent } from "#exchanges/shared/stream/stream-event.ts";
import { venueOrderIdOf } from "#exchanges/shared/venue-ids.ts";
import { meaningOf } from "#exchanges/shared/word-map.ts";
import { assetSchema, clientOrderIdSchema } from "#shared/domain/ids.ts";
import { KRAKEN_ASSET_NAMES } from "#shared/domain/venue-assets.ts";
import { quoted, readRows, timeOrNull } from "./frame-rows.ts";
import { guessKrakenNames } from "./stream-names.ts";

const NAMES = guessKrakenNames();

/** Which fields are there depends on what happened; the order's id and what it did always are. */
export function parseExecutions(frame: Answer): readonly StreamEvent[] {
  return readRows(frame, (row) => {
    const own = clientOrderIdSchema.safeParse(row.at("cl_ord_id").value);
    const name = row.at("symbol").textOrNull();
    const order: OrderEvent = {
      type: "order",
      symbol: name === null ? null : NAMES.symbolOf(name),
      clientOrderId: own.success ? own.data : null,
      venueOrderId: venueOrderIdOf(row.at("order_id")),
      state: quoted(row.at("order_status").textOrNull() ?? row.at("exec_type").text()),
      tsEvent: timeOrNull(row.at("timestamp")),
    };
    return order;
  });
}

/** A snapshot lists assets, an update lines of the ledger; both tell the asset's whole balance. */
export function parseBalances(frame: Answer): readonly StreamEvent[] {
  return readRows(frame, (row) => {
    const name = row.at("asset").text();
    const asset = assetSchema.safeParse(meaningOf(KRAKEN_ASSET_NAMES, name) ?? name);
    const balance: BalanceEvent = {
      type: "balance",
      asset: asset.success ? asset.data : null,
      total: row.at("balance").decimal().toString(),
      tsEvent: timeOrNull(row.at("timestamp")),
    };
    return balance;
  });
}
