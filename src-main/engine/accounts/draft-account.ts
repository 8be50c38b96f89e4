// What is an account, the moment its key is stored for the first time?
import type { Account, SecretPlace } from "#shared/domain/account.ts";
import type { AccountId } from "#shared/domain/ids.ts";
import type { KeyPermissions } from "#shared/domain/key-permissions.ts";
import type { UnixMs } from "#shared/domain/time.ts";
import type { CheckedKey } from "./held-checks.ts";

export function draftAccount(options: {
  readonly id: AccountId;
  readonly name: string;
  /** `permissions: null`: not read yet. */
  readonly key: Pick<CheckedKey, "venue" | "endpoint" | "fingerprint" | "fees"> & {
    readonly permissions: KeyPermissions | null;
  };
  readonly now: UnixMs;
  readonly storedIn: SecretPlace;
  readonly confirmedNoTransfer: boolean;
}): Account {
  const { id, name, key, now, storedIn, confirmedNoTransfer } = options;
  return {
    id,
    name,
    kind: "exchange",
    venue: key.venue,
    fees: key.fees,
    connection: {
      endpoint: key.endpoint,
      connectedAt: now,
      generation: 1,
      keyStoredAt: now,
      storedIn,
      fingerprint: key.fingerprint,
      permissions: key.permissions ?? {
        readable: false,
        rights: [],
        ipRestricted: null,
        keyName: null,
        expiresAt: null,
        readAt: now,
      },
      confirmedNoTransfer,
      paused: false,
    },
  };
}
