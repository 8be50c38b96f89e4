// How are the contract's questions about the rules answered?
import { implementer } from "#api/implementer.ts";

const { triggers } = implementer;

export const triggersHandlers = triggers.router({
  read: triggers.read.handler(({ context, input }) => context.triggers.read(input.profileId)),

  update: triggers.update.handler(({ context, input }) => context.triggers.update(input.profileId, input.triggers)),

  nextTimes: triggers.nextTimes.handler(({ context, input }) => ({
    times: [...context.triggers.nextTimes(input.timing)],
  })),

  evaluations: triggers.evaluations.handler(({ context, input }) => {
    const { profileId, ...query } = input;
    return context.triggers.evaluations(profileId, query);
  }),
});
