// How are the contract's questions about profiles answered?
import { implementer } from "#api/implementer.ts";
import { watchStream } from "#api/watch-stream.ts";

const { profiles } = implementer;

/** Values of all profiles move with every price; the list need not. */
const LIST_INTERVAL_MS = 1_000;

export const profilesHandlers = profiles.router({
  list: profiles.list.handler(async ({ context }) => [...(await context.profiles.summaries.read())]),

  watch: profiles.watch.handler(({ context, signal }) =>
    watchStream({
      source: {
        read: async () => [...(await context.profiles.summaries.read())],
        subscribe: (listener) => context.profiles.summaries.subscribe((list) => listener([...list])),
      },
      profileId: null,
      conflation: { kind: "latest" },
      intervalMs: LIST_INTERVAL_MS,
      clock: context.clock,
      signal,
    }),
  ),

  createDemo: profiles.createDemo.handler(async ({ context }) => [...(await context.profiles.createDemo())]),

  update: profiles.update.handler(({ context, input }) => context.profiles.update(input.profileId, input.changes)),

  halt: profiles.halt.handler(async ({ context, input }) => {
    await context.profiles.halt(input.profileId, input.reason);
    return context.profiles.summary(input.profileId);
  }),

  arm: profiles.arm.handler(async ({ context, input }) => {
    await context.profiles.arm(input.profileId, input.reason);
    return context.profiles.summary(input.profileId);
  }),

  create: profiles.create.handler(({ context, input }) => context.profiles.create(input)),
  duplicate: profiles.duplicate.handler(({ context, input }) =>
    context.profiles.duplicate(input.profileId, input.name),
  ),
  archive: profiles.archive.handler(({ context, input }) => context.profiles.archive(input.profileId)),
  restore: profiles.restore.handler(({ context, input }) => context.profiles.restore(input.profileId)),
  archived: profiles.archived.handler(({ context }) => [...context.profiles.archived()]),
  identities: profiles.identities.handler(({ context }) => [...context.profiles.identities()]),
  separation: profiles.separation.handler(({ context }) => context.profiles.separation()),
  together: profiles.together.handler(({ context }) => context.profiles.together()),
  assetChoice: profiles.assetChoice.handler(({ context, input }) => context.profiles.assetChoice(input.profileId)),
  answerAssetChoice: profiles.answerAssetChoice.handler(({ context, input: { profileId, ...answer } }) =>
    context.profiles.answerAssetChoice(profileId, answer),
  ),
  previewImport: profiles.previewImport.handler(({ context, input }) => context.profiles.previewImport(input)),
  import: profiles.import.handler(({ context, input }) => context.profiles.import(input)),
  export: profiles.export.handler(({ context, input }) => ({ yaml: context.profiles.export(input.profileIds) })),
});
