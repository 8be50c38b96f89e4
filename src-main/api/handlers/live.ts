// How are the contract's questions about going live answered?
import { implementer } from "#api/implementer.ts";

const { live } = implementer;

export const liveHandlers = live.router({
  overall: live.overall.handler(({ context }) => context.overall.read()),
  checklist: live.checklist.handler(({ context, input }) => context.live.checklist(input.profileId)),
  unlock: live.unlock.handler(async ({ context, input }) => {
    const { profileId, typedName, acceptedOpen } = input;
    await context.live.unlock(profileId, { typedName, acceptedOpen });
    return context.profiles.summary(profileId);
  }),
  setRamp: live.setRamp.handler(async ({ context, input }) => {
    await context.live.setRamp(input.profileId, input.ramp);
    return context.profiles.summary(input.profileId);
  }),
  setMode: live.setMode.handler(async ({ context, input }) => {
    await context.live.setMode(input.profileId, input.mode);
    return context.profiles.summary(input.profileId);
  }),
});
