// What is a new account called here?
import type { IdGenerator } from "#engine/ports/id-generator.ts";
import { sha256Hex } from "#shared/domain/canonical-hash.ts";
import { type AccountId, accountIdSchema, type VenueId } from "#shared/domain/ids.ts";

const ID_DIGITS = 10;

/** Unique over all profiles and all time: books are kept under it, also of accounts that are gone. */
export function newAccountId(venue: VenueId, ids: Pick<IdGenerator, "nonce">): AccountId {
  return accountIdSchema.parse(`${venue}-${sha256Hex(ids.nonce()).slice(0, ID_DIGITS)}`);
}
