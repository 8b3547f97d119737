import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";
import { Refusal } from "./refusal.ts";
import { PORT_VARIABLES, type Ports } from "./settings.ts";

export const LOOPBACK = "127.0.0.1";

/**
 * Ports that no operating system gives to whoever asks for any, or connects: Linux does so from 32,768 on (ip_local_port_range), others from 49,152.
 * What is chosen here is therefore still free minutes later, when the part that was told of it listens.
 */
const CHOSEN_FROM = { first: 20_000, last: 32_767 };
const MOST_TRIES = 1_000;

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

/** So many ports that are free now, all different. */
export async function anyFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenSomewhere));
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

async function listenSomewhere(): Promise<Server> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await listen(randomInt(CHOSEN_FROM.first, CHOSEN_FROM.last + 1));
    } catch (failure) {
      if (tries === MOST_TRIES) throw failure;
    }
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
