// What does an account's venue say of itself and of our calls, at the moment of sending?
import type { ExecutionPolicies } from "#engine/core/policies.ts";
import { withinCall } from "#engine/core/within-call.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { BudgetState, ExchangeClient } from "#engine/ports/exchange-client.ts";
import type { ReadVenueStatus, VenueStatus } from "#engine/ports/venues.ts";
import type { AccountId } from "#shared/domain/ids.ts";
import { type DurationMs, SECOND_MS } from "#shared/domain/time.ts";

interface StatesOptions {
  readonly clock: Clock;
  readonly policies: ExecutionPolicies;
  readonly signal: AbortSignal;
  readonly venueStatus: ReadVenueStatus;
  readonly onTrouble: (accountId: AccountId, cause: string) => void;
}

/** A state is used so long. */
const STATUS_MS = 15 * SECOND_MS;
const NOWHERE: VenueStatus = { state: "online", detail: null };

export class VenueStates {
  readonly #options: StatesOptions;
  readonly #known = new Map<AccountId, { readonly status: VenueStatus; readonly atMs: DurationMs }>();

  constructor(options: StatesOptions) {
    this.#options = options;
  }

  /** Null where the venue did not answer; its account is then closed until it was reconciled. */
  async status({ account }: ExchangeClient): Promise<VenueStatus | null> {
    const { clock, policies, signal, venueStatus, onTrouble } = this.#options;
    const known = this.#known.get(account.id);
    if (known !== undefined && clock.monotonicMs() - known.atMs < STATUS_MS) return known.status;
    try {
      const status = await withinCall(
        clock,
        policies.readMs,
        signal,
        (given) => venueStatus(account, { signal: given }) ?? Promise.resolve(NOWHERE),
      );
      this.#known.set(account.id, { status, atMs: clock.monotonicMs() });
      return status;
    } catch (error) {
      signal.throwIfAborted();
      onTrouble(account.id, error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  /** The machine slept, or its clock was set: what was told before says nothing of now, though no time seems to have passed. */
  forget(): void {
    this.#known.clear();
  }

  budgets(client: ExchangeClient): readonly BudgetState[] {
    return client.diagnostics?.().budgets ?? [];
  }

  /** Why the venue must be left alone for now (429, 418): until when it said so. */
  leftAlone(client: ExchangeClient): string | null {
    const until = client.diagnostics?.().pausedUntil ?? null;
    return until === null
      ? null
      : `${client.account.name}'s venue asked to be left alone until ${new Date(until).toISOString()}.`;
  }
}
