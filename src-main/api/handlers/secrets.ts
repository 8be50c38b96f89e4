// How are the contract's questions about where secrets lie answered?
import { implementer } from "#api/implementer.ts";
import { Secret } from "#engine/core/secret.ts";

const { secrets } = implementer;

export const secretsHandlers = secrets.router({
  status: secrets.status.handler(({ context }) => context.secrets.status()),
  unlock: secrets.unlock.handler(({ context, input }) => context.secrets.unlock(new Secret(input.passphrase))),
  choosePassphrase: secrets.choosePassphrase.handler(({ context, input }) =>
    context.secrets.choosePassphrase(new Secret(input.passphrase)),
  ),
});
