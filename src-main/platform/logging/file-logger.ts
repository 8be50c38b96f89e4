// How is a log line made? JSON lines through pino, redacted by field name, then scrubbed by value, then written.
import { type Logger as PinoLogger, pino } from "pino";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { redactFields, type SecretScrubber } from "./redact.ts";
import { RotatingFile } from "./rotating-file.ts";

const MEGABYTE = 1_048_576;

export type LogLevel = "debug" | "info" | "warn" | "error";
type LogFields = Readonly<Record<string, unknown>>;

export interface FileLoggerOptions {
  /** The log file, `<data folder>/logs/schwabot.log`. */
  readonly path: string;
  readonly clock: Pick<Clock, "now">;
  readonly scrubber: SecretScrubber;
  readonly level?: LogLevel;
  readonly maxBytes?: number;
  readonly files?: number;
  /** Where "the log cannot be written" goes; by default one line on stderr. */
  readonly onFailure?: (error: unknown) => void;
}

/** A logger and the way to close its file. */
export interface FileLog {
  readonly logger: Logger;
  close(): void;
}

export function createFileLogger(options: FileLoggerOptions): FileLog {
  const file = new RotatingFile({
    path: options.path,
    maxBytes: options.maxBytes ?? 5 * MEGABYTE,
    files: options.files ?? 5,
    onFailure:
      options.onFailure ??
      ((error) => process.stderr.write(`The log ${options.path} cannot be written: ${String(error)}\n`)),
  });
  const root = pino(
    {
      level: options.level ?? "info",
      base: null,
      timestamp: () => `,"time":"${new Date(options.clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => file.write(`${options.scrubber.scrub(line.trimEnd())}\n`) },
  );
  return { logger: wrap(root), close: () => file.close() };
}

/** pino gets fields that are already plain and redacted, so that none of its own serializers is trusted with a secret. */
function wrap(target: PinoLogger): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, fields?: LogFields): void =>
      target[level](toPlain(fields), message);
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => wrap(target.child(toPlain(fields))),
  };
}

function toPlain(fields: LogFields | undefined): Record<string, unknown> {
  const plain = redactFields(fields ?? {});
  return typeof plain === "object" && plain !== null ? { ...plain } : {};
}
