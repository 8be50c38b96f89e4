// How does the engine learn how far this window has read? By a count after the first frame and after each sixteenth.
import { FRAMES_PER_COUNT } from "#shared/contract/frame-pacing.ts";

/** Returns what to call for each frame that arrived. */
export function countFrames(send: (text: string) => void): () => void {
  let read = 0;
  return () => {
    read += 1;
    if (read === 1 || read % FRAMES_PER_COUNT === 0) send(JSON.stringify({ a: read }));
  };
}
