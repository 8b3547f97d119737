import type { Socket } from "node:net";
import { BrokerRelay, framed, onFrames } from "#lib/kafka/broker-relay";
import type { BrokerAddress } from "#lib/kafka/cluster-connection";

const CREATE_TOPICS = 19;

/**
 * A relay in front of a broker that can hold back a creation: the request before it reaches the broker, or the broker's answer. From then on
 * nothing passes on any connection, as with a broker that hangs. A request begins with int16 API key, int16 version and int32 correlation id,
 * which its answer repeats (KIP-482).
 */
export class HoldingRelay extends BrokerRelay {
  /** What is held from now on. */
  hold: "nothing" | "requests" | "answers" = "nothing";
  #held = Promise.withResolvers<void>();
  #isHanging = false;

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
    this.#isHanging = false;
    this.endConnections();
  }

  protected join(client: Socket, broker: Socket): void {
    const creations = new Set<number>();
    onFrames(client, (request) => {
      const isCreation = this.hold !== "nothing" && request.readInt16BE(0) === CREATE_TOPICS;
      if (isCreation && this.hold === "requests") this.#holdBack();
      else if (isCreation) creations.add(request.readInt32BE(4));
      if (!this.#isHanging) broker.write(framed(request));
    });
    onFrames(broker, (answer) => {
      if (creations.has(answer.readInt32BE(0))) this.#holdBack();
      if (!this.#isHanging) client.write(framed(answer));
    });
  }

  #holdBack(): void {
    this.#isHanging = true;
    this.#held.resolve();
  }
}
