// How is something waited for in a program that runs by itself? By looking again and again, until a limit that only a stuck program meets.
import { setTimeout as wait } from "node:timers/promises";

const LOOK_MS = 25;
const LIMIT_MS = 120_000;

/** The first answer that is not undefined. Rejects when there never is one, naming what was waited for. */
export async function until<Answer>(
  what: () => string,
  look: () => Promise<Answer | undefined>,
  lookMs = LOOK_MS,
): Promise<Answer> {
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${LIMIT_MS / 1_000} s in vain for ${what()}.`);
    await wait(lookMs);
  }
}
