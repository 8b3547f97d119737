import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { turnAway } from "./turn-away.ts";

const REFUSAL = { status: 413, code: "too_large", detail: "The body is too large." } as const;
let server: Server;

// How long it lingers is the test's to say: a machine that pauses is no slow caller.
beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
  vi.useRealTimers();
  server.close();
});

/** A connection to a server that turns everybody away. */
async function knocking(): Promise<Socket> {
  server = createServer((request, response) => turnAway(request, response, REFUSAL));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return connect((server.address() as AddressInfo).port, "127.0.0.1");
}

/** Resolves, with what went wrong if anything did, once the system has taken it and the server had its turn. */
async function sent(socket: Socket, bytes: number): Promise<Error | null | undefined> {
  const failure = await new Promise<Error | null | undefined>((taken) => socket.write("a".repeat(bytes), taken));
  await turn();
  return failure;
}
const head = (length: number) => `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${length}\r\n\r\n`;

test("a caller that sends its whole body before it reads gets the answer", async () => {
  const socket = await knocking();
  socket.write(head(3_000_000));
  await once(server, "request");
  for (let part = 0; part < 30; part += 1) expect(await sent(socket, 100_000)).toBeFalsy();
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"detail":"The body is too large."');
});

test("the answer is there before the body is, and the connection ends though the body never comes", async () => {
  const socket = await knocking();
  socket.write(head(3_000_000));
  const [first] = await once(socket, "data");
  expect(String(first)).toContain('"code":"too_large"');
  vi.advanceTimersByTime(10_000);
  await once(socket, "close");
});

test("who sends without end is cut off", async () => {
  const socket = await knocking();
  socket.on("error", () => undefined);
  socket.write(head(1_000_000_000));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  let most = 200;
  for (; !socket.destroyed && most > 0; most -= 1) {
    socket.resume();
    await sent(socket, 1_000_000);
  }
  expect(most).toBeGreaterThan(0);
  await closed;
});
