// How do the profiles' books fill the slot that the handlers of the books may reach?
import type { BooksApi, UploadedFile } from "#api/books-api.ts";
import { exportPositions } from "#engine/books/csv/export-positions.ts";
import type { Stoppable } from "#engine/core/disposable-store.ts";
import type { Kernel } from "#engine/kernel.ts";
import type { UploadStore } from "#engine/portfolio/upload-store.ts";
import type { ProfileRuntime } from "#engine/profiles/profile-runtime.ts";
import type { ProfileId } from "#shared/domain/ids.ts";

/** All that the books need of the kernel. */
export interface BooksKernel {
  readonly registry: Pick<Kernel["registry"], "change"> & {
    runtime(profileId: ProfileId): Pick<ProfileRuntime, "portfolio">;
    follow(profileId: ProfileId, listen: (runtime: Pick<ProfileRuntime, "portfolio">) => Stoppable): Stoppable;
  };
  readonly uploads: UploadStore;
}

export function createBooksApi({ registry, uploads }: BooksKernel): BooksApi {
  const portfolioOf = (profileId: ProfileId): ProfileRuntime["portfolio"] => registry.runtime(profileId).portfolio;
  const of = (profileId: ProfileId) => portfolioOf(profileId).books;
  const editorOf = (profileId: ProfileId) => of(profileId).editor;
  const fileOf = ({ uploadId, accountId, zoneMinutes }: UploadedFile) => ({
    ...uploads.file(uploadId),
    accountId,
    zoneMinutes,
  });
  return {
    summary: (profileId) => of(profileId).summary(),
    page: async (profileId, query) => await of(profileId).page(query),
    lots: (profileId, asset) => of(profileId).lots(asset),
    disposals: (profileId, filter, range) => of(profileId).disposals(filter, range),
    coverage: (profileId) => {
      const read = () => of(profileId).history.progress().coverage;
      read();
      return {
        read,
        subscribe: (listener) =>
          registry.follow(profileId, ({ portfolio }) =>
            portfolio.books.history.changes.subscribe(({ coverage }) => listener(coverage)),
          ),
      };
    },
    readHistory: (profileId) => of(profileId).readHistory(),
    compareMethods: (profileId, to) => of(profileId).compareMethods(to),
    setCostBasis: async (profileId, costBasis) => {
      await registry.change(profileId, (profile) => ({ ...profile, costBasis }), { events: [], reopen: false });
    },
    uploads,
    previewImport: (profileId, file) => of(profileId).files.preview(fileOf(file)),
    applyImport: async (profileId, file, signal) => {
      const changed = await of(profileId).files.apply(fileOf(file), signal);
      uploads.forget(file.uploadId);
      return changed;
    },
    batches: async (profileId) => await of(profileId).batches.list(),
    undoBatch: async (profileId, batchId, reason) => void (await editorOf(profileId).undoBatch(batchId, reason)),
    redoBatch: async (profileId, batchId, reason) => void (await editorOf(profileId).redoBatch(batchId, reason)),
    addEntry: async (profileId, entry, signal) => await editorOf(profileId).addManual(entry, signal),
    correctEntry: async (profileId, id, entry, signal) => await editorOf(profileId).correct(id, entry, signal),
    setAside: async (profileId, ids, reason) => void (await editorOf(profileId).retract(ids, reason)),
    restore: async (profileId, ids, reason) => void (await editorOf(profileId).restore(ids, reason)),
    pair: async (profileId, { withdrawalId, depositId }, paired) => {
      const [kind, reason] = paired
        ? (["pair", "One transfer between own accounts"] as const)
        : (["part", "Not one transfer"] as const);
      await editorOf(profileId).link(kind, withdrawalId, depositId, reason);
    },
    reconciliation: (profileId) => of(profileId).reconciliation.lines(),
    fix: async (profileId, request, signal) =>
      await of(profileId).reconciliation.fix({ ...request, note: null }, signal),
    why: (profileId, asset, figure) => portfolioOf(profileId).reports.why(asset, figure),
    performance: (profileId, period) => portfolioOf(profileId).reports.performance(period),
    calendar: (profileId, bounds) => portfolioOf(profileId).reports.calendar(bounds),
    checkSnapshots: (profileId) => portfolioOf(profileId).reports.checkSnapshots(),
    export: async (profileId, kind, format) =>
      kind === "positions"
        ? exportPositions(portfolioOf(profileId).read(), format)
        : await of(profileId).export(kind, format),
  };
}
