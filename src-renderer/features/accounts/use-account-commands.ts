// What can be done with an account by one press, and did it work?
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import type { ShownError } from "#shared/contract/shown-error.ts";
import type { AccountView } from "#shared/contract/views.ts";

export interface AccountCommands {
  readonly busy: boolean;
  readonly rechecking: boolean;
  readonly error: ShownError | null;
  readonly recheck: (view: AccountView) => void;
  readonly setPaused: (view: AccountView, paused: boolean) => void;
}

/** The engine's stream shows the outcome; here only failures are kept. */
export function useAccountCommands(): AccountCommands {
  const client = useClient();
  const recheck = useCommand((view: AccountView) => client.accounts.recheck(refOf(view)));
  const pause = useCommand(({ view, paused }: { readonly view: AccountView; readonly paused: boolean }) =>
    client.accounts.setPaused({ ...refOf(view), paused }),
  );
  return {
    busy: recheck.busy || pause.busy,
    rechecking: recheck.busy,
    error: recheck.error ?? pause.error,
    recheck: (view) => {
      pause.clearError();
      void recheck.run(view);
    },
    setPaused: (view, paused) => {
      recheck.clearError();
      void pause.run({ view, paused });
    },
  };
}

export function refOf({ profileId, account }: AccountView): Pick<AccountView, "profileId"> & {
  readonly accountId: AccountView["account"]["id"];
} {
  return { profileId, accountId: account.id };
}
