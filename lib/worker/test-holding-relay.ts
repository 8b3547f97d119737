import type { Socket } from "node:net";
import { BrokerRelay } from "#lib/kafka/broker-relay";
import type { BrokerAddress } from "#lib/kafka/cluster-connection";

const CREATE_TOPICS = 19;

/**
 * A relay in front of a broker that can hold back creations: the request before it reaches the broker, or the broker's answer. Frames
 * of Kafka's protocol begin with int32 length, int16 API key (KIP-482 request header).
 */
export class HoldingRelay extends BrokerRelay {
  /** What is held from now on. */
  hold: "nothing" | "requests" | "answers" = "nothing";
  #held = Promise.withResolvers<void>();

  static before(broker: BrokerAddress): Promise<HoldingRelay> {
    return new HoldingRelay(broker).listen();
  }

  /** Resolves once a creation, or its answer, is held back. */
  get held(): Promise<void> {
    return this.#held.promise;
  }

  /** Everything passes again; what was held is lost. */
  letPass(): void {
    this.hold = "nothing";
    this.#held = Promise.withResolvers();
    this.endConnections();
  }

  protected join(client: Socket, broker: Socket): void {
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
  }
}
