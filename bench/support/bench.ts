// What is a bench, and what does it report? Figures of this run, goals met or not, and how cost grows with size.

/** One number that was measured. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Largest minus smallest over the median, where there were several rounds. */
  readonly spread?: number;
}

export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly bound: "atMost" | "atLeast";
  readonly limit: number;
  readonly met: boolean;
}

/** Cost at three sizes; `exponent` is 1 where twice the size costs twice as much. */
export interface Growth {
  readonly what: string;
  readonly unit: string;
  readonly points: readonly { readonly size: number; readonly value: number }[];
  readonly exponent: number;
}

export interface BenchReport {
  readonly figures: readonly Figure[];
  readonly goals: readonly Goal[];
  readonly growth: readonly Growth[];
  /** Plain sentences about what the figures mean and what they leave out. */
  readonly notes: readonly string[];
}

export interface Bench {
  readonly name: string;
  readonly title: string;
  /** Rejects when it cannot run; a goal that is not met is a report, not a failure. */
  run(): Promise<BenchReport>;
}

export function atMost(what: string, measured: number, limit: number, unit = ""): Goal {
  return { what, measured, unit, bound: "atMost", limit, met: measured <= limit };
}

export function atLeast(what: string, measured: number, limit: number, unit = ""): Goal {
  return { what, measured, unit, bound: "atLeast", limit, met: measured >= limit };
}
