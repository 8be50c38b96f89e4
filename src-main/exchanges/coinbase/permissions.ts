// What may this Coinbase key do?
// Source: resources/docs/exchanges.md section 6 and Coinbase.Net, recorded GetApiKeyInfo (2026-11-26).
import type { Answer } from "#exchanges/shared/answer.ts";
import type { Grant, KeyPermissions, KeyRight } from "#shared/domain/key-permissions.ts";
import type { UnixMs } from "#shared/domain/time.ts";

const RIGHTS: readonly Omit<KeyRight, "granted">[] = [
  { id: "can_view", label: "View balances, orders and trades", need: "needed" },
  { id: "can_trade", label: "Trade", need: "trading" },
  { id: "can_transfer", label: "Move money out or to another portfolio", need: "mustBeOff" },
];

export function parsePermissions(body: Answer, readAt: UnixMs): KeyPermissions {
  return {
    readable: true,
    rights: RIGHTS.map((right) => ({ ...right, granted: granted(body.at(right.id)) })),
    // The portal restricts keys to addresses; the interface does not tell whether it did.
    ipRestricted: null,
    keyName: null,
    expiresAt: null,
    readAt,
  };
}

const granted = (flag: Answer): Grant => (flag.flag() ? "yes" : "no");
