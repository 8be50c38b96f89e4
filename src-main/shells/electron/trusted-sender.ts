// Does a message come from our own page, in the top frame of our own window? All else is refused before it is read.
import type { IpcMainEvent, WebContents } from "electron";
import { APP_ORIGIN, isAppUrl } from "./app-origin.ts";

type Sender = Pick<IpcMainEvent, "sender" | "senderFrame">;

export function isTrustedSender(event: Sender, window: Pick<WebContents, "id" | "mainFrame"> | null): boolean {
  const frame = event.senderFrame;
  // The frame is null once it navigated away or was destroyed: then nobody can say who sent it.
  if (window === null || frame === null) return false;
  return (
    event.sender.id === window.id &&
    frame === window.mainFrame &&
    frame.parent === null &&
    frame.origin === APP_ORIGIN &&
    isAppUrl(frame.url)
  );
}
