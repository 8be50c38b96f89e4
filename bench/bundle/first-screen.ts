// Which built files does the first screen need? The page, what its script imports, and the Overview with its own, styles included.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";

export interface BuiltFile {
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

const sourceMapSchema = z.object({ sources: z.array(z.string()) });

/** Source file that stands for the first screen, and the package that must wait until it is opened. */
const FIRST_SCREEN = "features/overview/panel.tsx";
const CHART_PACKAGE = "node_modules/lightweight-charts/";

export interface FirstScreen {
  readonly files: readonly BuiltFile[];
  readonly fonts: readonly BuiltFile[];
  /** Files of the first screen that hold code of the chart library. */
  readonly chartFiles: readonly string[];
  /** All scripts and styles of the window together. */
  readonly all: readonly BuiltFile[];
}

/** Throws when the build is not there or has no first screen. */
export function readFirstScreen(rendererFolder: string): FirstScreen {
  const assets = path.join(rendererFolder, "assets");
  const names = readdirSync(assets);
  const page = readFileSync(path.join(rendererFolder, "index.html"), "utf8");
  const overview = names.find(
    (name) => name.endsWith(".js") && sourcesOf(assets, name).some((source) => source.endsWith(FIRST_SCREEN)),
  );
  if (overview === undefined) throw new Error(`No built file holds ${FIRST_SCREEN}`);
  // The page names its script and what that imports; the script lists what comes along with each screen.
  const entries = names.filter((name) => page.includes(`/assets/${name}"`));
  const needed = [...new Set([...entries, overview, ...broughtAlong(assets, entries, overview)])];
  const scripts = needed.filter((name) => name.endsWith(".js"));
  return {
    files: [measure(rendererFolder, "index.html"), ...needed.map((name) => measure(assets, name))],
    fonts: names
      .filter((name) => name.includes("-latin-") && name.endsWith(".woff2"))
      .map((name) => measure(assets, name)),
    chartFiles: scripts.filter((name) => sourcesOf(assets, name).some((source) => source.includes(CHART_PACKAGE))),
    all: names.filter((name) => /\.(js|css)$/.test(name)).map((name) => measure(assets, name)),
  };
}

function measure(folder: string, name: string): BuiltFile {
  const content = readFileSync(path.join(folder, name));
  return { name, bytes: content.length, gzipBytes: gzipSync(content).length };
}

/** Scripts and styles that the bundler's loader fetches together with a screen. */
function broughtAlong(assets: string, entries: readonly string[], screen: string): readonly string[] {
  for (const name of entries.filter((entry) => entry.endsWith(".js"))) {
    const text = readFileSync(path.join(assets, name), "utf8");
    const at = text.indexOf(`import(\`./${screen}`);
    const indices = /__vite__mapDeps\(\[([\d,]*)\]\)/.exec(text.slice(at))?.[1];
    const list = /m\.f=\[([^\]]*)\]/.exec(text)?.[1]?.split(",");
    if (at === -1 || indices === undefined || list === undefined) continue;
    return indices.split(",").map((index) => path.basename(JSON.parse(list[Number.parseInt(index, 10)] ?? '""')));
  }
  throw new Error(
    `No script of the page says what comes along with ${screen}: has the bundler changed how it writes that?`,
  );
}

function sourcesOf(assets: string, name: string): readonly string[] {
  try {
    return sourceMapSchema.parse(JSON.parse(readFileSync(path.join(assets, `${name}.map`), "utf8"))).sources;
  } catch (error) {
    throw new Error(`The build has no source map of ${name}`, { cause: error });
  }
}
