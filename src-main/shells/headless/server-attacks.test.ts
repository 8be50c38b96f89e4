// Does the server on loopback stand against what other pages, other programs and other users of the machine can send?

import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { SystemClock } from "#platform/clock/system-clock.ts";
import { SECRET_HEADER, SESSION_PATH, SOCKET_PATH, SOCKET_PROTOCOL } from "#shared/contract/socket.ts";
import { type Login, logIn, openSocket, PAGE, startTestServer } from "#shells/test-support/transports.ts";
import { fakeApi } from "#testing/fake-api-context.ts";
import type { HeadlessServer } from "./http-server.ts";

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

type Headers = Readonly<Record<string, string | string[]>>;

let server: HeadlessServer;
const api = fakeApi({ clock: new SystemClock() });
beforeAll(async () => {
  server = await startTestServer(api, { headersTimeoutMs: 300, requestTimeoutMs: 500, checkIntervalMs: 50 });
});
afterAll(() => server.dispose());

function send(options: {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: string;
}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port: server.port,
        path: options.path ?? "/",
        method: options.method ?? "GET",
        headers: options.headers ?? {},
        agent: false,
      },
      (response) => {
        let body = "";
        response.on("data", (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });
}

/** Bytes as they are; what came back until the server closed. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

const own = (): string => `127.0.0.1:${server.port}`;
const ownCall = (): Record<string, string> => ({
  origin: server.url,
  "sec-fetch-site": "same-origin",
  "content-type": "application/json",
});

describe("Host: only our own address, exactly", () => {
  it.each([
    ["another name", (p: number) => `evil.example:${p}`],
    ["a rebinding name", (p: number) => `127.0.0.1.evil.example:${p}`],
    ["a name that starts like ours", (p: number) => `localhost.evil.example:${p}`],
    ["a trailing dot", (p: number) => `localhost.:${p}`],
    ["no port", () => "127.0.0.1"],
    ["another port", (p: number) => `127.0.0.1:${p + 1}`],
    ["a port with a leading zero", (p: number) => `127.0.0.1:0${p}`],
    ["upper case", (p: number) => `LOCALHOST:${p}`],
    ["IPv6", (p: number) => `[::1]:${p}`],
    ["IPv6 with IPv4 inside", (p: number) => `[::ffff:127.0.0.1]:${p}`],
    ["any address", (p: number) => `0.0.0.0:${p}`],
    ["another loopback address", (p: number) => `127.0.0.2:${p}`],
    ["a number as address", (p: number) => `2130706433:${p}`],
    ["an international name", (p: number) => `xn--lcalhost-c1a:${p}`],
    ["a user in front", (p: number) => `user@127.0.0.1:${p}`],
    ["white space inside", (p: number) => `127.0.0.1 :${p}`],
  ])("refuses %s", async (_, host) => {
    for (const path of ["/", SESSION_PATH]) {
      const reply = await send({ path, headers: { host: host(server.port) } });
      expect(reply.status).toBe(421);
      expect(reply.body).not.toContain("doctype");
    }
  });

  it.each(["127.0.0.1", "localhost"])("answers to %s", async (name) => {
    const reply = await send({ headers: { host: `${name}:${server.port}` } });
    expect(reply.status).toBe(200);
    expect(reply.body).toContain("<!doctype html>");
  });

  it.each([
    ["no Host", () => "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["an empty Host", () => "GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n"],
    ["two Hosts", () => `GET / HTTP/1.1\r\nHost: ${own()}\r\nHost: evil\r\nConnection: close\r\n\r\n`],
    [
      "two Hosts, the right one second",
      () => `GET / HTTP/1.1\r\nHost: evil\r\nHost: ${own()}\r\nConnection: close\r\n\r\n`,
    ],
    ["HTTP/1.0 without Host", () => "GET / HTTP/1.0\r\n\r\n"],
    [
      "an absolute address of another host",
      () => `GET http://evil.example/ HTTP/1.1\r\nHost: ${own()}\r\nConnection: close\r\n\r\n`,
    ],
    ["a broken request line", () => "GET\r\n\r\n"],
    [
      "both lengths",
      () =>
        `POST ${SESSION_PATH} HTTP/1.1\r\nHost: ${own()}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ["a folded header", () => `GET / HTTP/1.1\r\nHost: ${own()}\r\nX: a\r\n b\r\nConnection: close\r\n\r\n`],
    ["a tunnel", () => "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n"],
    [
      "headers of 32 KiB",
      () => `GET / HTTP/1.1\r\nHost: ${own()}\r\nX: ${"x".repeat(32_768)}\r\nConnection: close\r\n\r\n`,
    ],
  ])("refuses %s", async (_, text) => {
    expect(await sendRaw(text())).not.toMatch(/^HTTP\/1\.1 2/);
  });
});

describe("pages", () => {
  it.each([
    "/../package.json",
    "/..%2fpackage.json",
    "/%2e%2e/package.json",
    "/assets/../../package.json",
    "/assets/..%5c..%5cpackage.json",
    "/\\..\\package.json",
    "//etc/passwd",
    "/etc/passwd",
    "/index.html%00.js",
    "/index.html/",
    "/index.HTML",
    "/%69ndex.html",
    "/.git/config",
    "/run/open.html",
    "/assets/",
    "/rpc",
    "/constructor",
    "/__proto__",
    `/${"a".repeat(3_000)}`,
  ])("gives nothing for %s", async (path) => {
    const reply = await send({ path, headers: { host: own() } });
    expect([400, 404]).toContain(reply.status);
    expect(reply.body.length).toBeLessThan(100);
  });

  it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])("refuses %s", async (method) => {
    const reply = await send({ method, headers: { host: own() } });
    expect(reply.status).toBe(405);
    expect(reply.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("gives the page to anyone on this machine, with the theme and no data in it", async () => {
    for (const site of ["none", "cross-site", "same-site"]) {
      const reply = await send({ headers: { host: own(), "sec-fetch-site": site } });
      expect(reply.body).toBe(PAGE.replace("<html ", '<html data-theme="dark" '));
      expect(reply.headers["cache-control"]).toBe("no-store");
    }
  });

  it("lets files with a hash in their name be kept", async () => {
    const reply = await send({ path: "/assets/app-1.js", headers: { host: own() } });
    expect(reply.headers["cache-control"]).toContain("immutable");
    expect(reply.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    const head = await send({ method: "HEAD", path: "/assets/app-1.js", headers: { host: own() } });
    expect([head.status, head.body]).toEqual([200, ""]);
  });

  it.each([
    ["/", 200],
    ["/none", 404],
    [SESSION_PATH, 403],
  ])("puts every security header on %s (%i)", async (path, status) => {
    const reply = await send({ path, headers: { host: own() } });
    expect(reply.status).toBe(status);
    const { date: _date, connection: _connection, "content-length": _length, ...headers } = reply.headers;
    expect(headers).toMatchObject({
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; connect-src 'self'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "x-frame-options": "DENY",
    });
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers.server).toBeUndefined();
  });
});

describe("log-in", () => {
  const post = (headers: Headers, body: string): Promise<Reply> =>
    send({ path: SESSION_PATH, method: "POST", headers: { host: own(), ...headers }, body });

  it("swaps the code for a strict cookie and a secret, once", async () => {
    const body = JSON.stringify({ code: server.keeper.issueCode() });
    const first = await post(ownCall(), body);
    expect(first.status).toBe(200);
    expect(first.headers["set-cookie"]?.[0]).toMatch(
      new RegExp(`^${server.cookieName}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200$`),
    );
    expect(JSON.parse(first.body)).toEqual({ secret: expect.stringMatching(/^[\w-]{43}$/) });
    expect((await post(ownCall(), body)).status).toBe(401);
  });

  it.each([
    ["no Origin", { origin: undefined }],
    ["Origin null", { origin: "null" }],
    ["another port's Origin", { origin: "http://127.0.0.1:1" }],
    ["the Origin without port", { origin: "http://127.0.0.1" }],
    ["an https Origin", { origin: "https" }],
    ["localhost's Origin at 127.0.0.1", { origin: "localhost" }],
    ["a foreign Origin", { origin: "https://evil.example" }],
    ["no Sec-Fetch-Site", { "sec-fetch-site": undefined }],
    ["a page on another port (same-site)", { "sec-fetch-site": "same-site" }],
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["an address typed in", { "sec-fetch-site": "none" }],
  ])("refuses %s and leaves the code good", async (_, changed: Record<string, string | undefined>) => {
    const origin = changed.origin === "https" ? server.url.replace("http", "https") : changed.origin;
    const named = origin === "localhost" ? `http://localhost:${server.port}` : origin;
    const headers = { ...ownCall(), ...changed, ...("origin" in changed ? { origin: named } : {}) };
    const code = server.keeper.issueCode();
    const reply = await post(withoutUndefined(headers), JSON.stringify({ code }));
    expect(reply.status).toBe(403);
    expect(reply.headers["set-cookie"]).toBeUndefined();
    expect((await post(ownCall(), JSON.stringify({ code }))).status).toBe(200);
  });

  it.each([
    ["a form", "application/x-www-form-urlencoded", 415],
    ["plain text (a no-cors fetch)", "text/plain", 415],
    ["multipart", "multipart/form-data; boundary=x", 415],
    ["no type", undefined, 415],
    ["a type that starts alike", "application/jsonp", 415],
  ])("refuses %s", async (_, type, status) => {
    const { "content-type": _type, ...headers } = ownCall();
    const code = server.keeper.issueCode();
    const reply = await post(
      type === undefined ? headers : { ...headers, "content-type": type },
      JSON.stringify({ code }),
    );
    expect(reply.status).toBe(status);
  });

  it.each([
    ["nothing", ""],
    ["no JSON", "code=1"],
    ["a list", "[]"],
    ["an empty object", "{}"],
    ["a number", '{"code":1}'],
    ["an empty code", '{"code":""}'],
    ["a code too long", `{"code":"${"x".repeat(257)}"}`],
    ["an extra key", '{"code":"x","x":1}'],
    ["a list of codes", '{"code":["x"]}'],
  ])("refuses a body of %s without counting it as a guess", async (_, body) => {
    expect((await post(ownCall(), body)).status).toBe(400);
  });

  it("refuses a body over 64 KiB, with and without its length told", async () => {
    expect((await post(ownCall(), JSON.stringify({ code: "x".repeat(70_000) }))).status).toBe(413);
    const chunked = await post({ ...ownCall(), "transfer-encoding": "chunked" }, "x".repeat(70_000));
    expect(chunked.status).toBe(413);
  });

  it.each(["PUT", "DELETE", "PATCH", "HEAD"])("refuses %s", async (method) => {
    expect((await send({ path: SESSION_PATH, method, headers: { host: own(), ...ownCall() } })).status).toBe(405);
  });

  it("tells a tab whether it is logged in, and nobody else anything", async () => {
    const { cookie, secret } = await logIn(server);
    const ask = (headers: Headers): Promise<Reply> =>
      send({ path: SESSION_PATH, headers: { host: own(), ...headers } });
    const site = { "sec-fetch-site": "same-origin" };
    expect((await ask({ ...site, cookie, [SECRET_HEADER]: secret })).status).toBe(200);
    expect((await ask({ ...site, cookie })).status).toBe(401);
    expect((await ask({ ...site, [SECRET_HEADER]: secret })).status).toBe(401);
    expect((await ask({ cookie, [SECRET_HEADER]: secret })).status).toBe(403);
    expect((await ask({ ...site, origin: "https://evil.example", cookie, [SECRET_HEADER]: secret })).status).toBe(403);
  });

  it("keeps a second tab of the same browser from logging the first one out", async () => {
    const first = await logIn(server);
    const second = await post(
      { ...ownCall(), cookie: first.cookie },
      JSON.stringify({ code: server.keeper.issueCode() }),
    );
    expect(second.headers["set-cookie"]?.[0]?.split(";")[0]).toBe(first.cookie);
    const check = await send({
      path: SESSION_PATH,
      headers: { host: own(), "sec-fetch-site": "same-origin", cookie: first.cookie, [SECRET_HEADER]: first.secret },
    });
    expect(check.status).toBe(200);
  });
});

describe("sockets: everything before the upgrade", () => {
  let login: Login;
  beforeEach(async () => {
    login = await logIn(server);
  });

  const tryOpen = (changes: {
    readonly headers?: Record<string, string | undefined>;
    readonly protocols?: readonly string[];
    readonly path?: string;
  }): Promise<number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(
        `ws://127.0.0.1:${server.port}${changes.path ?? SOCKET_PATH}`,
        [...(changes.protocols ?? [SOCKET_PROTOCOL, login.secret])],
        { headers: withoutUndefined({ origin: server.url, cookie: login.cookie, ...changes.headers }) },
      );
      socket.on("open", () => {
        socket.terminate();
        resolve(101);
      });
      socket.on("unexpected-response", (_request, response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on("error", () => resolve(0));
    });

  it("opens with all of them, and never says the secret back", async () => {
    expect(await tryOpen({})).toBe(101);
    const socket = openSocket(server, login);
    await new Promise((resolve) => socket.once("open", resolve));
    expect(socket.protocol).toBe(SOCKET_PROTOCOL);
    expect(socket.extensions).toBe("");
    socket.terminate();
  });

  it.each([
    ["no Origin", { origin: undefined }],
    ["Origin null", { origin: "null" }],
    ["an https Origin", { origin: "https://127.0.0.1" }],
    ["another port's Origin", { origin: "http://127.0.0.1:1" }],
    ["the Origin without port", { origin: "http://127.0.0.1" }],
    ["a foreign Origin", { origin: "https://evil.example" }],
    ["an extension's Origin", { origin: "chrome-extension://abcdefghijklmnop" }],
    ["a file's Origin", { origin: "file://" }],
    ["another site by Sec-Fetch-Site", { "sec-fetch-site": "cross-site" }],
    ["another port by Sec-Fetch-Site", { "sec-fetch-site": "same-site" }],
  ])("refuses %s", async (_, headers: Record<string, string | undefined>) => {
    expect(await tryOpen({ headers })).toBe(403);
  });

  it("refuses localhost's Origin at 127.0.0.1", async () => {
    expect(await tryOpen({ headers: { origin: `http://localhost:${server.port}` } })).toBe(403);
  });

  it("refuses another Host", async () => {
    expect(await tryOpen({ headers: { host: `evil.example:${server.port}` } })).toBe(421);
  });

  it("refuses another path", async () => {
    for (const path of ["/", "/rpc/", "/rpc?x=1", "/session"]) expect(await tryOpen({ path })).toBe(404);
  });

  it.each([
    ["no cookie", { headers: { cookie: undefined } }],
    ["an empty cookie", { headers: { cookie: "" } }],
    ["a wrong cookie", { headers: { cookie: "wrong" } }],
    ["no secret", { protocols: [SOCKET_PROTOCOL] }],
    ["a wrong secret", { protocols: [SOCKET_PROTOCOL, "a".repeat(43)] }],
    ["the secret alone", { protocols: ["secret"] }],
    ["the secret first", { protocols: ["secret", SOCKET_PROTOCOL] }],
    ["three protocols", { protocols: [SOCKET_PROTOCOL, "secret", "x"] }],
    ["another version", { protocols: ["schwabot.v0", "secret"] }],
    ["no protocol", { protocols: [] }],
  ])("refuses %s", async (_, changes: { headers?: Record<string, string | undefined>; protocols?: string[] }) => {
    const cookie = changes.headers?.cookie;
    const protocols = changes.protocols?.map((name) => (name === "secret" ? login.secret : name));
    expect(
      await tryOpen({
        ...(changes.headers === undefined
          ? {}
          : { headers: { cookie: cookie === "wrong" ? `${server.cookieName}=${"a".repeat(43)}` : cookie } }),
        ...(protocols === undefined ? {} : { protocols }),
      }),
    ).toBe(401);
  });

  it("refuses the cookie twice, the cookie of another instance, and another session's secret", async () => {
    const other = await logIn(server);
    expect(await tryOpen({ headers: { cookie: `${login.cookie}; ${login.cookie}` } })).toBe(401);
    expect(
      await tryOpen({ headers: { cookie: login.cookie.replace(server.cookieName, "schwabot-0000000000000000") } }),
    ).toBe(401);
    expect(await tryOpen({ headers: { cookie: other.cookie } })).toBe(401);
    expect(await tryOpen({ headers: { cookie: `theme=dark; ${login.cookie}; x=1` } })).toBe(101);
  });

  it("opens 16 sockets and no more", async () => {
    const sockets = Array.from({ length: 16 }, () => openSocket(server, login));
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("open", resolve))));
    expect(await tryOpen({})).toBe(503);
    for (const socket of sockets) socket.terminate();
    await vi.waitFor(() => expect(server.openSockets()).toBe(0));
    expect(await tryOpen({})).toBe(101);
  });

  it("cuts off a frame over 64 KiB and a stream of bad frames, and serves others on", async () => {
    const bad = openSocket(server, login);
    const good = openSocket(server, login);
    await Promise.all([bad, good].map((socket) => new Promise((resolve) => socket.once("open", resolve))));
    const closed = new Promise<number>((resolve) => bad.once("close", resolve));
    bad.on("error", () => undefined);
    bad.send("x".repeat(70_000));
    expect(await closed).toBe(1009);
    const answered = new Promise((resolve) => good.once("message", resolve));
    good.send('{"i":"1","p":{"u":"/system/info","b":{"json":{}}}}');
    await answered;
    good.terminate();
  });
});

describe("guesses and floods", () => {
  let target: HeadlessServer;
  const clockApi = fakeApi({ clock: new SystemClock() });
  beforeEach(async () => {
    target = await startTestServer(clockApi);
  });
  afterEach(() => target.dispose());

  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  afterAll(() => agent.destroy());
  const guess = async (code: string): Promise<number> => {
    const body = JSON.stringify({ code });
    const headers = {
      origin: target.url,
      "sec-fetch-site": "same-origin",
      "content-type": "application/json",
      "content-length": body.length,
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(`${target.url}${SESSION_PATH}`, { method: "POST", headers, agent }, (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  };

  it("locks after five wrong codes: of 10,000 guesses five are looked at, and the right code waits too", async () => {
    const code = target.keeper.issueCode();
    const statuses = new Map<number, number>();
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 100; round += 1) {
      const batch = await Promise.all(Array.from({ length: 100 }, (_, index) => guess(`${round}-${index}`)));
      for (const status of batch) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses].sort()).toEqual([
      [401, 5],
      [429, 9_995],
    ]);
    expect(await guess(code)).toBe(429);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1_048_576);
  }, 60_000);
});

describe("slow and idle connections", () => {
  it.each([
    ["headers that never end", () => `GET / HTTP/1.1\r\nHost: ${own()}\r\nX-Slow: `],
    [
      "a body that never comes",
      () =>
        `POST ${SESSION_PATH} HTTP/1.1\r\nHost: ${own()}\r\nOrigin: ${server.url}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    ],
    [
      "an unfinished chunk",
      () =>
        `POST ${SESSION_PATH} HTTP/1.1\r\nHost: ${own()}\r\nOrigin: ${server.url}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n`,
    ],
  ])("drops %s", async (_, text) => {
    expect(await sendRaw(text())).not.toMatch(/^HTTP\/1\.1 2/);
  });

  it("listens on 127.0.0.1 alone", async () => {
    const refused = await new Promise((resolve) => {
      const socket = connect(server.port, "127.0.0.2");
      socket.on("connect", () => {
        socket.destroy();
        resolve(false);
      });
      socket.on("error", () => resolve(true));
    });
    expect(refused).toBe(true);
  });

  it("answers after all that", async () => {
    expect((await send({ headers: { host: own() } })).status).toBe(200);
    await expect(api.changes()).resolves.toBe(0);
  });
});

function withoutUndefined(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
