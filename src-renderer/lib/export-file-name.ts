// How is a file called that leaves the window?

/** `positions-core-2026-11-20.csv`. */
export function exportFileName(what: string, profileName: string, now: number, ending: string): string {
  const slug = profileName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return `${what}-${slug === "" ? "profile" : slug}-${new Date(now).toISOString().slice(0, 10)}.${ending}`;
}
