import { z } from "zod";

/** How the tests reach the stack that `npm test` started for them. */
const Environment = z.object({
  TEST_BASE_URL: z.url(),
  TEST_DATABASE_URL: z.url(),
  TEST_WEB_DATABASE_URL: z.url(),
  TEST_WORKER_DATABASE_URL: z.url(),
  TEST_SUPERUSER_DATABASE_URL: z.url(),
  TEST_KAFKA_BOOTSTRAP: z.string().min(1),
  TEST_KAFKA_USERNAME: z.string().min(1),
  TEST_KAFKA_PASSWORD: z.string().min(1),
  /** The schema registry's API; absent where no Java was found that can run it. */
  TEST_REGISTRY_URL: z.url().optional(),
  /** The worker's clusters.yaml. */
  TEST_CLUSTERS_FILE: z.string().min(1),
  /** Folder of the logs of web, worker, Kafka and Postgres. */
  TEST_LOGS: z.string().min(1),
  TEST_OIDC_ISSUER: z.url(),
  TEST_OIDC_CLIENT_ID: z.string().min(1),
  TEST_OIDC_CLIENT_SECRET: z.string().min(1),
  STACK_CONTROL_URL: z.url(),
  STACK_CONTROL_TOKEN: z.string().min(1),
  CHROMIUM_PATH: z.string().optional(),
});

const parsed = Environment.safeParse(process.env);
if (!parsed.success) {
  throw new Error(`The browser tests run on a stack of their own: \`npm test\`.\n${z.prettifyError(parsed.error)}`);
}

export const environment = parsed.data;

/** Hosts named by an address or by Kafka's list of `host:port`. */
export function hostsOf(address: string): string[] {
  if (address.includes("://")) return [new URL(address).hostname];
  return address.split(",").map((server) => server.trim().replace(/:\d+$/, ""));
}

/** Every place that tests write to; none may be anything but this machine. */
export function placesOutside(places: Record<string, string>): string[] {
  const loopback = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/;
  return Object.entries(places).flatMap(([name, address]) =>
    hostsOf(address).every((host) => loopback.test(host)) ? [] : [`${name} is not on loopback`],
  );
}
