// How does a venue's text become an id of ours? What cannot be one is an answer that was not understood.
import { type TradeId, tradeIdSchema, type VenueOrderId, venueOrderIdSchema } from "#shared/domain/ids.ts";
import type { Answer } from "./answer.ts";

export function venueOrderIdOf(place: Answer, text: string = place.text()): VenueOrderId {
  const parsed = venueOrderIdSchema.safeParse(text);
  if (!parsed.success) throw place.unexpected("an order's id");
  return parsed.data;
}

export function tradeIdOf(place: Answer, text: string = place.text()): TradeId {
  const parsed = tradeIdSchema.safeParse(text);
  if (!parsed.success) throw place.unexpected("a trade's id");
  return parsed.data;
}
