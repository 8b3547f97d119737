import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { EnvironmentRefused, parseEnvironment } from "#lib/config/environment";
import { logger } from "#lib/config/logger";
import { WebEnvironment } from "#lib/config/web-environment";
import { DATA_POLICY, securityHeaders } from "#lib/server/auth/content-security-policy";
import { refusalOf, settleHeaders } from "./admit-request.ts";
import { turnAway } from "./turn-away.ts";

const STOP_WITHIN_MS = 4_000;

/**
 * How long a connection may idle, in milliseconds: longer than the 60 to 75 s for which reverse proxies keep one to us, so that
 * the proxy closes first and never sends a request into a connection that we are closing, which its caller would see as a 502.
 * A process that stalls for less than the buffer still keeps what it announced (`Keep-Alive: timeout=80`).
 */
const KEEP_ALIVE = { keepAliveTimeout: 80_000, keepAliveTimeoutBuffer: 5_000 };

/** The web process: Next.js behind a server of our own, which lets in only what `admit-request.ts` admits. `--dev` compiles on demand. */
async function main(dev: boolean): Promise<void> {
  const settings = parseEnvironment(WebEnvironment, process.env);
  // Both are read by their libraries from the environment when they load, so they come first and Next.js after them.
  Object.assign(process.env, {
    NODE_ENV: dev ? "development" : "production",
    NEXTAUTH_URL: settings.HEADGATE_URL,
    NEXTAUTH_SECRET: settings.HEADGATE_SECRET,
  });
  const { HEADGATE_HOST: hostname, HEADGATE_PORT: port } = settings;
  const { default: next } = await import("next");
  const app = next({ dev, dir: join(import.meta.dirname, "..", ".."), hostname, port });
  await app.prepare();

  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, ...KEEP_ALIVE },
    admit(settings, app.getRequestHandler()),
  );
  await listen(server, hostname, port);
  logger.info({ url: settings.HEADGATE_URL, hostname, port }, "web is listening");
  stopOnSignal(server, () => app.close());
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function admit(settings: WebEnvironment, handle: Handler) {
  const origin = new URL(settings.HEADGATE_URL);
  const always = new Headers(securityHeaders(origin.protocol === "https:"));
  return async (request: IncomingMessage, response: ServerResponse) => {
    const arrival = { url: request.url ?? "", headers: request.headers, socketAddress: request.socket.remoteAddress };
    response.setHeaders(always);
    // A page's own policy replaces this one.
    response.setHeader("content-security-policy", DATA_POLICY);
    const refusal = refusalOf(arrival);
    if (refusal) return turnAway(request, response, refusal);

    settleHeaders(arrival, origin, settings.TRUSTED_PROXY_HOPS);
    try {
      await handle(request, response);
    } catch (error) {
      // Without its query, which may hold a code of the sign-in.
      logger.error({ err: error, path: request.url?.split("?", 1)[0] }, "a request failed outside any page");
      response.destroy();
    }
  };
}

function listen(server: Server, hostname: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
}

/** Requests under way are finished, idle connections closed at once, and whatever takes too long is cut off. */
function stopOnSignal(server: Server, close: () => Promise<void>): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, "web is stopping");
    setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS).unref();
    server.close(async () => {
      await close();
      process.exit(0);
    });
    server.closeIdleConnections();
    // One that still had an answer to get is idle only after it.
    setInterval(() => server.closeIdleConnections(), 50).unref();
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
}

try {
  await main(process.argv.includes("--dev"));
} catch (error) {
  if (error instanceof EnvironmentRefused) logger.fatal(error.message);
  else logger.fatal({ err: error }, "web cannot start");
  process.exit(1);
}
