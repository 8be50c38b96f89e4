// How does a screen follow a stream that only it needs? Opened while it is on screen, opened again after a failure.
import { useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { createRemoteStore, type RemoteState } from "#renderer/stores/remote-store.ts";
import { FrameBatch, requestBrowserFrame } from "#renderer/sync/frame-batch.ts";
import { wait } from "#renderer/sync/wait.ts";
import { type WatchOptions, watchIntoStore } from "#renderer/sync/watch-into-store.ts";

export interface StreamOptions<State, Change> extends Pick<WatchOptions<State, Change>, "open" | "apply"> {
  /** What is followed: another key starts empty. Null follows nothing. */
  readonly key: string | null;
}

export function useStream<State, Change>({ key, open, apply }: StreamOptions<State, Change>): RemoteState<State> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a store belongs to its key.
  const store = useMemo(() => createRemoteStore<State>(), [key]);
  const latest = useRef({ open, apply });
  latest.current = { open, apply };
  useEffect(() => {
    if (key === null) return undefined;
    const over = new AbortController();
    void watchIntoStore<State, Change>(
      {
        store,
        profileId: null,
        open: (signal) => latest.current.open(signal),
        apply: (state, change) => latest.current.apply(state, change),
        batch: new FrameBatch(requestBrowserFrame),
        wait,
      },
      over.signal,
    );
    return () => over.abort();
  }, [store, key]);
  return useStore(store);
}
