// Which addresses are ours, which may leave, and which name a file? Tables of what attackers write.
import { describe, expect, it } from "vitest";
import { PAGE, testBundle } from "#shells/test-support/transports.ts";
import { isAppUrl } from "./app-origin.ts";
import { createAppProtocol } from "./app-protocol.ts";
import { toExternalLink } from "./external-links.ts";

describe("our own window's addresses", () => {
  it.each([
    "app://schwabot",
    "app://schwabot/",
    "app://schwabot/index.html",
    "app://schwabot/#/rebalance",
    "APP://schwabot/",
  ])("stays inside for %s", (url) => expect(isAppUrl(url)).toBe(true));

  it.each([
    "app://schwabot.evil.example/",
    "app://evil/",
    "app://schwabot@evil/",
    "app://user@schwabot/",
    "app://user:pass@schwabot/",
    "app://schwabot:80/",
    "app:schwabot",
    "app:/schwabot/",
    "app:///schwabot/",
    "app://SCHWABOT/",
    "app://schwabot%2eevil/",
    "app2://schwabot/",
    "http://schwabot/",
    "https://schwabot/",
    "https://app//schwabot",
    "file:///app/schwabot",
    "file:///etc/passwd",
    "javascript:location='app://schwabot'",
    "data:text/html,app://schwabot",
    "blob:app://schwabot/1",
    "about:blank",
    "about:srcdoc",
    "view-source:app://schwabot/",
    "devtools://devtools/bundled/inspector.html",
    "chrome://settings",
    "",
    " ",
    "//schwabot/",
    "schwabot",
  ])("prevents %s", (url) => expect(isAppUrl(url)).toBe(false));
});

describe("addresses for the system's browser", () => {
  it.each(["https://www.kraken.com/u/security/api", "https://github.com/", "https://www.tradingview.com/"])(
    "opens %s",
    (url) => expect(toExternalLink(url)).toBe(url),
  );

  it.each([
    "http://www.kraken.com/",
    "https://kraken.com/",
    "https://www.kraken.com.evil.example/",
    "https://evil.example/www.kraken.com",
    "https://evilwww.kraken.com/",
    "https://www.kraken.com@evil.example/",
    "https://user@www.kraken.com/",
    "https://www.kraken.com:8443/",
    "https://www.kraken.com./",
    "https://www.krаken.com/",
    "https://gist.github.com/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "file:///etc/passwd",
    "file://server/share",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "ms-msdt:/id PCWDiagnostic",
    "ms-settings:privacy",
    "ms-officecmd:{}",
    "search-ms:query=x",
    "smb://server/share",
    "\\\\server\\share",
    "ftp://www.kraken.com/",
    "mailto:a@www.kraken.com",
    "tel:123",
    "steam://run/1",
    "app://schwabot/",
    "",
    `https://github.com/${"a".repeat(2_100)}`,
  ])("keeps %s", (url) => expect(toExternalLink(url)).toBeNull());

  it("hands over what the parser understood, not what was written", () => {
    expect(toExternalLink("https://GITHUB.com/a b/../c")).toBe("https://github.com/c");
  });
});

describe("files of app://", () => {
  const get = createAppProtocol(testBundle, () => "light");
  const ask = (url: string, method = "GET"): Response => get({ url, method } as Request);

  it.each(["app://schwabot/", "app://schwabot/index.html", "app://schwabot/?x=1", "app://schwabot/#/markets"])(
    "gives the page for %s, with the theme",
    async (url) => {
      const response = ask(url);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(PAGE.replace("<html ", '<html data-theme="light" '));
    },
  );

  it.each([
    ["app://schwabot/../../etc/passwd", 404],
    ["app://schwabot/%2e%2e/%2e%2e/etc/passwd", 404],
    ["app://schwabot/..%2f..%2fetc%2fpasswd", 404],
    ["app://schwabot/..%5c..%5cwindows%5cwin.ini", 404],
    ["app://schwabot/assets/..%2f..%2fpackage.json", 404],
    ["app://schwabot//etc/passwd", 404],
    ["app://schwabot/index.html%00", 404],
    ["app://schwabot/%69ndex.html", 404],
    ["app://schwabot/C:/windows/win.ini", 404],
    ["app://schwabot/file:///etc/passwd", 404],
    ["app://schwabot/__proto__", 404],
    ["app://evil/index.html", 403],
    ["app://schwabot:1/index.html", 403],
    ["file:///etc/passwd", 403],
    ["https://schwabot/index.html", 403],
  ])("refuses %s with %i", (url, status) => {
    const response = ask(url);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("reads only", () => {
    for (const method of ["POST", "PUT", "DELETE", "HEAD"]) expect(ask("app://schwabot/", method).status).toBe(405);
  });

  it("names each type, so that nothing is guessed", () => {
    const script = ask("app://schwabot/assets/app-1.js");
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.headers.get("x-content-type-options")).toBe("nosniff");
  });
});
