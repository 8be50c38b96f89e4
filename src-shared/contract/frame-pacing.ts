// How do both ends of a connection keep streams from running ahead of a slow reader?
// The window says `{"a": n}` after its first frame and after each `FRAMES_PER_COUNT`: n frames read so far.

/** Frames that may be on their way; beyond it the engine waits, and its streams conflate meanwhile. */
export const FRAMES_AHEAD = 64;
export const FRAMES_PER_COUNT = 16;
