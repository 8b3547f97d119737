import type { IncomingHttpHeaders } from "node:http";
import { clientAddress } from "./client-address.ts";

/** Characters of a request's path and query. */
export const MAX_URL_LENGTH = 8_192;

/** The outermost bound on a request's body; the API and the forms have tighter ones of their own. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** The header in which the rest of the web process reads whose request it is. */
export const CLIENT_ADDRESS_HEADER = "x-headgate-client-address";

const UNTRUSTED = /^(?:forwarded|x-real-ip|x-forwarded-.*|x-headgate-.*|x-middleware-.*)$/;

/** Why a request is turned away before anything reads it. */
export interface Refusal {
  status: 400 | 411 | 413 | 414;
  code: "invalid_input" | "too_large";
  detail: string;
}

/** What the decision looks at: the parts of Node's IncomingMessage. */
export interface Arrival {
  url: string;
  headers: IncomingHttpHeaders;
  socketAddress: string | undefined;
}

/** Judges a request by its line and headers alone, so that an oversized one costs nothing. */
export function refusalOf({ url, headers }: Arrival): Refusal | undefined {
  if (!url.startsWith("/")) return { status: 400, code: "invalid_input", detail: "The request target must be a path." };
  if (url.length > MAX_URL_LENGTH) {
    return {
      status: 414,
      code: "too_large",
      detail: `The address is ${url.length} characters long; at most ${MAX_URL_LENGTH} are allowed.`,
    };
  }
  if (!isDecodable(url)) {
    return { status: 400, code: "invalid_input", detail: "The address holds bytes that are no text." };
  }
  if (headers["transfer-encoding"] !== undefined && headers["content-length"] === undefined) {
    return { status: 411, code: "invalid_input", detail: "State the body's length: chunked bodies are not accepted." };
  }
  const length = Number(headers["content-length"] ?? 0);
  if (length > MAX_BODY_BYTES) {
    return {
      status: 413,
      code: "too_large",
      detail: `The body is ${length} bytes; at most ${MAX_BODY_BYTES} are allowed.`,
    };
  }
  return undefined;
}

/** Whether the path's percent-encoding is UTF-8 text without a NUL; Next.js answers 500 to what does not decode. */
function isDecodable(url: string): boolean {
  try {
    return !decodeURIComponent(url.split("?", 1)[0] ?? "").includes("\u0000");
  } catch {
    return false;
  }
}

/**
 * Replaces what a caller could have made up by what we know. Host and protocol are those of the public origin: links, redirects and
 * the origin check then never follow a forged Host.
 *
 * @param headers changed in place, because Next.js reads the same object
 */
export function settleHeaders({ headers, socketAddress }: Arrival, origin: URL, trustedHops: number): void {
  const forwardedFor = headers["x-forwarded-for"];
  const address = clientAddress(
    socketAddress,
    Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor,
    trustedHops,
  );
  for (const name of Object.keys(headers)) if (UNTRUSTED.test(name)) delete headers[name];

  headers.host = origin.host;
  headers["x-forwarded-host"] = origin.host;
  headers["x-forwarded-proto"] = origin.protocol.slice(0, -1);
  headers["x-forwarded-port"] = origin.port || (origin.protocol === "https:" ? "443" : "80");
  headers["x-forwarded-for"] = address;
  headers[CLIENT_ADDRESS_HEADER] = address;
}
