// How does a tab log in to the headless shell? The one-time code in the address is swapped for a cookie and this tab's secret.
import { SECRET_HEADER, SESSION_PATH } from "#shared/contract/socket.ts";

const KEY = "schwabot.secret";
const CODE = /^#code=([A-Za-z0-9_-]{20,128})$/;

/** The tab's secret: per origin and tab, survives a reload, ends with the tab. */
export function readSecret(): string | null {
  return sessionStorage.getItem(KEY);
}

/** Where the address carries a code: takes it out of the address and logs in with it. A refused code leaves an earlier log-in as it is. */
export async function logInWithHash(): Promise<void> {
  const code = CODE.exec(location.hash)?.[1];
  if (code === undefined) return;
  // First out of the address and the history, whatever comes of it.
  history.replaceState(null, "", location.pathname);
  const response = await fetch(SESSION_PATH, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
    credentials: "same-origin",
  });
  if (!response.ok) return;
  const secret = readField(await response.json(), "secret");
  if (secret !== null) sessionStorage.setItem(KEY, secret);
}

/** Whether the engine still knows this tab; `unknown` where it does not answer. */
export async function tellSession(secret: string): Promise<"open" | "over" | "unknown"> {
  try {
    const response = await fetch(SESSION_PATH, { headers: { [SECRET_HEADER]: secret }, credentials: "same-origin" });
    if (response.status === 401) return "over";
    return response.ok ? "open" : "unknown";
  } catch {
    return "unknown";
  }
}

function readField(value: unknown, name: string): string | null {
  const field =
    typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === name) : null;
  return typeof field?.[1] === "string" ? field[1] : null;
}
