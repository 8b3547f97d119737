import { createServer, type Server } from "node:http";

/** Which question each path asks. */
export type HealthChecks = { live(): boolean; ready(): boolean };

/**
 * Answers `/health/live` and `/health/ready` on loopback: 200 or 503, for the process's supervisor.
 * @throws when the port is taken
 */
export async function serveHealth(port: number, checks: HealthChecks): Promise<Server> {
  const server = createServer((request, response) => {
    const check = { "/health/live": checks.live, "/health/ready": checks.ready }[request.url ?? ""];
    const status = check ? (check() ? 200 : 503) : 404;
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify({ status: status === 200 ? "ok" : status === 503 ? "unavailable" : "not found" }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}
