// What do the planted faults make of the frames of one socket, one after the other?
import { alterJson } from "./alter-json.ts";
import type { StandingFault } from "./stream-faults.ts";

/** Bytes leave as a binary frame. */
export type WireFrame = string | Buffer;

interface Progress {
  /** Frames of this socket that came to the fault. */
  frames: number;
  held: WireFrame | null;
}

/** Any byte but the text's own. */
const GARBLE = 0xa5;

export class FrameFaults {
  readonly #progress = new Map<StandingFault, Progress>();

  /** What leaves instead of the frame, in order; faults in the order of planting. */
  through(frame: WireFrame, faults: readonly StandingFault[]): readonly WireFrame[] {
    let frames: readonly WireFrame[] = [frame];
    for (const planted of faults) frames = frames.flatMap((one) => this.#meet(one, planted));
    return frames;
  }

  /** What a fault that is over held back, after the faults behind it. */
  release(planted: StandingFault, rest: readonly StandingFault[]): readonly WireFrame[] {
    const held = this.#progress.get(planted)?.held ?? null;
    this.#progress.delete(planted);
    return held === null ? [] : this.through(held, rest);
  }

  #meet(frame: WireFrame, planted: StandingFault): readonly WireFrame[] {
    const { fault } = planted;
    if (fault.kind === "reorder") return this.#swap(frame, planted);
    if ("every" in fault && !this.#isNth(planted, fault.every ?? 1)) return [frame];
    const frames = changed(frame, planted);
    if (frames.length !== 1 || frames[0] !== frame) planted.hits += 1;
    return frames;
  }

  #swap(frame: WireFrame, planted: StandingFault): readonly WireFrame[] {
    const progress = this.#progressOf(planted);
    const { held } = progress;
    progress.held = held === null ? frame : null;
    if (held === null) return [];
    planted.hits += 1;
    return [frame, held];
  }

  #isNth(planted: StandingFault, every: number): boolean {
    const progress = this.#progressOf(planted);
    progress.frames += 1;
    return progress.frames % every === 0;
  }

  #progressOf(planted: StandingFault): Progress {
    const progress = this.#progress.get(planted) ?? { frames: 0, held: null };
    this.#progress.set(planted, progress);
    return progress;
  }
}

function changed(frame: WireFrame, { fault }: StandingFault): readonly WireFrame[] {
  switch (fault.kind) {
    case "freeze":
    case "halfOpen":
    case "gap":
      return [];
    case "duplicate":
      return [frame, frame];
    case "binary":
      return [Buffer.from(Buffer.from(frame).map((byte) => byte ^ GARBLE))];
    default:
      return typeof frame === "string" ? changedText(frame, fault) : [frame];
  }
}

function changedText(text: string, fault: StandingFault["fault"]): readonly WireFrame[] {
  switch (fault.kind) {
    case "silent":
      return text.includes(fault.word) ? [] : [text];
    case "alter":
      return [fault.change(text)];
    case "alterJson":
      return [alterJson(text, fault.change)];
    case "truncate":
      return [text.slice(0, Math.floor(text.length / 2))];
    default:
      // The others are about the socket, not about what a frame says.
      return [text];
  }
}
