// Which venue, account and check do tests of several screens speak of? Parsed by the schemas, so that they can not drift from them.
import { accountViewSchema, checkEventSchema, connectableVenueSchema } from "#shared/contract/accounts.ts";
import type { AccountView, CheckEvent, ConnectableVenue } from "#shared/contract/views.ts";
import type { KeyRight } from "#shared/domain/key-permissions.ts";

type Changes = Readonly<Record<string, unknown>>;

export const SAMPLE_TIME = 1_700_000_000_000;

function samplePermissions(transfer: KeyRight["granted"] = "no", changes: Changes = {}): Changes {
  return {
    readable: true,
    rights: [
      { id: "can_view", label: "View", granted: "yes", need: "needed" },
      { id: "can_trade", label: "Trade", granted: "yes", need: "trading" },
      { id: "can_transfer", label: "Transfer", granted: transfer, need: "mustBeOff" },
    ],
    ipRestricted: null,
    keyName: null,
    expiresAt: null,
    readAt: SAMPLE_TIME,
    ...changes,
  };
}

export function sampleAccount(id = "kraken-main", connection: Changes = {}): Changes {
  return {
    id,
    name: "Kraken main",
    kind: "exchange",
    venue: "kraken",
    fees: { maker: "0.0016", taker: "0.0026" },
    connection: {
      endpoint: "production",
      connectedAt: SAMPLE_TIME,
      generation: 1,
      keyStoredAt: SAMPLE_TIME,
      storedIn: "keychain",
      fingerprint: "0123456789ab",
      permissions: samplePermissions(),
      confirmedNoTransfer: false,
      paused: false,
      ...connection,
    },
  };
}

export function sampleAccountView(changes: Changes = {}, account: Changes = sampleAccount()): AccountView {
  return accountViewSchema.parse({
    profileId: "core",
    profileName: "Core",
    mode: "paper",
    account,
    state: "ok",
    problem: null,
    latencyMs: 84,
    clockErrorMs: 12,
    lastUsedAt: SAMPLE_TIME,
    keyAgeDays: 12,
    pausedUntil: null,
    budgets: [{ scope: "key", name: "Counter", used: 3, limit: 15 }],
    missingRights: [],
    ...changes,
  });
}

export function sampleVenue(changes: Changes = {}): ConnectableVenue {
  return connectableVenueSchema.parse({
    venue: "coinbase",
    name: "Coinbase",
    known: true,
    fields: [
      { id: "apiKey", label: "Key name or id", hint: "organizations/…", multiline: false },
      { id: "secret", label: "Private key", hint: "EC private key in PEM", multiline: true },
    ],
    endpoints: ["production"],
    loopbackAddress: null,
    tellsPermissions: true,
    keyPage: "https://portal.cdp.coinbase.com/access/api",
    steps: ["Create a key."],
    cannot: [],
    environment: [],
    ...changes,
  });
}

type StepState = CheckEvent["steps"][number]["state"];

/** One event of a check; `states` in the order format, clock, permissions, balances, order. */
export function sampleCheck(states: readonly StepState[], changes: Changes = {}): CheckEvent {
  return checkEventSchema.parse({
    steps: (["format", "clock", "permissions", "balances", "order"] as const).map((step, at) => ({
      step,
      state: states[at] ?? "waiting",
      message: `${step} says so.`,
      meaning: states[at] === "failed" ? "It is dangerous." : null,
      fix: states[at] === "failed" ? ["Make another key."] : [],
      tookMs: null,
    })),
    format: "ES256",
    permissions: samplePermissions(states[2] === "failed" ? "yes" : "no"),
    balances: [{ asset: "BTC", total: "0.5" }],
    result: null,
    ...changes,
  });
}
