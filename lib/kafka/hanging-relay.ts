import type { Socket } from "node:net";
import { BrokerRelay } from "./broker-relay.ts";
import type { BrokerAddress } from "./cluster-connection.ts";

/** A relay in front of a broker that can be told to hang: connections stay open, and nothing passes any more. */
export class HangingRelay extends BrokerRelay {
  #hanging = false;

  static before(broker: BrokerAddress): Promise<HangingRelay> {
    return new HangingRelay(broker).listen();
  }

  /** From now on nothing passes, on old and on new connections. */
  hang(): void {
    this.#hanging = true;
  }

  /** New connections work again. What was sent meanwhile is lost, so the old ones are cut. */
  heal(): void {
    this.#hanging = false;
    this.endConnections();
  }

  protected join(client: Socket, broker: Socket): void {
    const passOn = (from: Socket, to: Socket) =>
      from.on("data", (bytes) => {
        if (!this.#hanging) to.write(bytes);
      });
    passOn(client, broker);
    passOn(broker, client);
  }
}
