// What is left behind when the program ends by a mistake nobody caught? One logged and one printed line, neither with a secret in it.
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Logger } from "#engine/ports/logger.ts";
import type { SecretGuard } from "#engine/ports/secret-store.ts";

/** The part of `process` that is needed; tests bring their own. */
export interface CrashTarget {
  on(event: "uncaughtException", listener: (error: unknown) => void): unknown;
  off(event: "uncaughtException", listener: (error: unknown) => void): unknown;
  readonly stderr: { write(text: string): unknown };
  readonly report?: { excludeEnv?: boolean };
  exit(code: number): void;
}

/**
 * Node would print the error as it is; this prints it scrubbed and ends the program all the same (rejections that nobody
 * handles come here too). A diagnostic report leaves the environment out: keys may stand there.
 */
export function guardCrashes(options: {
  readonly logger: Logger;
  readonly guard: Pick<SecretGuard, "scrub">;
  readonly target: CrashTarget;
}): Stoppable {
  const { logger, guard, target } = options;
  if (target.report !== undefined) target.report.excludeEnv = true;
  const onError = (error: unknown): void => {
    logger.error("The program ends: a mistake was not caught", { error });
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    target.stderr.write(`${guard.scrub(text)}\n`);
    target.exit(1);
  };
  target.on("uncaughtException", onError);
  return { dispose: () => void target.off("uncaughtException", onError) };
}
