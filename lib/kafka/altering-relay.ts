import type { Socket } from "node:net";
import { BrokerRelay, framed, onFrames } from "./broker-relay.ts";
import type { BrokerAddress } from "./cluster-connection.ts";
import { type Refusals, type RefusedBinding, withoutRefused, withRefusals } from "./create-acls-messages.ts";

/**
 * A relay in front of a broker, as if the broker had an authorizer that refuses certain bindings: it takes them out of CreateAcls
 * requests, so that the broker never sees them, and answers POLICY_VIOLATION in their places. Everything else passes unchanged.
 *
 * As a process of its own: `node lib/kafka/altering-relay.ts LISTEN_PORT BROKER_HOST:PORT RESOURCE_NAME [OPERATION]`; it prints
 * `listening PORT`, and SIGUSR2 tells it to refuse no more.
 */
export class AlteringRelay extends BrokerRelay {
  readonly #refused: RefusedBinding;
  #refusing = true;

  private constructor(broker: BrokerAddress, refused: RefusedBinding) {
    super(broker);
    this.#refused = refused;
  }

  /** @param port where to listen on loopback; 0 is any free one */
  static before(broker: BrokerAddress, refused: RefusedBinding, port = 0): Promise<AlteringRelay> {
    return new AlteringRelay(broker, refused).listen(port);
  }

  /** The cause is gone: from the next request on every binding reaches the broker. */
  stopRefusing(): void {
    this.#refusing = false;
  }

  protected join(client: Socket, broker: Socket): void {
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
  }
}

if (import.meta.main) {
  const [port, broker = "", resourceName = "", operation] = process.argv.slice(2);
  const [host = "", brokerPort] = broker.split(":");
  const refused = { resourceName, ...(operation !== undefined && { operation: Number(operation) }) };
  const relay = await AlteringRelay.before({ host, port: Number(brokerPort) }, refused, Number(port));
  process.on("SIGUSR2", () => relay.stopRefusing());
  process.stdout.write(`listening ${relay.address.port}\n`);
}
