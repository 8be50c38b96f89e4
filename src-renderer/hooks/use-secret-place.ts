// Where do keys lie on this computer, and can the place be used now? Asked again while a screen needs it.
import type { RemoteState } from "#renderer/stores/remote-store.ts";
import type { SecretPlaceStatus } from "#shared/contract/views.ts";
import { useClient } from "./engine-client.tsx";
import { useQuery } from "./use-query.ts";

const ASK_AGAIN_MS = 15_000;

/** `refresh` asks at once when it changes: after a passphrase was given. */
export function useSecretPlace(refresh: number): RemoteState<SecretPlaceStatus> {
  const client = useClient();
  return useQuery({
    key: "secret place",
    ask: (signal) => client.secrets.status({}, { signal }),
    everyMs: ASK_AGAIN_MS,
    refresh,
  });
}
