import { createServer, type Server } from "node:net";
import { Refusal } from "./refusal.ts";
import { PORT_VARIABLES, type Ports } from "./settings.ts";

export const LOOPBACK = "127.0.0.1";

/**
 * Checks that every port of a stack is free, before anything slow is begun.
 *
 * @throws Refusal naming the port and the variable that moves it
 */
export async function refuseBusyPorts(ports: Partial<Ports>): Promise<void> {
  for (const name of Object.keys(ports) as (keyof Ports)[]) {
    const port = ports[name];
    if (port === undefined) continue;

    const problem = await tryPort(port);
    if (problem === undefined) continue;
    const { variable } = PORT_VARIABLES[name];
    const why = problem === "EADDRINUSE" ? "is in use by another program" : `cannot be opened (${problem})`;
    throw new Refusal(`Port ${port} ${why}. Stop that program, or choose another port with ${variable}=…`);
  }
}

/** Ports for a stack that are free now. */
export async function freePorts(): Promise<Ports> {
  const [web = 0, workerHealth = 0, postgres = 0, kafka = 0, kafkaController = 0, registry = 0] = await anyFreePorts(6);
  return { web, workerHealth, postgres, kafka, kafkaController, registry };
}

/** So many ports that are free now, chosen by the operating system, all different. */
export async function anyFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map(portOf);
  await Promise.all(servers.map(close));
  return ports;
}

async function tryPort(port: number): Promise<string | undefined> {
  try {
    await close(await listen(port));
    return undefined;
  } catch (failure) {
    return failure instanceof Error && "code" in failure ? String(failure.code) : String(failure);
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}
