import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { environment } from "./environment.ts";

/** What came back, whatever it was. `body` is the parsed JSON; undefined where there is none. */
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string; body: unknown };

export type Sent = {
  method: string;
  /** Sent as it stands: nothing resolves `..` or decodes `%2F` on the way. */
  path: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer | undefined;
};

/**
 * One HTTP request to web, exactly as written: no client adds, normalises or refuses anything. It has a connection of its own: web
 * closes those that it refuses and those that idle, also in the moment in which a pool would send the next request on them.
 */
export function send({ method, path, headers = {}, body }: Sent): Promise<Answer> {
  const { hostname, port } = new URL(environment.TEST_BASE_URL);
  const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const call = request(
      { agent: false, hostname, port, method, path, headers: { ...length, ...headers } },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: parsed(text) });
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
