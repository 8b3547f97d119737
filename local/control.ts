import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { startKafka } from "./kafka.ts";
import { freePorts, LOOPBACK } from "./ports.ts";
import { startRegistry } from "./registry.ts";
import { startWorker } from "./serve.ts";
import type { Variables } from "./settings.ts";
import type { Stack } from "./stack.ts";

/** Where tests may stop and start parts of their stack. */
export interface Control {
  url: string;
  token: string;
  close(): void;
}

/** Body of the worker's orders: which worker (a second one has another name), and variables beyond those of every worker. */
interface WorkerOrder {
  name: string;
  environment: Variables;
}

type Order = (stack: Stack, worker: WorkerOrder) => Promise<void>;

const orders: Record<string, Order> = {
  "POST /kafka/stop": ({ group }) => group.stop("kafka"),
  "POST /kafka/kill": ({ group }) => group.stop("kafka", "SIGKILL"),
  "POST /kafka/start": ({ group, settings, secrets, kafka }) => startKafka(group, settings, secrets, kafka),
  "POST /registry/stop": ({ group }) => group.stop("registry"),
  "POST /registry/kill": ({ group }) => group.stop("registry", "SIGKILL"),
  "POST /registry/start": startTheRegistry,
  "POST /worker/stop": ({ group }, { name }) => group.stop(name),
  "POST /worker/kill": ({ group }, { name }) => group.stop(name, "SIGKILL"),
  "POST /worker/start": startAnyWorker,
  "GET /state": async () => undefined,
};

/**
 * Opens a control server on a free loopback port. Each order is answered when it has been carried out, with the names of the parts
 * that run then: `{ "running": ["postgres", "kafka", "registry", "web", "worker"] }`. A request needs `Authorization: Bearer <token>`.
 */
export async function openControl(stack: Stack): Promise<Control> {
  const token = randomBytes(24).toString("hex");
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown) => {
      // No connection is kept: this side would end it in the moment in which the other sends the next order on it.
      const headers = { "content-type": "application/json", connection: "close" };
      response.writeHead(status, headers).end(JSON.stringify(body));
    };
    const order = orders[`${request.method} ${request.url}`];
    if (!isAllowed(request, token)) return answer(401, { error: "wrong token" });
    if (!order) return answer(404, { error: `no such order; there are ${Object.keys(orders).join(", ")}` });

    try {
      await order(stack, await readOrder(request));
      answer(200, { running: stack.group.names });
    } catch (failure) {
      answer(500, { error: failure instanceof Error ? failure.message : String(failure) });
    }
  });
  return { url: `http://${LOOPBACK}:${await listen(server)}`, token, close: () => server.close() };
}

async function startTheRegistry({ group, settings, registry }: Stack): Promise<void> {
  if (!registry) throw new Error("this stack has no schema registry: no Java was found that can run it");
  await startRegistry(group, settings, registry);
}

async function startAnyWorker(stack: Stack, { name, environment }: WorkerOrder): Promise<void> {
  const port = name === "worker" ? stack.settings.ports.workerHealth : (await freePorts()).workerHealth;
  await startWorker(stack, { name, more: { WORKER_HEALTH_PORT: String(port), ...environment } });
}

function isAllowed(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function readOrder(request: IncomingMessage): Promise<WorkerOrder> {
  let body = "";
  for await (const chunk of request) body += chunk;
  const { name = "worker", environment = {} } = JSON.parse(body || "{}") as Partial<WorkerOrder>;
  if (!/^worker(-[a-z0-9]+)?$/.test(name)) throw new Error(`"${name}" is no name of a worker: worker, worker-2, …`);
  return { name, environment };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      resolve(address !== null && typeof address === "object" ? address.port : 0);
    });
  });
}
