// How is asked what leaves a line in the journal? When it is looked at, and again only where a person says so.
import { useState } from "react";
import { useQuery } from "#renderer/hooks/use-query.ts";
import type { RemoteState } from "#renderer/stores/remote-store.ts";

/** Longer than a page is looked at: nothing is read that nobody waits for. */
const NEVER_MS = 2_147_483_647;

/** What was read, and what reads it again. */
export function useReadOnce<Value>(
  key: string,
  ask: (signal: AbortSignal) => PromiseLike<Value>,
): readonly [RemoteState<Value>, () => void] {
  const [round, setRound] = useState(0);
  const value = useQuery({ key, ask, everyMs: NEVER_MS, refresh: round });
  return [value, () => setRound((before) => before + 1)];
}
