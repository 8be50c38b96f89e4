// How does the wizard call its steps, its checks and the places that a key may belong to? Pure.
import type { CheckStep, ConnectableVenue } from "#shared/contract/views.ts";
import type { EndpointKind } from "#shared/domain/account.ts";

export const STAGES = ["venue", "key", "checks", "done"] as const;
export type Stage = (typeof STAGES)[number];
export const STAGE_WORDS = { venue: "Venue", key: "Key", checks: "Checks", done: "Done" } as const satisfies Record<
  Stage,
  string
>;

type CheckName = CheckStep["step"];

export const CHECK_WORDS = {
  format: "Format",
  clock: "Clock",
  permissions: "Permissions",
  balances: "Balance",
  order: "Test order",
} as const satisfies Record<CheckName, string>;

export const STATE_WORDS = {
  waiting: "not begun",
  running: "running",
  ok: "passed",
  warning: "passed with a warning",
  failed: "failed",
  skipped: "skipped",
} as const satisfies Record<CheckStep["state"], string>;

/** What is going to be done, until the engine says what came of it. */
export function describeCheck(step: CheckName, venue: string): string {
  switch (step) {
    case "format":
      return "Reads the key's form; nothing is sent.";
    case "clock":
      return `Compares this computer's clock with ${venue}.`;
    case "permissions":
      return "Reads what the key may do.";
    case "balances":
      return "Reads what you hold, once.";
    case "order":
      return `Asks ${venue} to check an order without placing it.`;
  }
}

/** Before the first event: all of them, the first under way. */
export function stepsBefore(venue: string): readonly CheckStep[] {
  const names: readonly CheckName[] = ["format", "clock", "permissions", "balances", "order"];
  return names.map((step, at) => ({
    step,
    state: at === 0 ? "running" : "waiting",
    message: describeCheck(step, venue),
    meaning: null,
    fix: [],
    tookMs: null,
  }));
}

export function endpointWords(
  endpoint: EndpointKind,
  venue: Pick<ConnectableVenue, "name" | "loopbackAddress">,
): string {
  if (endpoint === "production") return venue.name;
  if (endpoint === "sandbox") return `${venue.name} sandbox`;
  return `Test server ${venue.loopbackAddress ?? "on this computer"}`;
}

/** `Kraken`, or `Kraken 2` where the name is taken. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  let name = wanted;
  for (let number = 2; used.has(name.toLowerCase()); number += 1) name = `${wanted} ${number}`;
  return name;
}
