// May the exchange cancel this account's orders by itself when nothing is heard of the program any more?
import { useStore } from "zustand";
import { ErrorState } from "#renderer/components/error-state.tsx";
import { Switch } from "#renderer/components/switch.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { useQuery } from "#renderer/hooks/use-query.ts";
import { formatDuration } from "#renderer/lib/format-age.ts";
import { nowStore } from "#renderer/stores/now-store.ts";
import { errorWords } from "#renderer/stores/to-loadable.ts";
import type { AccountView, DeadManSwitch } from "#shared/contract/views.ts";
import { venueName } from "#shared/domain/venue.ts";
import { refOf } from "./use-account-commands.ts";

const ASK_EVERY_MS = 10_000;

export interface DeadManPartProps {
  readonly view: AccountView;
}

/** Nothing for an exchange that has no such timer. */
export function DeadManPart({ view }: DeadManPartProps) {
  const client = useClient();
  const ref = refOf(view);
  const set = useCommand((allowed: boolean) => client.accounts.allowDeadManSwitch({ ...ref, allowed }));
  const state = useQuery({
    key: `${ref.profileId} ${ref.accountId}`,
    ask: (signal) => client.accounts.deadManSwitch(ref, { signal }),
    everyMs: ASK_EVERY_MS,
    refresh: String(set.busy),
  });
  const venue = venueName(view.account.venue);
  const error = set.error ?? state.error;
  if (state.value === null && error === null) return null;
  if (state.value?.supported === false) return null;
  return (
    <div className="account-part">
      <h3>If this program falls silent</h3>
      {state.value === null ? null : (
        <Switch
          label={`Let ${venue} cancel this account's orders`}
          detail={<Detail state={state.value} venue={venue} />}
          checked={state.value.allowed}
          disabled={set.busy}
          onChange={(allowed) => void set.run(allowed)}
        />
      )}
      {error === null ? null : <ErrorState {...errorWords(error)} />}
    </div>
  );
}

function Detail({ state, venue }: { readonly state: DeadManSwitch; readonly venue: string }) {
  const now = useStore(nowStore, (store) => store.now);
  return (
    <>
      <p>
        A minute after it last heard of this program {venue} cancels every order of the account, also those that you
        placed elsewhere. So the timer runs only while orders of this program rest there and none of others do.
      </p>
      <p>
        {!state.allowed
          ? "Off: orders that rest stay until they fill or are canceled."
          : state.armedUntil === null
            ? "On, and not running now: no order of this program rests there, or one of others does."
            : `Running: renewed every 20 s, ${formatDuration(Math.max(0, state.armedUntil - now))} left.`}
      </p>
    </>
  );
}
