// Where is the entry of a worker thread or process: in the sources, or beside the bundle?
import { existsSync } from "node:fs";

/** Source: `src-main/workers/<name>/main.ts`. Bundle: `worker-<name>.js` in `out/main`, where this code may lie in a chunk folder below. */
export function workerUrl(name: "storage" | "keychain" | "solver" | "strategies"): URL {
  const here = import.meta.url;
  if (here.endsWith(".ts")) return new URL(`../workers/${name}/main.ts`, here);
  const candidates = [`./worker-${name}.js`, `../worker-${name}.js`].map((path) => new URL(path, here));
  const found = candidates.find((url) => existsSync(url));
  if (found === undefined) throw new Error(`The bundle holds no worker-${name}.js beside ${here}: build it again`);
  return found;
}
