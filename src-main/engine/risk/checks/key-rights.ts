// May the account's key trade, and nothing worse? Paper orders need no right: they never reach the venue.
import { denyPlan, type Gate } from "#engine/risk/gate.ts";
import { dangerousRights, missingToTrade } from "#shared/domain/key-permissions.ts";
import { venueName } from "#shared/domain/venue.ts";

export const keyRights: Gate = {
  name: "Rights of the key",
  when: "always",
  check: ({ account, profileMode }) => {
    if (profileMode === "paper") return null;
    const connection = account?.connection;
    if (account === null || connection === undefined) {
      return denyPlan("KEY_UNKNOWN", "The account of this order is not connected.");
    }
    const venue = venueName(account.venue);
    const dangerous = dangerousRights(connection.permissions);
    if (dangerous.length > 0) {
      const rights = dangerous.map(({ label }) => label).join(", ");
      return denyPlan(
        "KEY_DANGEROUS",
        `The key of ${account.name} (${venue}) may move money out: ${rights}. Replace it.`,
      );
    }
    const missing = missingToTrade(connection.permissions);
    if (missing.length > 0) {
      const rights = missing.map(({ label }) => label).join(", ");
      return denyPlan("KEY_CANNOT_TRADE", `The key of ${account.name} (${venue}) lacks the right: ${rights}.`);
    }
    if (!connection.permissions.readable && !connection.confirmedNoTransfer) {
      return denyPlan(
        "KEY_UNCONFIRMED",
        `${venue} does not tell what a key may do, and nobody confirmed it: replace the key under Accounts.`,
      );
    }
    return null;
  },
};
