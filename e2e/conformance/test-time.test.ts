// Does time stand while something is on its way between sockets, and cost next to nothing while nothing is?

import type { AddressInfo } from "node:net";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { TestTime } from "./test-time.ts";

const MEGABYTE = 1_000_000;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

async function open(onSocket: (socket: Socket) => void) {
  const time = new TestTime(undefined, { hashing: false });
  closing.push(() => time.dispose());
  const server: Server = createServer(onSocket);
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address of this shape.
  const { port } = server.address() as AddressInfo;
  const connect = () => {
    const socket = createConnection(port, "127.0.0.1");
    socket.on("error", () => undefined);
    closing.push(() => socket.destroy());
    return socket;
  };
  return { time, connect };
}

it("is settled only when everything has arrived, there and back", async () => {
  const sockets: Socket[] = [];
  const { time, connect } = await open((socket) => {
    sockets.push(socket);
    socket.pipe(socket);
  });
  const client = connect();
  await time.settle();
  expect([client.connecting, sockets.length]).toEqual([false, 1]);
  let arrived = 0;
  client.on("data", (bytes) => {
    arrived += bytes.length;
  });
  client.write(Buffer.alloc(20 * MEGABYTE));
  await time.settle();
  expect(arrived).toBe(20 * MEGABYTE);
});

it("is settled only when both ends know of the end, whoever made it", async () => {
  const ends: string[] = [];
  const { time, connect } = await open((socket) => {
    socket.resume();
    socket.on("error", () => undefined);
    socket.once("close", () => ends.push("server"));
    socket.once("data", () => socket.destroy());
  });
  const [left, cut] = [connect(), connect()];
  for (const client of [left, cut]) client.resume().once("close", () => ends.push("client"));
  await time.settle();
  left.destroy();
  await time.settle();
  expect(ends).toEqual(["client", "server"]);
  cut.write("x");
  await time.settle();
  expect(ends.slice(2).sort()).toEqual(["client", "server"]);
});

it("does not wait for ever for an end that reads nothing", async () => {
  const { time, connect } = await open((socket) => void socket.pause());
  const client = connect();
  client.write("is anybody there?");
  await time.settle();
  expect(client.bytesWritten).toBeGreaterThan(0);
});

it("each timer finds what was sent before it", async () => {
  const { time, connect } = await open((socket) => void socket.pipe(socket));
  const client = connect();
  let heard = 0;
  client.on("data", (bytes) => {
    heard += bytes.length;
  });
  const late: number[] = [];
  let said = 0;
  time.clock.every(1_000, () => {
    if (heard !== said) late.push(said);
    client.write(Buffer.alloc(50_000));
    said += 50_000;
  });
  await time.pass(60_000);
  expect([heard, late]).toEqual([60 * 50_000, []]);
});
