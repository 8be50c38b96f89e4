// Does npm's own record of what it installed agree with the lockfile? It writes the record last, by every command.

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} Entry
 * @typedef {{ packages: Readonly<Record<string, Entry>> }} Lockfile
 */

const isSame = (/** @type {Entry} */ wanted, /** @type {Entry | undefined} */ present) =>
  present === undefined
    ? wanted.optional === true
    : present.version === wanted.version && present.integrity === wanted.integrity;

/**
 * Packages of other platforms are optional and rightly absent; anything else must be there in the locked version.
 * @param {Lockfile} lockfile
 * @param {Lockfile} record
 */
export const isInstalledAsLocked = (lockfile, record) => {
  const wanted = Object.entries(lockfile.packages).filter(([location]) => location !== "");
  const known = new Set(wanted.map(([location]) => location));
  return (
    wanted.every(([location, entry]) => isSame(entry, record.packages[location])) &&
    Object.keys(record.packages).every((location) => known.has(location))
  );
};
