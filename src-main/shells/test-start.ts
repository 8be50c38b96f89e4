// What may only a start against test servers ask for? Waits that are divided, and a kill of its own at one moment.
import { EngineError } from "#engine/core/engine-error.ts";
import type { VenueId } from "#shared/domain/ids.ts";
import { type KillMoment, parseKillMoment } from "#workers/storage/kill-moment.ts";

const DIVISOR = "SCHWABOT_POLICY_DIVISOR";
const KILL = "SCHWABOT_KILL_AT_COMMIT";
const MOST = 1_000;

export interface TestStart {
  /** By how much every wait of the execution is divided; 1 in ordinary use. */
  readonly policyDivisor: number;
  readonly killAt: KillMoment | null;
}

/** Throws INPUT_INVALID naming the variable: for a wrong value, and for any value where no venue is redirected to this computer. */
export function readTestStart(
  env: Readonly<Record<string, string | undefined>>,
  endpoints: ReadonlyMap<VenueId, string>,
): TestStart {
  const [divisor, kill] = [env[DIVISOR], env[KILL]];
  for (const [name, value] of Object.entries({ [DIVISOR]: divisor, [KILL]: kill })) {
    if (value === undefined || endpoints.size > 0) continue;
    const what = "is for tests only and works with --venue-endpoint, against test servers on this computer. Remove it.";
    throw refused(name, what);
  }
  return {
    policyDivisor: divisor === undefined ? 1 : readDivisor(divisor),
    killAt: kill === undefined ? null : readKill(kill),
  };
}

function readDivisor(text: string): number {
  const divisor = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (divisor < 1 || divisor > MOST) throw refused(DIVISOR, `expected a whole number from 1 to ${MOST}, got "${text}"`);
  return divisor;
}

function readKill(text: string): KillMoment {
  try {
    return parseKillMoment(text);
  } catch (error) {
    throw refused(KILL, error instanceof Error ? error.message : String(error));
  }
}

function refused(name: string, problem: string): EngineError {
  return new EngineError("INPUT_INVALID", `${name}: ${problem}`, { data: { path: name } });
}
