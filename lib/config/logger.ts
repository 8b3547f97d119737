import pino from "pino";

/** Fields that may hold a secret, wherever they stand in a log record; their values never reach the output. `code` is not one: it is what went wrong (ECONNRESET). */
const SECRETS = ["password", "secret", "token", "authorization", "cookie", "client_secret", "saltedPassword"];

/** JSON lines on standard output. `LOG_LEVEL` sets how much (default info). */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? "info",
  redact: { paths: SECRETS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: "[redacted]" },
});
