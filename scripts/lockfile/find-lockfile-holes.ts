// Would `npm ci` refuse this lockfile on another platform? Every optional platform package it names needs an entry.

export interface LockfileEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lockfile {
  readonly packages: Readonly<Record<string, LockfileEntry>>;
}

/** The places where Node would look for `name` from the package at `location`, nearest first. */
const candidates = (location: string, name: string): string[] => {
  const places: string[] = [];
  for (let base = location; ; base = base.slice(0, base.lastIndexOf("node_modules/")).replace(/\/$/, "")) {
    places.push(base === "" ? `node_modules/${name}` : `${base}/node_modules/${name}`);
    if (base === "") return places;
  }
};

export const findLockfileHoles = ({ packages }: Lockfile): string[] => {
  const missing = Object.entries(packages).flatMap(([location, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !candidates(location, name).some((place) => packages[place] !== undefined))
      .map((name) => `${location || "package.json"} names ${name}, which has no entry`),
  );
  const unsealed = Object.entries(packages)
    .filter(([location, entry]) => location !== "" && entry.integrity === undefined)
    .map(([location]) => `${location} has no integrity hash`);
  return [...missing, ...unsealed];
};
