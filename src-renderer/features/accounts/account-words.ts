// How is an account doing, in words, and what of it is worth a look? Pure.
import type { Health } from "#renderer/components/health-dot.tsx";
import type { AccountView } from "#shared/contract/views.ts";
import type { AccountConnection } from "#shared/domain/account.ts";

type AccountState = AccountView["state"];

export const STATE_WORDS = {
  ok: "well",
  checking: "being read",
  paused: "paused",
  locked: "locked",
  noKey: "no key here",
  otherServer: "other server",
  failing: "failing",
  banned: "must wait",
} as const satisfies Record<AccountState, string>;

export const STATE_HEALTH = {
  ok: "live",
  checking: "stale",
  paused: "off",
  locked: "lagging",
  noKey: "down",
  otherServer: "off",
  failing: "down",
  banned: "lagging",
} as const satisfies Record<AccountState, Health>;

/** What a state means where the engine sends no problem with it. */
const STATE_DETAIL: Partial<Record<AccountState, string>> = {
  paused: "Not contacted until you resume it. Open orders stay as they are at the exchange.",
  locked: "The vault is locked. Give its passphrase above.",
  noKey: "No key of this account is stored on this computer. Replace the key to give one.",
  otherServer: "The key belongs to another server than this run speaks to, so it is not sent anywhere.",
};

/** Two sentences: what is wrong and what to do; null when all is well. */
export function stateSentences(view: AccountView): string | null {
  if (view.problem !== null) return `${view.problem.message} ${view.problem.next}`;
  return STATE_DETAIL[view.state] ?? null;
}

export const ENDPOINT_WORDS = {
  production: "the exchange itself",
  sandbox: "its sandbox",
  loopback: "a test server on this computer",
} as const satisfies Record<AccountConnection["endpoint"], string>;

export const PLACE_WORDS = { keychain: "System keychain", vault: "Encrypted file" } as const satisfies Record<
  AccountConnection["storedIn"],
  string
>;

/** From here on a key is old enough to be replaced. */
export const OLD_KEY_DAYS = 90;
/** A budget that is nearly used up. */
export const NEARLY_USED = 0.8;

type Budget = AccountView["budgets"][number];

export function usedShare({ used, limit }: Budget): number {
  return limit === 0 ? 0 : used / limit;
}

/** The budget nearest to its end; null where none is told. */
export function tightestBudget(budgets: readonly Budget[]): Budget | null {
  return budgets.reduce<Budget | null>(
    (worst, budget) => (worst === null || usedShare(budget) > usedShare(worst) ? budget : worst),
    null,
  );
}

const SCOPE_WORDS = { key: "this key", ip: "this computer's address" } as const satisfies Record<
  Budget["scope"],
  string
>;

/** "orders per day of this key": a budget is called by one word in the code. */
export function budgetWords({ name, scope }: Pick<Budget, "name" | "scope">): string {
  return `${name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} of ${SCOPE_WORDS[scope]}`;
}

/** `+12 ms`: this computer is ahead. */
export function clockWords(errorMs: number | null): string {
  if (errorMs === null) return "not read";
  const rounded = Math.round(errorMs);
  return rounded === 0 ? "0 ms" : `${rounded > 0 ? "+" : "−"}${Math.abs(rounded)} ms`;
}
