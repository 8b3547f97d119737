import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { turnAway } from "./turn-away.ts";

const REFUSAL = { status: 413, code: "too_large", detail: "The body is too large." } as const;
let server: Server;

afterEach(() => server.close());

/** A connection to a server that turns everybody away. */
async function knocking(): Promise<Socket> {
  server = createServer((request, response) => turnAway(request, response, REFUSAL));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return connect((server.address() as AddressInfo).port, "127.0.0.1");
}

const head = (length: number) => `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${length}\r\n\r\n`;

test("a caller that sends its whole body before it reads gets the answer", async () => {
  const socket = await knocking();
  socket.write(head(3_000_000));
  for (let sent = 0; sent < 30; sent += 1) {
    socket.write("a".repeat(100_000));
    await delay(5);
  }
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"detail":"The body is too large."');
});

test("the answer is there before the body is, and the connection ends though the body never comes", async () => {
  const socket = await knocking();
  socket.write(head(3_000_000));
  const [first] = await once(socket, "data");
  expect(String(first)).toContain('"code":"too_large"');
  await once(socket, "close");
});

test("who sends without end is cut off", async () => {
  const socket = await knocking();
  socket.on("error", () => undefined);
  socket.write(head(1_000_000_000));
  const closed = once(socket, "close");
  let sent = 0;
  while (!socket.destroyed && sent < 200_000_000) {
    socket.write("a".repeat(1_000_000));
    sent += 1_000_000;
    socket.resume();
    await delay(1);
  }
  await closed;
  expect(sent).toBeLessThan(200_000_000);
});
