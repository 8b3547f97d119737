import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { BrokerRelay, framed, onFrames } from "#lib/kafka/broker-relay";
import type { BrokerAddress } from "#lib/kafka/cluster-connection";

/** What becomes of one request: it never arrives, or its answer is lost (the connection ends either way), or its answer is late by so many ms. */
export type RelayFault = "lose-request" | "lose-reply" | { lateMs: number } | null;

/** Requests by which a connection comes to be (Kafka protocol guide: SaslHandshake, ApiVersions, SaslAuthenticate). */
const CONNECTING: ReadonlySet<number> = new Set([17, 18, 36]);

/**
 * A relay in front of one broker, whose advertised address it is: everything that clients send passes it. It knows requests by their header
 * (int16 API key, int16 version, int32 correlation id), which each answer repeats.
 */
export class FaultyRelay extends BrokerRelay {
  /** Asked once for each request but those by which a connection comes to be. */
  fault: (apiKey: number) => RelayFault = () => null;
  #isCut = false;

  static before(broker: BrokerAddress): Promise<FaultyRelay> {
    return new FaultyRelay(broker).listen();
  }

  /** Ends all connections; new ones are ended at once, until it is healed. */
  cut(): void {
    this.#isCut = true;
    this.endConnections();
  }

  /** Everything passes again. */
  heal(): void {
    this.#isCut = false;
    this.fault = () => null;
  }

  protected join(client: Socket, broker: Socket): void {
    if (this.#isCut) client.destroy();
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
  }
}

async function pass(client: Socket, response: Buffer, fault: RelayFault): Promise<void> {
  if (fault === "lose-reply") client.destroy();
  else {
    if (fault && typeof fault === "object") await sleep(fault.lateMs);
    client.write(framed(response));
  }
}
