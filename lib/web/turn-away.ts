import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Refusal } from "./admit-request.ts";

/** How long, in milliseconds, and for how many bytes a caller that is turned away may go on sending into the void. */
const LINGER = { ms: 10_000, bytes: 8 * 1024 * 1024 };

/**
 * Answers without looking at the body and closes the connection. What the caller still sends is read and forgotten for a while: closing at
 * once would make its system reset the connection and drop our answer, unread (RFC 9112, 9.6).
 */
export function turnAway(request: IncomingMessage, response: ServerResponse, { status, code, detail }: Refusal): void {
  const problem = Buffer.from(
    JSON.stringify({
      type: `urn:headgate:problem:${code}`,
      title: code.replaceAll("_", " "),
      status,
      code,
      detail,
      errors: [],
      violations: [],
      requestId: randomUUID(),
    }),
  );
  response.writeHead(status, {
    "content-type": "application/problem+json; charset=utf-8",
    "content-length": problem.length,
    "cache-control": "no-store",
    connection: "close",
  });
  response.write(problem);
  linger(request, () => response.end());
}

function linger(request: IncomingMessage, close: () => void): void {
  const timer = setTimeout(close, LINGER.ms);
  let left = LINGER.bytes;
  request.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) close();
  });
  request.on("end", close);
  request.on("error", close);
  request.on("close", () => clearTimeout(timer));
}
