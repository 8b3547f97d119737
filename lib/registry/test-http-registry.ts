import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach } from "vitest";
import type { RegistryConnection } from "#lib/domain/registry-connection";
import type { SchemaDefinition } from "#lib/domain/schema";
import { createHttpSubjectRegistry } from "./http-subject-registry.ts";
import type { SubjectRegistry } from "./subject-registry.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export const INT: SchemaDefinition = { schemaType: "AVRO", schema: '"int"', references: [] };

/** A server on loopback that answers as a test says, and remembers what it was asked. */
export class TestHttpRegistry {
  handler: Handler = answering(500, "");
  seen: { line: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  url = "";
  #server: Server | null = null;

  /** To be called once, where a test file begins: each test has a server of its own. */
  static prepare(): TestHttpRegistry {
    const http = new TestHttpRegistry();
    beforeEach(() => http.#begin());
    afterEach(() => http.#end());
    return http;
  }

  /** A client with more patience than a busy machine takes; a test of what comes too late gives it less. */
  connect(change: Partial<RegistryConnection> = {}): SubjectRegistry {
    return createHttpSubjectRegistry({ url: this.url, requestTimeoutMs: 20_000, ...change });
  }

  async #begin(): Promise<void> {
    this.seen = [];
    const server = createServer((request, response) => {
      const call = { line: `${request.method} ${request.url}`, headers: request.headers, body: "" };
      this.seen.push(call);
      request.on("data", (chunk) => {
        call.body += chunk;
      });
      request.on("end", () => this.handler(request, response));
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    this.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/apis/ccompat/v7`;
  }

  async #end(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

export function answering(status: number, body: string, headers: Record<string, string> = {}): Handler {
  return (_, response) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

/** What a call throws, as the port tells it. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "no failure",
    (failure) => failure.error ?? failure,
  );
}
