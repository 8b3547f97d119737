import { randomUUID } from "node:crypto";
import { environment } from "./environment.ts";
import { type Answer, send } from "./send.ts";

/** By what a call is authenticated. A cookie needs our Origin on every mutation; a token needs nothing else. */
export type Credential = { cookie: string } | { token: string } | null;

/** The API as one person sees it. */
export type Client = {
  credential: Credential;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** The same by method, for tables of calls. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
};

/** Opens the API below /api/v1 for a credential. Every POST carries an `Idempotency-Key` of its own unless it states one. */
export function clientOf(credential: Credential): Client {
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const json = body === undefined ? {} : { "content-type": "application/json" };
    const key = method === "POST" ? { "idempotency-key": randomUUID() } : {};
    return send({
      method,
      path: `/api/v1${path}`,
      headers: { ...json, ...key, ...headersOf(credential), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  };
  return {
    credential,
    call,
    get: (path) => call("GET", path),
    post: (path, body = {}, headers = {}) => call("POST", path, body, headers),
    patch: (path, body = {}) => call("PATCH", path, body),
    delete: (path) => call("DELETE", path),
  };
}

/** The headers that authenticate a call. */
export function headersOf(credential: Credential): Record<string, string> {
  if (credential === null) return {};
  if ("token" in credential) return { authorization: `Bearer ${credential.token}` };
  return { cookie: credential.cookie, origin: environment.TEST_BASE_URL };
}

/** The body of an answer that has to be a success. @throws with the whole answer when it is none */
export function expectOk<T>(answer: Answer): T {
  if (answer.status >= 200 && answer.status < 300) return answer.body as T;
  throw new Error(`expected a success, got ${answer.status} ${answer.text.slice(0, 1_000)}`);
}
