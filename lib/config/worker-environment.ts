import { z } from "zod";
import { LogLevel, Port, PostgresUrl, SealingKey } from "./environment.ts";

/** What the worker is told. Secrets that clusters.yaml names as ${NAME} come from the same environment, under names of the operator's choice. */
export const WorkerEnvironment = z.object({
  DATABASE_URL: PostgresUrl,
  CLUSTERS_FILE: z.string("is missing: give the path of clusters.yaml").min(1),
  /** Opens what web sealed with the public key of the same pair. */
  CREDENTIAL_PRIVATE_KEY: SealingKey,
  WORKER_HEALTH_PORT: Port.default(3001),
  LOG_LEVEL: LogLevel,
});
export type WorkerEnvironment = z.output<typeof WorkerEnvironment>;
