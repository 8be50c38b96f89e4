// How much of a plan's life is left, and what does its button say about it?

/** Whole seconds left, rounded up: 0 only when it is over. */
export function secondsLeft(expiresAt: number, now: number): number {
  return Math.max(0, Math.ceil((expiresAt - now) / 1_000));
}

/** The last ten seconds are bold and spoken once. */
export function isLastCall(seconds: number): boolean {
  return seconds > 0 && seconds <= 10;
}
