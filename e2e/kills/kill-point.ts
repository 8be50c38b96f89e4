// At which moments is the process killed? At commits of its journal and at its requests to a venue, on either side of each.
import type { Rng } from "#engine/ports/rng.ts";
import { ensure } from "#shared/domain/assert.ts";
import type { JournalKind } from "#shared/domain/journal.ts";

/** By the process itself: no one outside can stand right before a commit. */
interface AtCommit {
  readonly at: "commit";
  readonly side: "before" | "after";
  readonly kind: JournalKind | "any";
  /** The how many-th such commit since the start. */
  readonly count: number;
}

/** By the venue, which is in the test's own process and knows when it was asked. */
interface AtRequest {
  readonly at: "request";
  /** `before`: the request is lost; `after`: the venue has acted, the reply is lost; `late`: it acts when the process is long dead. */
  readonly side: "before" | "after" | "late";
  /** Requests that place orders, or any at all. */
  readonly what: "order" | "any";
  readonly count: number;
}

export type KillPoint = AtCommit | AtRequest;

export function commit(side: AtCommit["side"], kind: AtCommit["kind"], count = 1): KillPoint {
  return { at: "commit", side, kind, count };
}

export function request(side: AtRequest["side"], what: AtRequest["what"], count = 1): KillPoint {
  return { at: "request", side, what, count };
}

export function describePoint({ at, side, count, ...point }: KillPoint): string {
  return `${side} ${at} ${count} of ${"kind" in point ? point.kind : point.what}`;
}

/** What the program is started with. */
export function environmentOf(point: KillPoint | null): Readonly<Record<string, string>> {
  return point?.at === "commit" ? { SCHWABOT_KILL_AT_COMMIT: `${point.side}:${point.kind}:${point.count}` } : {};
}

/** Kinds that a plan under way writes, and how many of each a start and one plan are sure to bring. */
const COMMITS: readonly (readonly [JournalKind | "any", number])[] = [
  ["any", 12],
  ["plan.previewed", 1],
  ["plan.approved", 1],
  ["plan.state", 2],
  ["order.planned", 2],
  ["order.state", 4],
  ["order.fill", 2],
  ["plan.report", 1],
];
const ORDERS = 2;
const REQUESTS = 25;

/** Half of them at commits, half at requests. */
export function drawPoint(rng: Rng): KillPoint {
  const oneOf = <Item>(items: readonly Item[]): Item => ensure(items[rng.integer(0, items.length - 1)], "choice");
  if (rng.next() < 0.5) {
    const [kind, most] = oneOf(COMMITS);
    return commit(oneOf(["before", "after"] as const), kind, rng.integer(1, most));
  }
  const what = oneOf(["order", "order", "any"] as const);
  const side = oneOf(["before", "after", "late"] as const);
  return request(side, what, rng.integer(1, what === "order" ? ORDERS : REQUESTS));
}
