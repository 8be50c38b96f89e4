// At which commit of the journal does a test start kill its own process? From outside, a kill can follow a commit but never
// come right before one, nor before anything else has happened after it: so the thread that commits does it, with SIGKILL.
import { EngineError } from "#engine/core/engine-error.ts";
import { journalEventSchema } from "#shared/domain/journal.ts";

/** The `count`-th commit since the start that holds an entry of this kind (`any`: of whatever kind), right before it or right after. */
export interface KillMoment {
  readonly side: "before" | "after";
  readonly kind: string;
  readonly count: number;
}

const FORM = /^(before|after):([a-zA-Z.]+):([1-9]\d{0,4})$/;
const KINDS: ReadonlySet<string> = new Set(["any", ...journalEventSchema.options.map(({ shape }) => shape.kind.value)]);

/** Reads `before:order.state:2`. Throws INPUT_INVALID. */
export function parseKillMoment(text: string): KillMoment {
  const [, side = "", kind = "", count = ""] = FORM.exec(text) ?? [];
  if ((side !== "before" && side !== "after") || !KINDS.has(kind)) {
    throw new EngineError(
      "INPUT_INVALID",
      `expected a side, a kind of entry and a count, like before:order.state:2 or after:any:10, got "${text}"`,
    );
  }
  return { side, kind, count: Number(count) };
}

/** Runs a commit of entries of these kinds. */
export type AroundCommit = <Result>(kinds: readonly string[], commit: () => Result) => Result;

/** Every commit as it is: what ordinary use has. */
export const untouched: AroundCommit = (_kinds, commit) => commit();

/** Commits until the moment has come; `kill` does not return in a real process. */
export function killAt(moment: KillMoment, kill: () => void): AroundCommit {
  let seen = 0;
  return (kinds, commit) => {
    const counts = moment.kind === "any" || kinds.includes(moment.kind);
    if (counts) seen += 1;
    const isNow = counts && seen === moment.count;
    if (isNow && moment.side === "before") kill();
    const result = commit();
    if (isNow && moment.side === "after") kill();
    return result;
  };
}
