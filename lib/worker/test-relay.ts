import { connect, createServer, type Server, type Socket } from "node:net";

const CREATE_TOPICS = 19;

/**
 * A TCP relay in front of a broker that can hold back creations: the request before it reaches the broker, or the broker's answer. Frames
 * of Kafka's protocol begin with int32 length, int16 API key (KIP-482 request header).
 */
export class Relay {
  /** What is held from now on. */
  hold: "nothing" | "requests" | "answers" = "nothing";
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #held = Promise.withResolvers<void>();

  private constructor(broker: { host: string; port: number }) {
    this.#server = createServer((client) => this.#relay(client, connect(broker.port, broker.host)));
  }

  static async before(broker: { host: string; port: number }): Promise<Relay> {
    const relay = new Relay(broker);
    await new Promise<void>((resolve) => relay.#server.listen(0, "127.0.0.1", resolve));
    return relay;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The relay does not listen.");
    return address.port;
  }

  /** Resolves once a creation, or its answer, is held back. */
  get held(): Promise<void> {
    return this.#held.promise;
  }

  /** Everything passes again; what was held is lost. */
  letPass(): void {
    this.hold = "nothing";
    this.#held = Promise.withResolvers();
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #relay(client: Socket, broker: Socket): void {
    let creating = false;
    client.on("data", (bytes) => {
      creating ||= this.hold !== "nothing" && bytes.length >= 6 && bytes.readInt16BE(4) === CREATE_TOPICS;
      if (creating && this.hold === "requests") this.#held.resolve();
      else broker.write(bytes);
    });
    broker.on("data", (bytes) => {
      if (creating && this.hold === "answers") this.#held.resolve();
      else client.write(bytes);
    });
    for (const [one, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      this.#sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}
