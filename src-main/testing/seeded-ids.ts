// Which ids does a test get, the same in every run?
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
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

/** Valid ids of every kind, decided by seed and order of asking. Two generators of one seed give the same ids. */
export class SeededIds implements IdGenerator {
  readonly #seed: string;
  #asked = 0;

  constructor(seed: string | number = 1) {
    this.#seed = String(seed);
  }

  planId(): PlanId {
    return planIdSchema.parse(this.#uuid());
  }

  clientOrderId(): ClientOrderId {
    return clientOrderIdSchema.parse(this.#uuid());
  }

  suggestionId(): SuggestionId {
    return suggestionIdSchema.parse(this.#uuid());
  }

  signalId(): SignalId {
    return signalIdSchema.parse(this.#uuid());
  }

  batchId(): BatchId {
    return batchIdSchema.parse(this.#uuid());
  }

  bookChangeId(): BookChangeId {
    return bookChangeIdSchema.parse(this.#uuid());
  }

  nonce(): Nonce {
    return nonceSchema.parse(this.#digest().slice(0, 32));
  }

  #uuid(): string {
    const hex = this.#digest();
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  #digest(): string {
    this.#asked += 1;
    return sha256Hex(`${this.#seed}/${this.#asked}`);
  }
}
