// What do tests of the API reach of the books? Empty ones, that refuse every change and leave a word of it.
import type { BooksApi } from "#api/books-api.ts";
import { EngineError } from "#engine/core/engine-error.ts";
import { Topic } from "#engine/core/event-bus.ts";
import { UploadStore } from "#engine/portfolio/upload-store.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { type Coverage, DEFAULT_COST_BASIS } from "#shared/domain/books.ts";
import { decimalString } from "#shared/domain/decimal.ts";
import { assetSchema, type ProfileId } from "#shared/domain/ids.ts";
import { SeededIds } from "./seeded-ids.ts";

const USD = assetSchema.parse("USD");
const ZERO = decimalString("0");

export function fakeBooksApi(options: {
  readonly clock: Clock;
  /** Throws PROFILE_NOT_FOUND for every other one. */
  readonly known: (profileId: ProfileId) => ProfileId;
  readonly changed: (what: string) => Promise<void>;
}): BooksApi {
  const { clock, known, changed } = options;
  const refuse = async (profileId: ProfileId, what: string): Promise<never> => {
    known(profileId);
    await changed(what);
    throw new EngineError("INPUT_INVALID", "There is no such entry.", { data: { what } });
  };
  const nothing = (profileId: ProfileId): never => {
    throw new EngineError("FEED_NO_DATA", `Nothing is recorded for ${known(profileId)} yet.`);
  };
  return {
    summary: (profileId) => {
      known(profileId);
      const sums = { realized: ZERO, netInvested: ZERO, income: ZERO, withdrawnGain: ZERO, fees: ZERO };
      const lists = { byAsset: [], byAccount: [], byYear: [], gaps: [] };
      const counts = { entries: 0, setAside: 0, netInvestedKnown: true };
      return { currency: USD, costBasis: DEFAULT_COST_BASIS, ...counts, ...sums, ...lists };
    },
    page: async (profileId) => {
      known(profileId);
      return { rows: [], next: null, total: 0 };
    },
    lots: (profileId) => {
      known(profileId);
      return [];
    },
    disposals: (profileId) => {
      known(profileId);
      return { rows: [], total: 0 };
    },
    coverage: (profileId) => {
      known(profileId);
      const topic = new Topic<readonly Coverage[]>();
      return { read: () => [], subscribe: (listener) => topic.subscribe(listener) };
    },
    readHistory: (profileId) => refuse(profileId, "readHistory"),
    compareMethods: (profileId, to) => {
      known(profileId);
      const none = { realized: ZERO, openCost: ZERO, openLots: 0 };
      return { from: DEFAULT_COST_BASIS, to, byAsset: [], inAll: { before: none, after: none }, byYear: [] };
    },
    setCostBasis: (profileId) => refuse(profileId, "setCostBasis"),
    uploads: new UploadStore({ clock, ids: new SeededIds("uploads") }),
    previewImport: (profileId) => nothing(profileId),
    applyImport: (profileId) => refuse(profileId, "applyImport"),
    batches: async (profileId) => {
      known(profileId);
      return { rows: [], total: 0 };
    },
    undoBatch: (profileId) => refuse(profileId, "undoBatch"),
    redoBatch: (profileId) => refuse(profileId, "redoBatch"),
    addEntry: (profileId) => refuse(profileId, "addEntry"),
    correctEntry: (profileId) => refuse(profileId, "correctEntry"),
    setAside: (profileId) => refuse(profileId, "setAside"),
    restore: (profileId) => refuse(profileId, "restore"),
    pair: (profileId) => refuse(profileId, "pair"),
    reconciliation: (profileId) => {
      known(profileId);
      return [];
    },
    fix: (profileId) => refuse(profileId, "fix"),
    why: (profileId) => nothing(profileId),
    performance: (profileId) => nothing(profileId),
    calendar: (profileId) => {
      known(profileId);
      return [];
    },
    checkSnapshots: (profileId) => {
      known(profileId);
      return { checked: 0, differences: [], more: 0, missing: 0, missingReason: null };
    },
    export: (profileId) => {
      known(profileId);
      return "timestamp\n";
    },
  };
}
