import { z } from "zod";

/** The process cannot start with these settings. The message names every variable that is wrong, and what is allowed. */
export class EnvironmentRefused extends Error {
  override readonly name = "EnvironmentRefused";
}

/** A TCP port. */
export const Port = z.coerce
  .number("is a whole number from 1 to 65535")
  .int("is a whole number from 1 to 65535")
  .min(1, "is a whole number from 1 to 65535")
  .max(65_535, "is a whole number from 1 to 65535");

/** A connection string of Postgres. */
export const PostgresUrl = z
  .string("is missing: give postgresql://role:password@host:port/database")
  .regex(/^postgres(ql)?:\/\//, "is a connection string: postgresql://role:password@host:port/database");

/** An X25519 key, which `local/` and docker/make-env.sh make: 32 bytes in base64url. */
export const SealingKey = z
  .string("is missing: give an X25519 key, 32 bytes in base64url")
  .regex(/^[A-Za-z0-9_-]{43}$/, "is an X25519 key: 32 bytes in base64url, 43 characters");

/** An origin without a path, as a browser sends it in the Origin header. */
export const Origin = z
  .url({
    protocol: /^https?$/,
    error: "is the public address, such as https://headgate.example.test",
    abort: true, // What follows takes it for a URL.
  })
  .refine((value) => new URL(value).pathname === "/", "has no path: Headgate needs a host name of its own")
  .transform((value) => new URL(value).origin);

export const LogLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info");

/**
 * Parses a process's settings. An empty variable counts as absent, because compose files and shells cannot unset one.
 *
 * @throws EnvironmentRefused naming each variable and what is allowed, never its value: it may be a secret
 */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  environment: NodeJS.ProcessEnv,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;

  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
  throw new EnvironmentRefused(`These settings cannot be used:\n${problems.join("\n")}`);
}
