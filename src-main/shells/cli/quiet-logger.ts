// What does a command log that runs beside the program? Nothing: its output says it all, and the running program's log is not its own.
import type { Logger } from "#engine/ports/logger.ts";

const silence = () => undefined;

export const QUIET_LOGGER: Logger = {
  debug: silence,
  info: silence,
  warn: silence,
  error: silence,
  child: () => QUIET_LOGGER,
};
