// How do the exchanges that have adapters start without reading the hundred others that the library has?
// The library is one module that names them all. Loaded both at once and later it would stay in one piece: so its later use
// becomes a module of its own, which shares what is in both.
import { readFile } from "node:fs/promises";

const LATER = "?later";

/** The part of a bundler's plugin that is used here. */
interface Resolver {
  resolve(source: string, importer: string | undefined): Promise<{ readonly id: string } | null>;
}

export function ccxtInTwo() {
  return {
    name: "ccxt-in-two",
    async resolveDynamicImport(this: Resolver, specifier: unknown, importer: string) {
      if (specifier !== "ccxt") return null;
      const whole = await this.resolve(specifier, importer);
      return whole === null ? null : `${whole.id}${LATER}`;
    },
    load: (id: string) => (id.endsWith(LATER) ? readFile(id.slice(0, -LATER.length), "utf8") : null),
  };
}
