import { z } from "zod";
import { LogLevel, Origin, Port, PostgresUrl, SealingKey } from "./environment.ts";

const OIDC = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;

/** What the web process is told. It has no word about brokers: only the worker can reach a cluster. */
export const WebEnvironment = z
  .object({
    HEADGATE_URL: Origin,
    HEADGATE_SECRET: z.string("is missing: give at least 32 random characters").min(32, "has at least 32 characters"),
    /** Credentials are sealed to the worker's key: web can write them and not read them again. */
    CREDENTIAL_PUBLIC_KEY: SealingKey,
    HEADGATE_HOST: z.string().default("127.0.0.1"),
    HEADGATE_PORT: Port.default(3000),
    DATABASE_URL: PostgresUrl,
    TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0, "is 0 or more").max(10, "is at most 10").default(0),
    OIDC_ISSUER: z.url().optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_NAME: z.string().default("Single sign-on"),
    /** What is asked of the provider; add the scope that releases groups where yours needs one. */
    OIDC_SCOPES: z
      .string()
      .regex(/\bopenid\b/, "holds openid")
      .default("openid profile email"),
    OIDC_GROUPS_CLAIM: z.string().default("groups"),
    LOG_LEVEL: LogLevel,
  })
  .superRefine((settings, context) => {
    const absent = OIDC.filter((name) => settings[name] === undefined);
    if (absent.length === 0 || absent.length === OIDC.length) return;
    for (const name of absent)
      context.addIssue({ code: "custom", path: [name], message: `is missing: give ${OIDC.join(", ")} together` });
  });
export type WebEnvironment = z.output<typeof WebEnvironment>;
