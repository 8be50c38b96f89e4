// What is known of a call that failed? Facts only; what they mean is decided in `judge-failure.ts`.

/** The venue's own words about a refusal. */
export interface VenueError {
  /** Its code, like `-2010` or `EOrder:Insufficient funds`. */
  readonly code: string;
  readonly message: string;
}

export interface FailureFacts {
  /** `notSent`: nothing left this computer. `noAnswer`: it may have arrived. `answered`: the venue said something. */
  readonly stage: "notSent" | "noAnswer" | "answered";
  /** Why there is no answer. `signing`: the key cannot sign. `late`: an order could not leave in time. */
  readonly reason: "timeout" | "aborted" | "network" | "redirect" | "signing" | "late" | "refusal" | "malformed";
  readonly status: number | null;
  readonly venueError: VenueError | null;
  /** What the library threw; its class is the last thing looked at. */
  readonly error: unknown;
  /** What the venue asked to wait. */
  readonly retryAfterMs: number | null;
}

/** Thrown inside `exchanges` only. Its message holds no URL, header or body. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts, cause?: unknown) {
    super(`Call failed: ${facts.stage}, ${facts.reason}`, cause === undefined ? undefined : { cause });
    this.facts = facts;
  }
}
