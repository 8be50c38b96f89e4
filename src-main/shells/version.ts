// Which version is this? What package.json says, put into the bundle when it is built.
import manifest from "#manifest" with { type: "json" };

export const VERSION: string = manifest.version;
