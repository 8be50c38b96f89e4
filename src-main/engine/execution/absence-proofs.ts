// Was an order of unknown outcome looked for in vain often enough to say that it was never placed?
import type { ClientOrderId } from "#shared/domain/ids.ts";
import type { Order } from "#shared/domain/order.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import type { LookUp } from "./reconciliation.ts";

type Absence = Extract<LookUp, { kind: "absent" }>;

/**
 * Look-ups past the horizon, whoever asked: the order's own loop or the reconciliation of its account. Were each to count for
 * itself, a reconciliation that runs out of calls would begin anew for ever. Lost in a crash: then the proof starts anew.
 */
export class AbsenceProofs {
  readonly #absences = new Map<ClientOrderId, readonly Absence[]>();

  /** Look-ups that count so far. */
  of(id: ClientOrderId): readonly Absence[] {
    return this.#absences.get(id) ?? [];
  }

  /** Takes what a look at this order gave. `apartMs`: answers sooner after one another are the same answer. */
  note({ clientOrderId, state }: Pick<Order, "clientOrderId" | "state">, result: LookUp, apartMs: DurationMs): void {
    if (state !== "UNKNOWN") this.forget(clientOrderId);
    if (state !== "UNKNOWN" || result.kind !== "absent" || !result.provable) return;
    const known = this.of(clientOrderId);
    const sinceMs = result.askedAt - (known.at(-1)?.askedAt ?? 0);
    // Of a clock that was set back the earlier ones tell nothing.
    if (sinceMs < 0) this.#absences.set(clientOrderId, [result]);
    else if (sinceMs >= apartMs) this.#absences.set(clientOrderId, [...known, result]);
  }

  /** Something was seen of it, or its end is written down. */
  forget(id: ClientOrderId): void {
    this.#absences.delete(id);
  }
}
