// What do calls about the life of profiles do in tests of transports? Each change is recorded, and nothing else happens.
import type { ProfilesApi } from "#api/context.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import type { ImportReport } from "#shared/domain/profile-import.ts";
import { unixMs } from "#shared/domain/time.ts";
import { sampleProfile } from "./store-conformance.ts";

type Life =
  | "create"
  | "duplicate"
  | "archive"
  | "restore"
  | "archived"
  | "identities"
  | "separation"
  | "together"
  | "assetChoice"
  | "answerAssetChoice"
  | "previewImport"
  | "import"
  | "export";

const NOTHING: ImportReport = { imported: false, profiles: [], keys: [], secrets: [], errors: [] };

export function fakeProfileLife(parts: {
  readonly known: (profileId: ProfileId) => ProfileId;
  readonly changed: (what: string) => Promise<void>;
}): Pick<ProfilesApi, Life> {
  const { known, changed } = parts;
  const change = (what: string) => async (profileId: ProfileId) => {
    const id = known(profileId);
    await changed(what);
    return sampleProfile(id, 1);
  };
  return {
    create: async () => {
      await changed("create");
      return sampleProfile(known("demo-a" as ProfileId), 1);
    },
    duplicate: change("duplicate"),
    archive: change("archive"),
    restore: change("restore"),
    archived: () => [],
    identities: () => [],
    separation: async () => ({
      ...{ overlapLimit: 0.8, leastPairs: 20, overlaps: [], returns: [], picks: [] },
      ...{ directions: [], uniqueness: [], draws: [] },
    }),
    assetChoice: async (profileId) => {
      known(profileId);
      return {
        ...{ kind: "none", holder: null, best: null, lead: null, nextAt: null, scores: [], unread: [] },
        ...{ rankStability: null, proposal: null },
      };
    },
    answerAssetChoice: change("answerAssetChoice"),
    together: async () => ({ ts: unixMs(0), groups: [], results: [], netting: [], spreads: [] }),
    previewImport: async () => NOTHING,
    import: async () => {
      await changed("import");
      return { ...NOTHING, imported: true };
    },
    export: () => "",
  };
}
