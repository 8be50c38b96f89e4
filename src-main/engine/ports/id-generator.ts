// Where do new ids come from?
import type {
  BatchId,
  BookChangeId,
  ClientOrderId,
  Nonce,
  PlanId,
  SignalId,
  SuggestionId,
} from "#shared/domain/ids.ts";

export interface IdGenerator {
  planId(): PlanId;
  clientOrderId(): ClientOrderId;
  suggestionId(): SuggestionId;
  signalId(): SignalId;
  batchId(): BatchId;
  bookChangeId(): BookChangeId;
  /** 128 bits or more from the system's secure source, URL-safe text. */
  nonce(): Nonce;
}
