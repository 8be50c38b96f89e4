// How far is a check of a key, as the window shows it?
import type { CheckEvent, CheckStep } from "#shared/contract/views.ts";
import type { KeyPermissions } from "#shared/domain/key-permissions.ts";

export type StepId = CheckStep["step"];

/** What a step found. `meaning` and `fix` where it failed or needs a word. */
export interface Verdict {
  readonly state: "ok" | "warning" | "failed" | "skipped";
  readonly message: string;
  readonly meaning?: string;
  readonly fix?: readonly string[];
}

export const STEPS: readonly StepId[] = ["format", "clock", "permissions", "balances", "order"];

const WAITING: Readonly<Record<StepId, string>> = {
  format: "Does the key have the right form?",
  clock: "Does this computer's clock agree with the exchange's?",
  permissions: "What may the key do?",
  balances: "What does the account hold?",
  order: "Would the exchange take an order? Nothing is placed.",
};

export class CheckReport {
  format: string | null = null;
  permissions: KeyPermissions | null = null;
  balances: CheckEvent["balances"] = [];
  readonly #scrub: (text: string) => string;
  readonly #steps = new Map<StepId, CheckStep>(
    STEPS.map((step) => [
      step,
      { step, state: "waiting", message: WAITING[step], meaning: null, fix: [], tookMs: null },
    ]),
  );

  /** `scrub` sees every text that comes from a venue or an adapter. */
  constructor(scrub: (text: string) => string) {
    this.#scrub = scrub;
  }

  begin(step: StepId): void {
    this.#set(step, { state: "running", message: WAITING[step], tookMs: null });
  }

  end(step: StepId, verdict: Verdict, tookMs: number | null): void {
    this.#set(step, { ...verdict, tookMs });
  }

  /** All that did not run, once a step before them failed. */
  skipWaiting(): void {
    for (const { step, state } of [...this.#steps.values()]) {
      if (state !== "waiting") continue;
      this.#set(step, { state: "skipped", message: "Not checked: a step before it failed.", tookMs: null });
    }
  }

  event(result: CheckEvent["result"] = null): CheckEvent {
    return {
      steps: STEPS.flatMap((step) => this.#steps.get(step) ?? []),
      format: this.format,
      permissions: this.permissions,
      balances: [...this.balances],
      result,
    };
  }

  #set(
    step: StepId,
    { state, message, meaning, fix, tookMs }: Omit<Verdict, "state"> & Pick<CheckStep, "state" | "tookMs">,
  ): void {
    this.#steps.set(step, {
      step,
      state,
      message: this.#scrub(message),
      meaning: meaning === undefined ? null : this.#scrub(meaning),
      fix: (fix ?? []).map((line) => this.#scrub(line)),
      tookMs,
    });
  }
}
