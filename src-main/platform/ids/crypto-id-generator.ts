// Where do new ids come from? From the system's secure source, so that none can be guessed or met twice.
import { randomBytes, randomUUID } from "node:crypto";
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import {
  type BatchId,
  type BookChangeId,
  batchIdSchema,
  bookChangeIdSchema,
  type ClientOrderId,
  clientOrderIdSchema,
  type Nonce,
  nonceSchema,
  type PlanId,
  planIdSchema,
  type SignalId,
  type SuggestionId,
  signalIdSchema,
  suggestionIdSchema,
} from "#shared/domain/ids.ts";

const NONCE_BYTES = 32;

export class CryptoIdGenerator implements IdGenerator {
  planId(): PlanId {
    return planIdSchema.parse(randomUUID());
  }

  clientOrderId(): ClientOrderId {
    return clientOrderIdSchema.parse(randomUUID());
  }

  suggestionId(): SuggestionId {
    return suggestionIdSchema.parse(randomUUID());
  }

  signalId(): SignalId {
    return signalIdSchema.parse(randomUUID());
  }

  batchId(): BatchId {
    return batchIdSchema.parse(randomUUID());
  }

  bookChangeId(): BookChangeId {
    return bookChangeIdSchema.parse(randomUUID());
  }

  nonce(): Nonce {
    return nonceSchema.parse(randomBytes(NONCE_BYTES).toString("base64url"));
  }
}
