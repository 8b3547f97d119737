import { join, resolve } from "node:path";
import { Refusal } from "./refusal.ts";

/** Environment variables. */
export type Variables = Record<string, string | undefined>;

/** The ports of one stack, all on the loopback address. */
export interface Ports {
  web: number;
  workerHealth: number;
  postgres: number;
  kafka: number;
  kafkaController: number;
  registry: number;
}

/** Where one stack lives. `downloads` is shared by all stacks of a clone; everything else is below `data`. */
export interface Settings {
  root: string;
  data: string;
  downloads: string;
  ports: Ports;
}

/** The variable that moves each port, and its default. */
export const PORT_VARIABLES: { [Port in keyof Ports]: { variable: string; byDefault: number } } = {
  web: { variable: "HEADGATE_PORT", byDefault: 3000 },
  workerHealth: { variable: "WORKER_HEALTH_PORT", byDefault: 3001 },
  postgres: { variable: "HEADGATE_POSTGRES_PORT", byDefault: 15432 },
  kafka: { variable: "HEADGATE_KAFKA_PORT", byDefault: 19092 },
  kafkaController: { variable: "HEADGATE_KAFKA_CONTROLLER_PORT", byDefault: 19093 },
  registry: { variable: "HEADGATE_REGISTRY_PORT", byDefault: 18081 },
};

/** Every variable that the launcher itself reads. */
export const LAUNCHER_VARIABLES = [
  "HEADGATE_DATA",
  "CHROMIUM_PATH",
  ...Object.values(PORT_VARIABLES).map(({ variable }) => variable),
];

const PORT_NAMES = Object.keys(PORT_VARIABLES) as (keyof Ports)[];

/**
 * Reads the launcher's settings from the environment.
 *
 * @param root the clone's folder
 * @throws Refusal when a port is not a whole number from 1 to 65535, or two parts were given the same one
 */
export function readSettings(environment: Variables, root: string): Settings {
  const data = resolve(root, environment.HEADGATE_DATA || ".headgate");
  const ports = Object.fromEntries(PORT_NAMES.map((name) => [name, readPort(environment, name)])) as unknown as Ports;
  refuseTwice(ports);
  return { root, data, downloads: join(data, "downloads"), ports };
}

function readPort(environment: Variables, name: keyof Ports): number {
  const { variable, byDefault } = PORT_VARIABLES[name];
  const given = environment[variable];
  if (given === undefined || given === "") return byDefault;

  const port = Number(given);
  if (!/^\d+$/.test(given) || port < 1 || port > 65_535) {
    throw new Refusal(`${variable}=${given} is not a port: give a whole number from 1 to 65535.`);
  }
  return port;
}

function refuseTwice(ports: Ports): void {
  const seen = new Map<number, string>();
  for (const name of PORT_NAMES) {
    const { variable } = PORT_VARIABLES[name];
    const other = seen.get(ports[name]);
    if (other) throw new Refusal(`${other} and ${variable} are both ${ports[name]}: give them different ports.`);
    seen.set(ports[name], variable);
  }
}
