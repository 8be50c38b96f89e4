// How is a connected account doing, in the window's words?
import type { ClientDiagnostics } from "#engine/ports/exchange-client.ts";
import type { AccountView } from "#shared/contract/views.ts";
import type { Account } from "#shared/domain/account.ts";
import { dangerousRights, missingToTrade } from "#shared/domain/key-permissions.ts";
import type { Profile } from "#shared/domain/profile.ts";
import { DAY_MS, type UnixMs } from "#shared/domain/time.ts";
import { nextStep } from "./describe-failure.ts";
import { connectionOf } from "./key-bundle.ts";
import { dangerousMessage } from "./probe-key.ts";

export function accountView(options: {
  readonly profile: Profile;
  readonly account: Account;
  readonly diagnostics: ClientDiagnostics;
  /** Why this run must not use the key; null where it may. */
  readonly otherServer: string | null;
  readonly now: UnixMs;
  /** Texts of venues and adapters pass through it. */
  readonly scrub: (text: string) => string;
}): AccountView {
  const { profile, account, diagnostics, otherServer, now, scrub } = options;
  const connection = connectionOf(account);
  const pausedUntil =
    diagnostics.pausedUntil !== null && diagnostics.pausedUntil > now ? diagnostics.pausedUntil : null;
  const problem = problemOf(account, diagnostics, otherServer);
  return {
    profileId: profile.id,
    profileName: profile.name,
    mode: profile.mode,
    account,
    state: stateOf(account, { ...diagnostics, pausedUntil }, otherServer),
    problem:
      problem === null ? null : { code: problem.code, message: scrub(problem.message), next: nextStep(problem.code) },
    latencyMs: diagnostics.latencyMs,
    clockErrorMs: diagnostics.clockErrorMs,
    lastUsedAt: diagnostics.lastAnswerAt,
    keyAgeDays: Math.max(0, Math.floor((now - connection.keyStoredAt) / DAY_MS)),
    pausedUntil,
    budgets: diagnostics.budgets.map((budget) => ({ ...budget })),
    missingRights: missingToTrade(connection.permissions).map(({ label }) => label),
  };
}

function stateOf(account: Account, diagnostics: ClientDiagnostics, otherServer: string | null): AccountView["state"] {
  if (connectionOf(account).paused) return "paused";
  if (otherServer !== null) return "otherServer";
  const { failing } = diagnostics;
  if (failing?.code === "SECRET_LOCKED") return "locked";
  if (failing?.code === "SECRET_NOT_FOUND") return "noKey";
  if (diagnostics.pausedUntil !== null) return "banned";
  if (failing !== null) return "failing";
  return diagnostics.lastAnswerAt === null ? "checking" : "ok";
}

function problemOf(
  account: Account,
  { failing }: ClientDiagnostics,
  otherServer: string | null,
): { readonly code: string; readonly message: string } | null {
  const { permissions, paused } = connectionOf(account);
  if (dangerousRights(permissions).length > 0) {
    return { code: "VENUE_KEY_REFUSED", message: dangerousMessage(account, permissions) };
  }
  // A person's pause is no problem, and what failed before it says nothing of now.
  if (paused) return null;
  if (otherServer !== null) return { code: "VENUE_OTHER_SERVER", message: otherServer };
  return failing;
}
