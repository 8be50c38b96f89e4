// Child: how many writes a second, and how long does each take? Arguments: the variant, a folder on the disk in question, how many.
import { workerUrl } from "#platform/worker-url.ts";
import { ensure } from "#shared/domain/assert.ts";
import { openStore } from "#workers/storage/open-store.ts";
import { answer } from "../support/child.ts";
import { bareAppends, bareCandles, bareSnapshots, overwriteAndFlush } from "./bare.ts";
import { candlesOf, eventOf, NOW, SYMBOL, snapshotsOf, VENUE } from "./samples.ts";
import { type StepTimes, timeEachAsync } from "./time-each.ts";

const PROFILES = 10;

const [variant = "", folder = "", count = "1000", size = "1"] = process.argv.slice(2);
const steps = Number.parseInt(count, 10);
const sized = Number.parseInt(size, 10);

async function withStore(measure: (store: Awaited<ReturnType<typeof openStore>>) => Promise<StepTimes>) {
  const store = await openStore({ dataFolder: folder, now: NOW, workerUrl: workerUrl("storage") });
  const times = await measure(store);
  await store.close();
  return times;
}

const VARIANTS: Readonly<Record<string, () => StepTimes | Promise<StepTimes>>> = {
  overwrite: () => overwriteAndFlush(folder, steps),
  bareAppends: () => bareAppends(folder, steps),
  bareSnapshots: () => bareSnapshots(folder, steps, PROFILES, sized),
  bareCandles: () => bareCandles(folder, steps, sized),
  appends: () =>
    withStore(({ journal }) => timeEachAsync(steps, sized, (index) => journal.append(NOW, null, [eventOf(index)]))),
  snapshots: () => {
    const rounds = Array.from({ length: steps }, (_, index) => snapshotsOf(PROFILES, sized, index));
    return withStore(({ repositories: { snapshots } }) =>
      timeEachAsync(steps, 1, (index) =>
        Promise.all(ensure(rounds[index], "round").map((row) => snapshots.add(row.profileId, [row]))),
      ),
    );
  },
  candles: () => {
    const batches = Array.from({ length: steps }, (_, index) => candlesOf(sized, index * sized));
    return withStore(({ repositories: { candles } }) =>
      timeEachAsync(steps, 1, (index) => candles.save(VENUE, SYMBOL, "1m", ensure(batches[index], "batch"))),
    );
  },
};

answer(await ensure(VARIANTS[variant], `variant ${variant}`)());
