// How does all that waits on promises go as far as it can between two events, at little cost?

/**
 * Immediates of one round of the event loop. Node runs what waits on promises after each, and looks for rejections that nobody
 * handles; a round itself asks the operating system and costs as much as several events.
 */
const ROUND = 32;

/** Calls `step` until it returns false, each time after everything that waits on promises has run. Rejects with what it throws. */
export function stepByStep(step: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let over = false;
    const once = () => {
      if (over) return;
      try {
        if (step()) return;
        resolve();
      } catch (error) {
        reject(error);
      }
      over = true;
    };
    const round = () => {
      once();
      if (over) return;
      for (let left = ROUND; left > 1; left -= 1) setImmediate(once);
      setImmediate(round);
    };
    setImmediate(round);
  });
}
