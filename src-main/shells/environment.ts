// What do environment variables say to a running program? Read once at the start; a wrong value is refused, not ignored.
import { z } from "zod";
import { EngineError } from "#engine/core/engine-error.ts";

const environmentSchema = z.object({
  /** How much goes to the log. */
  SCHWABOT_LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  /** `off` leaves out the outages and silences that the simulated market has like a real one. */
  SCHWABOT_SIMULATED_GAPS: z.enum(["on", "off"]).default("on"),
});

export interface Environment {
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly simulatedGaps: "realistic" | "none";
}

/** Throws INPUT_INVALID naming the variable and what it may be. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = issue?.path.join(".") ?? "environment";
    throw new EngineError("INPUT_INVALID", `${name}: ${issue?.message ?? "not understood"}`, { data: { path: name } });
  }
  const { SCHWABOT_LOG_LEVEL: logLevel, SCHWABOT_SIMULATED_GAPS: gaps } = parsed.data;
  return { logLevel, simulatedGaps: gaps === "on" ? "realistic" : "none" };
}
