import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { framed, onFrames } from "#lib/kafka/altering-relay";

/** What becomes of one request: it never arrives, or its answer is lost (the connection ends either way), or its answer is late by so many ms. */
export type RelayFault = "lose-request" | "lose-reply" | { lateMs: number } | null;

/** Requests by which a connection comes to be (Kafka protocol guide: SaslHandshake, ApiVersions, SaslAuthenticate). */
const CONNECTING: ReadonlySet<number> = new Set([17, 18, 36]);

/**
 * A TCP relay in front of one broker, whose advertised address it is: everything that clients send passes it. It knows requests by their header
 * (int16 API key, int16 version, int32 correlation id), which each answer repeats.
 */
export class FaultyRelay {
  /** Asked once for each request but those by which a connection comes to be. */
  fault: (apiKey: number) => RelayFault = () => null;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(broker: { host: string; port: number }) {
    this.#server = createServer((client) => {
      if (this.#isCut) client.destroy();
      else this.#relay(client, connect(broker.port, broker.host));
    });
  }

  static async before(broker: { host: string; port: number }): Promise<FaultyRelay> {
    const relay = new FaultyRelay(broker);
    await new Promise<void>((resolve) => relay.#server.listen(0, "127.0.0.1", resolve));
    return relay;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The relay does not listen.");
    return address.port;
  }

  /** Ends all connections; new ones are ended at once, until it is healed. */
  cut(): void {
    this.#isCut = true;
    this.#endConnections();
  }

  /** Everything passes again. */
  heal(): void {
    this.#isCut = false;
    this.fault = () => null;
  }

  async close(): Promise<void> {
    this.#endConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #endConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #relay(client: Socket, broker: Socket): void {
    const faults = new Map<number, RelayFault>();
    onFrames(client, (request) => {
      const apiKey = request.readInt16BE(0);
      const fault = CONNECTING.has(apiKey) ? null : this.fault(apiKey);
      if (fault === "lose-request") client.destroy();
      else {
        if (fault) faults.set(request.readInt32BE(4), fault);
        broker.write(framed(request));
      }
    });
    let passing: Promise<unknown> = Promise.resolve();
    onFrames(broker, (response) => {
      const fault = faults.get(response.readInt32BE(0)) ?? null;
      // Answers keep their order, as Kafka's clients rely on.
      passing = passing.then(() => pass(client, response, fault));
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

async function pass(client: Socket, response: Buffer, fault: RelayFault): Promise<void> {
  if (fault === "lose-reply") client.destroy();
  else {
    if (fault && typeof fault === "object") await sleep(fault.lateMs);
    client.write(framed(response));
  }
}
