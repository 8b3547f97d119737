import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { stack } from "./control.ts";
import { environment } from "./environment.ts";
import { address } from "./registry-witness.ts";

/** The registry, as the worker sees it, on whose way the first registration of a subject is held. */
export type HoldingRegistry = {
  /** Resolves once the registration has come: the level was lowered, and nothing was registered. */
  held: Promise<void>;
  /** What was held is lost, as by a broken connection; everything passes from now on. */
  release(): void;
  /** The worker talks to the registry itself again. */
  close(): Promise<void>;
};

/** Starts the worker anew, on a relay that holds `POST /subjects/<subject>/versions`. Nobody else goes through it. */
export async function holdingRegistry(subject: string): Promise<HoldingRegistry> {
  const held = Promise.withResolvers<void>();
  const waiting = new Set<ServerResponse>();
  let holding = true;
  const server = createServer((incoming, outgoing) => {
    if (!holding || !isRegistration(incoming, subject)) return pass(incoming, outgoing);
    waiting.add(outgoing);
    incoming.resume();
    held.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await stack.stopWorker();
  await stack.startWorker({ CLUSTERS_FILE: clustersFileFor((server.address() as AddressInfo).port) });

  const release = () => {
    holding = false;
    for (const outgoing of waiting) outgoing.destroy();
  };
  return {
    held: held.promise,
    release,
    close: async () => {
      release();
      await stack.stopWorker();
      server.closeAllConnections();
      server.close();
      await stack.startWorker();
    },
  };
}

function isRegistration({ method, url }: IncomingMessage, subject: string): boolean {
  return method === "POST" && (url ?? "").includes(`/subjects/${encodeURIComponent(subject)}/versions`);
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { hostname, port } = new URL(address());
  const { method, url: path, headers } = incoming;
  const onward = request({ hostname, port, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

/** For so long the worker waits for what is held: a test that looks meanwhile, and kills it then, has to be done by then on a busy machine too. */
const HELD_FOR_MS = 10_000;

/** The stack's clusters with another address of the registry for the worker, and more patience with it. */
function clustersFileFor(port: number): string {
  const [, ...json] = readFileSync(environment.TEST_CLUSTERS_FILE, "utf8").split("\n");
  const { clusters } = JSON.parse(json.join("\n")) as { clusters: { registry: { url: string } }[] };
  const relayed = clusters.map((cluster) => {
    const url = new URL(cluster.registry.url);
    url.port = String(port);
    return { ...cluster, registry: { ...cluster.registry, url: url.href, requestTimeoutMs: HELD_FOR_MS } };
  });
  const path = join(environment.TEST_LOGS, "..", "clusters-holding.yaml");
  writeFileSync(path, JSON.stringify({ clusters: relayed }));
  return path;
}
