import { once } from "node:events";
import { type AddressInfo, createServer, connect as openSocket, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { framed, onFrames } from "#lib/kafka/broker-relay";
import { HoldingRelay } from "./test-holding-relay.ts";

/** Long for loopback, short for a test's five seconds. */
const SOON = { timeout: 4_000 };
const METADATA = 3;
const CREATE_TOPICS = 19;
/** Correlation ids of the requests that reached the broker. */
let arrived: number[];
let broker: Server;
let relay: HoldingRelay;
let clients: Socket[];

beforeEach(async () => {
  [arrived, clients] = [[], []];
  broker = createServer((socket) => {
    socket.on("error", () => undefined);
    onFrames(socket, (message) => {
      arrived.push(message.readInt32BE(4));
      socket.write(framed(message.subarray(4, 8)));
    });
  }).listen(0, "127.0.0.1");
  await once(broker, "listening");
  relay = await HoldingRelay.before({ host: "127.0.0.1", port: (broker.address() as AddressInfo).port });
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await relay.close();
  await new Promise((resolve) => broker.close(resolve));
});

function request(apiKey: number, correlationId: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeInt16BE(apiKey, 0);
  header.writeInt32BE(correlationId, 4);
  return framed(header);
}

/** Sends requests in one piece, as they arrive where a reader is behind; answers what comes back, as it grows. */
function send(...requests: Buffer[]): number[] {
  const answered: number[] = [];
  const client = openSocket(relay.address.port, "127.0.0.1");
  clients.push(client);
  client.on("error", () => undefined);
  onFrames(client, (message) => answered.push(message.readInt32BE(0)));
  client.write(Buffer.concat(requests));
  return answered;
}

it("holds back a creation that comes right behind another request, and everything after it", async () => {
  relay.hold = "requests";
  send(request(METADATA, 1), request(CREATE_TOPICS, 2), request(METADATA, 3));
  await relay.held;
  send(request(METADATA, 4));
  await expect.poll(() => arrived, SOON).toEqual([1]);

  relay.letPass();
  const answered = send(request(CREATE_TOPICS, 5));
  await expect.poll(() => answered, SOON).toEqual([5]);
  expect(arrived).toEqual([1, 5]);
});

it("holds back the answer of a creation, not the one of a request before it", async () => {
  relay.hold = "answers";
  const answered = send(request(METADATA, 1), request(CREATE_TOPICS, 2), request(METADATA, 3));
  await relay.held;
  await expect.poll(() => answered, SOON).toEqual([1]);
  expect(arrived).toContain(2);

  relay.letPass();
  const later = send(request(METADATA, 4));
  await expect.poll(() => later, SOON).toEqual([4]);
  expect(answered).toEqual([1]);
});
