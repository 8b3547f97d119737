import { createServer, connect as openSocket, type Server, type Socket } from "node:net";
import { type Refusals, type RefusedBinding, withoutRefused, withRefusals } from "./create-acls-messages.ts";

type Address = { host: string; port: number };

/**
 * A TCP relay in front of a broker, as if the broker had an authorizer that refuses certain bindings: it takes them out of CreateAcls
 * requests, so that the broker never sees them, and answers POLICY_VIOLATION in their places. Everything else passes unchanged.
 *
 * As a process of its own: `node lib/kafka/altering-relay.ts LISTEN_PORT BROKER_HOST:PORT RESOURCE_NAME [OPERATION]`; it prints
 * `listening PORT`, and SIGUSR2 tells it to refuse no more.
 */
export class AlteringRelay {
  readonly #server: Server;
  readonly #refused: RefusedBinding;
  readonly #sockets = new Set<Socket>();
  #refusing = true;

  private constructor(broker: Address, refused: RefusedBinding) {
    this.#refused = refused;
    this.#server = createServer((client) => this.#relay(client, openSocket(broker.port, broker.host)));
  }

  /** @param port where to listen on loopback; 0 is any free one */
  static async before(broker: Address, refused: RefusedBinding, port = 0): Promise<AlteringRelay> {
    const relay = new AlteringRelay(broker, refused);
    await new Promise<void>((resolve, reject) => {
      relay.#server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
    return relay;
  }

  get address(): Address {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The relay does not listen.");
    return { host: "127.0.0.1", port: address.port };
  }

  /** The cause is gone: from the next request on every binding reaches the broker. */
  stopRefusing(): void {
    this.#refusing = false;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #relay(client: Socket, broker: Socket): void {
    const answersToAlter = new Map<number, Refusals>();
    onFrames(client, (request) => {
      const altered = this.#refusing ? withoutRefused(request, this.#refused) : undefined;
      if (altered) answersToAlter.set(altered.correlationId, altered);
      broker.write(framed(altered?.request ?? request));
    });
    onFrames(broker, (response) => {
      const correlationId = response.readInt32BE(0);
      const altered = answersToAlter.get(correlationId);
      answersToAlter.delete(correlationId);
      client.write(framed(altered ? withRefusals(response, altered) : response));
    });
    this.#endTogether(client, broker);
  }

  #endTogether(...sockets: Socket[]): void {
    const endAll = () => {
      for (const socket of sockets) socket.destroy();
    };
    for (const socket of sockets) {
      this.#sockets.add(socket);
      socket.on("error", endAll);
      socket.on("close", () => {
        this.#sockets.delete(socket);
        endAll();
      });
    }
  }
}

/** Every message is preceded by its length in four bytes, and comes in pieces of any size. */
export function onFrames(socket: Socket, take: (message: Buffer) => void): void {
  let received: Buffer = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    received = Buffer.concat([received, bytes]);
    while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
      const end = 4 + received.readInt32BE(0);
      take(received.subarray(4, end));
      received = received.subarray(end);
    }
  });
}

/** A message as it is sent: its length in four bytes, then itself. */
export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(message.length);
  return Buffer.concat([length, message]);
}

if (import.meta.main) {
  const [port, broker = "", resourceName = "", operation] = process.argv.slice(2);
  const [host = "", brokerPort] = broker.split(":");
  const refused = { resourceName, ...(operation !== undefined && { operation: Number(operation) }) };
  const relay = await AlteringRelay.before({ host, port: Number(brokerPort) }, refused, Number(port));
  process.on("SIGUSR2", () => relay.stopRefusing());
  process.stdout.write(`listening ${relay.address.port}\n`);
}
