// How does a shell without a window end? On Ctrl+C, a termination or a closed terminal: cleanly, once, within a bound.
import type { Stoppable } from "#engine/core/disposable-store.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The part of `process` that is needed; tests bring their own. */
export interface SignalSource {
  on(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
  off(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
}

/** Resolves once everything is stopped; the second signal does not wait for that. */
export async function runUntilStopped(running: Stoppable, signals: SignalSource): Promise<"stopped" | "interrupted"> {
  let onFirst = (): void => undefined;
  let onSecond = (): void => undefined;
  const first = new Promise<void>((resolve) => {
    onFirst = resolve;
  });
  const second = new Promise<"interrupted">((resolve) => {
    onSecond = () => resolve("interrupted");
  });
  let count = 0;
  const onSignal = (): void => {
    count += 1;
    if (count === 1) onFirst();
    else onSecond();
  };
  for (const signal of SIGNALS) signals.on(signal, onSignal);
  try {
    await first;
    const stopping = Promise.resolve(running.dispose()).then(() => "stopped" as const);
    return await Promise.race([stopping, second]);
  } finally {
    for (const signal of SIGNALS) signals.off(signal, onSignal);
  }
}
