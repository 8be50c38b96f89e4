// Which positions from signals does the profile on screen have, while a part of a screen shows them?
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import { replace } from "#renderer/sync/merge-changes.ts";
import type { PositionsView } from "#shared/contract/views.ts";
import type { ProfileId } from "#shared/domain/ids.ts";
import { useClient } from "./engine-client.tsx";
import { useStream } from "./use-stream.ts";

export function useSignalPositions(profileId: ProfileId): RemoteState<PositionsView> {
  const client = useClient();
  return useStream<PositionsView, PositionsView>({
    key: profileId,
    open: (signal) => client.signals.watchPositions({ profileId }, { signal }),
    apply: replace,
  });
}
