// How are the contract's questions about the books answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { books } = implementer;

/** Reading a long past tells of every page. */
const COVERAGE_INTERVAL_MS = 500;
/** Characters of a file in one event. */
const PIECE = 32_768;
/** A call without a signal of its own is never given up. */
const NEVER = new AbortController().signal;
const DONE = { done: true as const };

/** Absent instead of undefined. */
function given<Values extends Readonly<Record<string, unknown>>>(
  values: Values,
): { [Key in keyof Values]?: Exclude<Values[Key], undefined> } {
  // Only what is not undefined is left, under the same keys.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]?: Exclude<Values[Key], undefined>;
  };
}

export const booksHandlers = books.router({
  summary: books.summary.handler(({ context, input }) => context.books.summary(input.profileId)),

  page: books.page.handler(async ({ context, input: { profileId, filter, before, limit } }) => {
    const { rows, next, total } = await context.books.page(profileId, { filter, limit, ...given({ before }) });
    return { rows: [...rows], next, total };
  }),

  lots: books.lots.handler(async ({ context, input }) => [...(await context.books.lots(input.profileId, input.asset))]),

  disposals: books.disposals.handler(async ({ context, input }) => {
    const { profileId, offset, limit, asset, accountId, year } = input;
    const filter = given({ asset, accountId, year });
    const { rows, total } = await context.books.disposals(profileId, filter, { offset, limit });
    return { rows: [...rows], total };
  }),

  coverage: books.coverage.handler(async ({ context, input, signal }) => {
    const source = await context.books.coverage(input.profileId);
    return watchStream({
      source: {
        read: async () => [...(await source.read())],
        subscribe: (listener) => source.subscribe((rows) => listener([...rows])),
      },
      profileId: input.profileId,
      conflation: { kind: "latest" },
      intervalMs: COVERAGE_INTERVAL_MS,
      clock: context.clock,
      signal,
    });
  }),

  readHistory: books.readHistory.handler(async ({ context, input }) => {
    await context.books.readHistory(input.profileId);
    return DONE;
  }),

  compareMethods: books.compareMethods.handler(({ context, input }) =>
    context.books.compareMethods(input.profileId, input.to),
  ),
  setCostBasis: books.setCostBasis.handler(async ({ context, input }) => {
    await context.books.setCostBasis(input.profileId, input.to);
    return DONE;
  }),

  upload: {
    begin: books.upload.begin.handler(({ context, input }) => context.books.uploads.begin(input.name, input.bytes)),
    append: books.upload.append.handler(({ context, input }) => {
      const piece = Uint8Array.from(atob(input.data), (character) => character.charCodeAt(0));
      return context.books.uploads.append(input.uploadId, input.index, piece);
    }),
  },
  previewImport: books.previewImport.handler(({ context, input: { profileId, ...file } }) =>
    context.books.previewImport(profileId, file),
  ),
  applyImport: books.applyImport.handler(({ context, input: { profileId, ...file }, signal }) =>
    context.books.applyImport(profileId, file, signal ?? NEVER),
  ),

  batches: books.batches.handler(({ context, input }) => context.books.batches(input.profileId)),
  undoBatch: books.undoBatch.handler(async ({ context, input }) => {
    await context.books.undoBatch(input.profileId, input.batchId, input.reason);
    return DONE;
  }),
  redoBatch: books.redoBatch.handler(async ({ context, input }) => {
    await context.books.redoBatch(input.profileId, input.batchId, input.reason);
    return DONE;
  }),

  addEntry: books.addEntry.handler(({ context, input, signal }) =>
    context.books.addEntry(input.profileId, input.entry, signal ?? NEVER),
  ),
  correctEntry: books.correctEntry.handler(({ context, input, signal }) =>
    context.books.correctEntry(input.profileId, input.transactionId, input.entry, signal ?? NEVER),
  ),
  setAside: books.setAside.handler(async ({ context, input }) => {
    await context.books.setAside(input.profileId, input.transactionIds, input.reason);
    return DONE;
  }),
  restore: books.restore.handler(async ({ context, input }) => {
    await context.books.restore(input.profileId, input.transactionIds, input.reason);
    return DONE;
  }),
  pair: books.pair.handler(async ({ context, input: { profileId, paired, ...sides } }) => {
    await context.books.pair(profileId, sides, paired);
    return DONE;
  }),

  reconciliation: books.reconciliation.handler(async ({ context, input }) => [
    ...(await context.books.reconciliation(input.profileId)),
  ]),
  fix: books.fix.handler(({ context, input: { profileId, ...request }, signal }) =>
    context.books.fix(profileId, request, signal ?? NEVER),
  ),

  why: books.why.handler(({ context, input }) => context.books.why(input.profileId, input.asset, input.figure)),
  performance: books.performance.handler(({ context, input }) =>
    context.books.performance(input.profileId, input.period),
  ),
  calendar: books.calendar.handler(async ({ context, input: { profileId, bounds } }) => [
    ...(await context.books.calendar(profileId, bounds)),
  ]),
  checkSnapshots: books.checkSnapshots.handler(({ context, input }) => context.books.checkSnapshots(input.profileId)),

  export: books.export.handler(async function* ({ context, input }) {
    const text = await context.books.export(input.profileId, input.kind, input.format);
    for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
  }),
});
