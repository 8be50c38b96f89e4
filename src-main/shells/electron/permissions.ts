// What may a page ask of the machine? Nothing: no camera, no place, no device, no download, no network.
import type { Session } from "electron";
import { isAppUrl } from "./app-origin.ts";

export function denyEverything(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on("select-hid-device", (event, _details, choose) => {
    event.preventDefault();
    choose(null);
  });
  session.on("select-serial-port", (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose("");
  });
  session.on("select-usb-device", (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on("will-download", (event) => event.preventDefault());
  // The policy on our pages says the same; this holds for whatever would get past it.
  session.webRequest.onBeforeRequest((details, decide) =>
    decide({ cancel: !isAppUrl(details.url) && !isInline(details.url) }),
  );
}

/** Images within a page; they load nothing. */
function isInline(url: string): boolean {
  return url.startsWith("data:image/");
}
