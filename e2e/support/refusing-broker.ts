import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stack } from "./control.ts";
import { environment } from "./environment.ts";

/** Kafka's codes (`org.apache.kafka.common.acl.AclOperation`). */
const OPERATIONS = { READ: 3, WRITE: 4, DESCRIBE: 8 } as const;

/** What is answered for the binding that is refused. */
export const REFUSAL_TEXT = "This binding is refused by a policy of the test.";

/** A broker, as the worker sees it, whose authorizer refuses one binding. */
export type RefusingBroker = {
  /** The cause is gone: every binding reaches the broker from now on. */
  heal(): void;
  /** The worker talks to the broker itself again. */
  close(): Promise<void>;
};

/**
 * Starts the worker anew, on a relay that answers a refusal in the broker's place. Nobody else goes through it: web and programs do not
 * notice.
 */
export async function refusingBroker(
  resourceName: string,
  operation: keyof typeof OPERATIONS,
): Promise<RefusingBroker> {
  const program = ["lib/kafka/altering-relay.ts", "0", environment.TEST_KAFKA_BOOTSTRAP, resourceName];
  const relay = spawn(process.execPath, [...program, String(OPERATIONS[operation])], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await stack.stopWorker();
    await stack.startWorker({ CLUSTERS_FILE: clustersFileFor(await portOf(relay)) });
  } catch (failure) {
    relay.kill();
    throw failure;
  }
  return {
    heal: () => void relay.kill("SIGUSR2"),
    close: async () => {
      await stack.stopWorker();
      relay.kill();
      await stack.startWorker();
    },
  };
}

async function portOf(relay: ChildProcess): Promise<number> {
  const [line] = relay.stdout ? await once(relay.stdout, "data") : [];
  return Number(/^listening (\d+)\n$/.exec(String(line))?.[1]);
}

/** The stack's clusters with another address for the worker; clients are told the same listeners as before. */
function clustersFileFor(port: number): string {
  const [, ...json] = readFileSync(environment.TEST_CLUSTERS_FILE, "utf8").split("\n");
  const { clusters } = JSON.parse(json.join("\n")) as { clusters: { connection: object }[] };
  const relayed = clusters.map(({ connection, ...cluster }) => ({
    ...cluster,
    connection: { ...connection, bootstrapServers: `127.0.0.1:${port}` },
  }));
  const path = join(environment.TEST_LOGS, "..", "clusters-relayed.yaml");
  writeFileSync(path, JSON.stringify({ clusters: relayed }));
  return path;
}
