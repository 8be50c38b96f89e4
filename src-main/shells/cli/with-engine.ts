// How does one command use the whole program: started with its lock, asked, and stopped again?
import type { ApiContext } from "#api/context.ts";
import type { StreamSource } from "#api/watch-stream.ts";
import type { Clock } from "#engine/ports/clock.ts";
import { nodeKeychainLauncher } from "#platform/keychain/node-keychain-process.ts";
import { workerUrl } from "#platform/worker-url.ts";
import type { DurationMs } from "#shared/domain/time.ts";
import type { Compose } from "#shells/composition.ts";
import { type StartFlags, toStartOptions } from "#shells/start-options.ts";
import { VERSION } from "#shells/version.ts";

/** Rejects with SYSTEM_ALREADY_RUNNING while another process uses the folder, and with whatever `use` rejects with. */
export async function withEngine<T>(
  flags: StartFlags,
  compose: Compose,
  use: (context: ApiContext) => Promise<T>,
): Promise<T> {
  const composition = await compose({
    ...toStartOptions(flags),
    shell: "headless",
    version: VERSION,
    desktop: null,
    launchKeychain: nodeKeychainLauncher(workerUrl("keychain")),
  });
  try {
    return await use(composition.context);
  } finally {
    await composition.close();
  }
}

/** Waits until the state is as wanted; false when it is not after `forMs`. */
export async function waitFor<State, Change>(
  source: StreamSource<State, Change>,
  isWanted: (state: State) => boolean,
  clock: Pick<Clock, "after">,
  forMs: DurationMs,
): Promise<boolean> {
  return await new Promise<boolean>((resolve, reject) => {
    const end = (outcome: boolean) => {
      void subscription.dispose();
      void timer.dispose();
      resolve(outcome);
    };
    const look = async () => {
      if (isWanted(await source.read())) end(true);
    };
    const subscription = source.subscribe(() => void look().catch(reject));
    const timer = clock.after(forMs, () => end(false));
    void look().catch(reject);
  });
}
