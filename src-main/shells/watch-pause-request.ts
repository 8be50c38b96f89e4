// How does the running program hear that another process asks it to pause everything?
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import type { Logger } from "#engine/ports/logger.ts";
import { readPauseRequest, removePauseRequest } from "#platform/data-folder/pause-request.ts";

/** A look is one failed opening of a file; nobody notices a pause that comes this much later. */
const LOOK_EVERY_MS = 250;

interface PauseWatchOptions {
  readonly runFolder: string;
  readonly pause: (reason: string) => Promise<void>;
  readonly clock: Pick<Clock, "every">;
  readonly logger: Logger;
}

/** Looks at once, so that a request that was left before the start holds; the request is removed only when it was written down. */
export async function watchPauseRequest({ runFolder, pause, clock, logger }: PauseWatchOptions): Promise<Stoppable> {
  let busy = false;
  const look = async () => {
    if (busy) return;
    const reason = readPauseRequest(runFolder);
    if (reason === null) return;
    busy = true;
    try {
      await pause(reason);
      removePauseRequest(runFolder);
    } catch (error) {
      // Paused it is all the same; the request stays, so that it is written down once that is possible again.
      logger.error("A pause that was asked for could not be written down", { error });
    } finally {
      busy = false;
    }
  };
  await look();
  return clock.every(LOOK_EVERY_MS, () => void look());
}
