import { Buffer } from "node:buffer";
import { z } from "zod";
import type { RegistryConnection, RegistryCredential } from "#lib/domain/registry-connection";
import { callFailed, refusalOf, safeRegistryText } from "./registry-error.ts";
import { RegistryCallFailed, type RegistryError } from "./subject-registry.ts";

/** One call. `path` is a list of segments, encoded here: whatever a subject is called, it stays one segment. */
export type RegistryCall = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: readonly (string | number)[];
  query?: Readonly<Record<string, string | number | boolean>>;
  body?: unknown;
};

/** The registry's answer as JSON, or its refusal with the code it gave. */
export type Reply = { ok: true; body: unknown } | { ok: false; registryCode: number; error: RegistryError };

/** Bytes of one answer, unpacked. */
const MAX_ANSWER_BYTES = 8 * 1024 ** 2;

const MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

const ErrorBody = z.object({ error_code: z.int(), message: z.string().nullish() });

/** Sends calls to one registry: each once, with a time-out, a cap on the answer and no redirect followed. Secrets never leave it in an error. */
export class RegistryCalls {
  readonly #connection: RegistryConnection;
  readonly #secrets: readonly string[];
  #open = true;

  constructor(connection: RegistryConnection) {
    this.#connection = connection;
    this.#secrets = secretsOf(connection.auth);
  }

  get requestTimeoutMs(): number {
    return this.#connection.requestTimeoutMs;
  }

  close(): void {
    this.#open = false;
  }

  /**
   * @returns what the registry answered or refused
   * @throws {RegistryCallFailed} without a usable answer
   */
  async send(call: RegistryCall): Promise<Reply> {
    if (!this.#open) throw callFailed("unavailable", "The connection to the registry is closed.");
    const { status, contentType, text } = await this.#fetch(call);
    const body = parseJson(text);
    if (status < 300) {
      if (body === undefined) throw callFailed("unexpected", noRegistry(status, contentType));
      return { ok: true, body };
    }

    const told = ErrorBody.safeParse(body).data;
    const message = safeRegistryText(this.#withoutSecrets(told?.message ?? ""));
    const failure = failureOf(status, message);
    if (failure) throw failure;
    const refusal = refusalByStatus(status, message);
    if (refusal) return { ok: false, registryCode: status, error: refusal };
    if (!told) throw callFailed("unexpected", noRegistry(status, contentType));
    return { ok: false, registryCode: told.error_code, error: refusalOf(told.error_code, message) };
  }

  async #fetch(call: RegistryCall): Promise<{ status: number; contentType: string; text: string }> {
    const { url, requestTimeoutMs } = this.#connection;
    const address = `${url}/${call.path.map(encodeSegment).join("/")}${queryOf(call)}`;
    try {
      const response = await fetch(address, {
        method: call.method,
        redirect: "manual",
        signal: AbortSignal.timeout(requestTimeoutMs),
        headers: this.#headers(call),
        ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      });
      const { status, headers } = response;
      return { status, contentType: headers.get("content-type") ?? "", text: await readText(response) };
    } catch (thrown) {
      throw toCallFailed(thrown, requestTimeoutMs);
    }
  }

  #headers({ body }: RegistryCall): Record<string, string> {
    return {
      accept: `${MEDIA_TYPE}, application/json`,
      "user-agent": "headgate",
      ...(body !== undefined && { "content-type": MEDIA_TYPE }),
      ...(this.#connection.auth && { authorization: authorizationOf(this.#connection.auth) }),
    };
  }

  /** A registry, or what stands before it, may quote the request. */
  #withoutSecrets(text: string): string {
    return this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, "…"), text);
  }
}

/** Failures of the whole registry; undefined when this status is about the item. */
function failureOf(status: number, text: string): RegistryCallFailed | undefined {
  if (status < 400)
    return callFailed("unexpected", `The registry answered with a redirect (${status}), which is not followed.`);
  if (status === 401)
    return callFailed("not_authorized", "The registry does not let Headgate in: its credentials are wrong.");
  if (status === 408 || status === 504) return callFailed("timed_out", "The registry did not finish in time.");
  if (status === 429) return callFailed("rate_limited", "The registry takes no more calls for now.");
  if (status >= 500)
    return callFailed("unavailable", `The registry failed (${status})${text === "" ? "." : `: ${text}`}`);
  return undefined;
}

/** Refusals that need no code of the registry's own: what stands before it may have said so. */
function refusalByStatus(status: number, text: string): RegistryError | undefined {
  if (status === 403)
    return {
      code: "not_authorized",
      retriable: false,
      message: text || "The registry does not allow Headgate to do this.",
    };
  if (status === 413)
    return { code: "too_large", retriable: false, message: text || "The registry does not take a schema this large." };
  return undefined;
}

function toCallFailed(thrown: unknown, requestTimeoutMs: number): RegistryCallFailed {
  if (thrown instanceof RegistryCallFailed) return thrown;
  if (thrown instanceof Error && thrown.name === "TimeoutError")
    return callFailed("timed_out", `The registry did not answer within ${requestTimeoutMs} ms.`);
  const why = codeOf(thrown) ?? (thrown instanceof Error ? codeOf(thrown.cause) : undefined);
  return callFailed("unavailable", `The registry cannot be reached${why ? `: ${why}` : ""}.`, thrown);
}

/** `ECONNREFUSED`, `ENOTFOUND`, `UND_ERR_SOCKET` …; fetch wraps it in a TypeError. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream, and the connection with it.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES)
      throw callFailed("too_large", `The registry's answer is larger than ${MAX_ANSWER_BYTES / 1024 ** 2} MiB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Undefined where the text is no JSON, whatever its content type says. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noRegistry(status: number, contentType: string): string {
  const type = safeRegistryText(contentType).slice(0, 100) || "no content type";
  return `This is no answer of a schema registry: ${status} with ${type}. Does its URL end with the path of its Confluent API?`;
}

/** @throws {RegistryCallFailed} where no URL can hold the segment; `.` and `..` would name another resource */
function encodeSegment(segment: string | number): string {
  const text = String(segment);
  if (!isAddressable(text)) throw callFailed("unexpected", "A subject of this name cannot be asked about by URL.");
  return encodeURIComponent(text);
}

/** Whether a subject's name can be one segment of a URL's path. WHATWG URLs resolve `.` and `..` even when they are encoded. */
export function isAddressable(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && name.isWellFormed();
}

function queryOf({ query }: RegistryCall): string {
  const pairs = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

function authorizationOf(auth: RegistryCredential): string {
  return "token" in auth ? `Bearer ${auth.token}` : `Basic ${basic(auth.username, auth.password)}`;
}

/** In UTF-8, as RFC 7617 (section 2.1) asks of new servers. */
function basic(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`, "utf8").toString("base64");
}

function secretsOf(auth: RegistryCredential | undefined): string[] {
  if (!auth) return [];
  return "token" in auth ? [auth.token] : [auth.password, basic(auth.username, auth.password)];
}
