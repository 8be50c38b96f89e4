// Where do log lines of a test go? Nowhere, unless the test wants to look at them.
import type { Logger } from "#engine/ports/logger.ts";

const nothing = () => undefined;

export const silentLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silentLogger,
};

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A logger that keeps its lines, for tests about what is logged. */
export function recordingLogger(
  lines: LogLine[] = [],
  bound: Readonly<Record<string, unknown>> = {},
): Logger & { readonly lines: readonly LogLine[] } {
  const write =
    (level: LogLine["level"]) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void lines.push({ level, message, fields: { ...bound, ...fields } });
  return {
    lines,
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields) => recordingLogger(lines, { ...bound, ...fields }),
  };
}
