// Is the folder somewhere a database must not lie? Network and synchronized folders break locks and swap files under us.
import { existsSync, statfsSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** File system types as Linux' statfs names them. Other systems number them differently, so only Linux is looked at. */
const NETWORK_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB 2"],
  [0x01021997, "9P"],
  [0x5346414f, "AFS"],
  [0x00c36400, "Ceph"],
  [0x47504653, "GPFS"],
]);

/** Names that synchronizing programs give their folder. */
const SYNC_NAMES: readonly (readonly [pattern: RegExp, service: string])[] = [
  [/^Dropbox( \(.+\))?$/i, "Dropbox"],
  [/^OneDrive( - .+)?$/i, "OneDrive"],
  [/^(Google ?Drive|GoogleDrive-.+|My Drive)$/i, "Google Drive"],
  [/^(iCloud ?Drive|iCloudDrive|Mobile Documents)$/i, "iCloud Drive"],
  [/^Nextcloud$/i, "Nextcloud"],
  [/^ownCloud$/i, "ownCloud"],
  [/^pCloud ?Drive$/i, "pCloud"],
];

/** Files by which a synchronized folder is known whatever its name. */
const SYNC_MARKERS: readonly (readonly [file: string, service: string])[] = [
  [".dropbox.cache", "Dropbox"],
  [".stfolder", "Syncthing"],
  [".nextcloudsync.log", "Nextcloud"],
  [".owncloudsync.log", "ownCloud"],
];

/** What is wrong with the place, as the end of "The data folder …"; null where nothing can be seen. */
export function unsuitablePlace(path: string, platform: NodeJS.Platform): string | null {
  if (platform === "win32" && path.startsWith("\\\\")) return "lies on a network share";
  for (let folder = path; ; folder = dirname(folder)) {
    const name = folder.slice(folder.lastIndexOf(sep) + 1);
    const named = SYNC_NAMES.find(([pattern]) => pattern.test(name));
    if (named !== undefined) return `lies in ${folder}, which ${named[1]} synchronizes`;
    const marked = SYNC_MARKERS.find(([file]) => existsSync(join(folder, file)));
    if (marked !== undefined) return `lies in ${folder}, which ${marked[1]} synchronizes`;
    if (dirname(folder) === folder) break;
  }
  const network = platform === "linux" ? NETWORK_TYPES.get(fileSystemType(path)) : undefined;
  return network === undefined ? null : `lies on a network file system (${network})`;
}

/** Type of the file system that holds the path, or will hold it once it is made. */
function fileSystemType(path: string): number {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return statfsSync(folder).type;
}
