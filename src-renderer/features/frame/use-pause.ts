// How does this window pause everything, or release it? Says so when the engine did not confirm.
import { useStore } from "zustand";
import { useToast } from "#renderer/components/toast.tsx";
import { useClient } from "#renderer/hooks/engine-client.tsx";
import { useCommand } from "#renderer/hooks/use-command.ts";
import { healthStore } from "#renderer/stores/engine-stores.ts";

export interface Pause {
  readonly paused: boolean;
  readonly toggle: () => void;
}

export function usePause(): Pause {
  const client = useClient();
  const toast = useToast();
  const paused = useStore(healthStore, (state) => state.value?.paused != null);
  const command = useCommand(
    (release: boolean): PromiseLike<{ readonly paused: boolean }> =>
      release
        ? client.system.release({ reason: "Released in the window" })
        : client.system.pause({ reason: "Paused in the window" }),
  );
  const toggle = () =>
    void command.run(paused).then((result) => {
      if (result !== null) return;
      toast({
        tone: "error",
        title: paused ? "Still paused" : "Not paused",
        detail: "The engine did not confirm it. Try again.",
      });
    });
  return { paused, toggle };
}
