// Child: sends a file of frames to one client of a WebSocket, once that client has sent something, as fast as it takes them or at a pace.
// Arguments: the file, frames a second (0: no pace). Writes the port as its first line, and when each frame was sent as its last.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

/** Of RFC 6455. */
const HANDSHAKE_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const CHUNK = 1 << 16;
/** The client has said all that it says at the beginning. */
const SETTLE_MS = 100;
const TWO_BYTES_FOLLOW = 126;

const [file = "", pace = "0"] = process.argv.slice(2);
const bytes = readFileSync(file);
const perSecond = Number.parseInt(pace, 10);

// Whoever started it is gone.
process.stdin.on("end", () => process.exit(0)).resume();

const server = createServer((_request, response) => response.writeHead(404).end());
server.on("upgrade", (request, socket) => {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${HANDSHAKE_SALT}`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on("error", () => process.exit(0));
  socket.on("close", () => process.exit(0));
  socket.once("data", () => {
    // What comes after the first message is read and dropped.
    socket.resume();
    setTimeout(() => (perSecond === 0 ? flood(socket) : trickle(socket)), SETTLE_MS);
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`); // it listens on a port
});

function flood(socket: Duplex): void {
  let at = 0;
  const more = () => {
    while (at < bytes.length) {
      const chunk = bytes.subarray(at, at + CHUNK);
      at += chunk.length;
      if (!socket.write(chunk)) {
        socket.once("drain", more);
        return;
      }
    }
  };
  more();
}

/** Each frame by itself, when it is due. */
function trickle(socket: Duplex): void {
  const ends = frameEnds();
  const sentAt = new Float64Array(ends.length);
  const started = performance.now();
  let sent = 0;
  let at = 0;
  const beat = () => {
    const due = Math.min(ends.length, Math.floor(((performance.now() - started) * perSecond) / 1_000));
    for (; sent < due; sent += 1) {
      const end = ends[sent] ?? at;
      sentAt[sent] = nowMs();
      socket.write(bytes.subarray(at, end));
      at = end;
    }
    if (sent < ends.length) setImmediate(beat);
    else process.stdout.write(`${JSON.stringify([...sentAt])}\n`);
  };
  beat();
}

/** Of the machine, the same in every process. */
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function frameEnds(): readonly number[] {
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const short = bytes[at + 1] ?? 0;
    at += short === TWO_BYTES_FOLLOW ? 4 + bytes.readUInt16BE(at + 2) : 2 + short;
    ends.push(at);
  }
  return ends;
}
