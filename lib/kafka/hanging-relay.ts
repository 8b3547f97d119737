import { createServer, connect as openSocket, type Server, type Socket } from "node:net";
import type { BrokerAddress } from "./cluster-connection.ts";

/** A TCP relay in front of a broker that can be told to hang: connections stay open, and nothing passes any more. */
export class HangingRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #hanging = false;

  private constructor(broker: BrokerAddress) {
    this.#server = createServer((client) => {
      const upstream = openSocket(broker.port, broker.host);
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.#sockets.add(from);
        from.on("data", (bytes) => {
          if (!this.#hanging) to.write(bytes);
        });
        from.on("error", () => to.destroy());
        from.on("close", () => {
          this.#sockets.delete(from);
          to.destroy();
        });
      }
    });
  }

  static async before(broker: BrokerAddress): Promise<HangingRelay> {
    const relay = new HangingRelay(broker);
    await new Promise<void>((resolve) => relay.#server.listen(0, "127.0.0.1", resolve));
    return relay;
  }

  get address(): BrokerAddress {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The relay does not listen.");
    return { host: "127.0.0.1", port: address.port };
  }

  /** From now on nothing passes, on old and on new connections. */
  hang(): void {
    this.#hanging = true;
  }

  /** New connections work again. What was sent meanwhile is lost, so the old ones are cut. */
  heal(): void {
    this.#hanging = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
