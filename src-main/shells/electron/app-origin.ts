// Which addresses are our own window? Exactly one scheme and one host, compared part by part, never by prefix.

export const APP_SCHEME = "app";
const APP_HOST = "schwabot";
/** What Chromium calls the origin of our pages. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** Whether the address lies inside our window's origin. */
export function isAppUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === "" &&
    url.password === "" &&
    url.port === ""
  );
}
