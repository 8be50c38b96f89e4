// Which ids does a simulated process make? Valid, decided by the seed, and never the same in two processes.
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import type { SeededRng } from "#engine/simulation/seeded-rng.ts";
import type {
  BatchId,
  BookChangeId,
  ClientOrderId,
  Nonce,
  PlanId,
  SignalId,
  SuggestionId,
} from "#shared/domain/ids.ts";

export class SimIds implements IdGenerator {
  readonly #rng: SeededRng;

  constructor(rng: SeededRng) {
    this.#rng = rng;
  }

  // Texts made here have the form that the ids' schemas ask for: parsing each again would be most of a run's time.
  planId = () => this.#uuid() as PlanId;
  clientOrderId = () => this.#uuid() as ClientOrderId;
  suggestionId = () => this.#uuid() as SuggestionId;
  signalId = () => this.#uuid() as SignalId;
  batchId = () => this.#uuid() as BatchId;
  bookChangeId = () => this.#uuid() as BookChangeId;
  nonce = () => `${this.#hex()}${this.#hex()}${this.#hex()}${this.#hex()}` as Nonce;

  #hex(): string {
    return this.#rng.uint32().toString(16).padStart(8, "0");
  }

  #uuid(): string {
    const [middle, end] = [this.#hex(), this.#hex()];
    return `${this.#hex()}-${middle.slice(0, 4)}-4${middle.slice(5)}-8${end.slice(1, 4)}-${end.slice(4)}${this.#hex()}`;
  }
}
