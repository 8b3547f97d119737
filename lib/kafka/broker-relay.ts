import { createServer, connect as openSocket, type Server, type Socket } from "node:net";
import type { BrokerAddress } from "./cluster-connection.ts";

/**
 * A TCP relay in front of a broker, for tests: each client gets a connection to the broker of its own, and the two end together. What passes
 * between them is for a subclass to say.
 */
export abstract class BrokerRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(broker: BrokerAddress) {
    this.#server = createServer((client) => {
      const upstream = openSocket(broker.port, broker.host);
      this.#endTogether(client, upstream);
      this.join(client, upstream);
    });
  }

  /** Lets pass what is to pass from one to the other. */
  protected abstract join(client: Socket, broker: Socket): void;

  /** @param port where to listen on loopback; 0 is any free one */
  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
    return this;
  }

  get address(): BrokerAddress {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The relay does not listen.");
    return { host: "127.0.0.1", port: address.port };
  }

  endConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.endConnections();
    await new Promise((resolve) => this.#server.close(resolve));
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
