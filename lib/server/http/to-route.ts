import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { logger } from "#lib/config/logger";
import type { Actor } from "#lib/domain/actor";
import { fail, type Result } from "#lib/domain/result";
import { originProblem } from "../auth/origin.ts";
import { requestActor } from "../auth/request-actor.ts";
import { getDatabase } from "../database.ts";
import type { Command, Loaded } from "../define-command.ts";
import type { Query } from "../define-query.ts";
import type { ExportedDocument } from "../exports/exported-document.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { bugResponse, problemResponse } from "./problem.ts";
import { readJson } from "./read-body.ts";

type Params = Record<string, string>;
/** Next answers no parameters, not an empty set, for an address that has none. */
type RouteContext = { params: Promise<Params | undefined> };
type Handler = (request: Request, context: RouteContext) => Promise<Response>;

export type CommandRoute = {
  /** Success: 200 unless something was created (201) or there is nothing to say (204). */
  status?: 200 | 201 | 204;
  /** Builds the command's input from the path and the body; by default the body's fields, then the path's, which win. */
  input?: (params: Params, body: unknown) => unknown;
  /** True for calls whose whole input stands in the path (DELETE). */
  bodyless?: boolean;
  /** Most bytes of the body, for calls that name thousands of things. */
  mostBytes?: number;
};

/** Adapts a command to HTTP: who, Origin, body, `Idempotency-Key`, one run, one answer. */
export function toRoute<Input extends z.ZodType, Object extends Loaded, Output>(
  command: Command<Input, Object, Output>,
  { status = 200, input = merge, bodyless = false, mostBytes }: CommandRoute = {},
): Handler {
  return answer(async (request, params) => {
    const body = bodyless ? { ok: true as const, value: {} } : await readJson(request, mostBytes);
    return {
      status,
      run: async (actor) => {
        if (!body.ok) return body;
        const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
        return runCommand(getDatabase(), command, actor, input(params, body.value), { idempotencyKey });
      },
    };
  });
}

/** Something that is run on a body and is no single command. */
type RunOnBody = (actor: Actor, body: unknown, idempotencyKey: string | undefined) => Promise<Result<unknown>>;

/** A command as one of several at an address; see {@link toRouteByKind}. */
export function onBody<Input extends z.ZodType, Object extends Loaded, Output>(
  command: Command<Input, Object, Output>,
): RunOnBody {
  return (actor, body, idempotencyKey) => runCommand(getDatabase(), command, actor, body, { idempotencyKey });
}

/** Adapts a run of several commands on one body, each in a transaction of its own. */
export function toRouteOnBody(run: RunOnBody): Handler {
  return answer(async (request) => {
    const body = await readJson(request);
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    return { status: 200, run: async (actor) => (body.ok ? run(actor, body.value, idempotencyKey) : body) };
  });
}

/** Adapts commands that share an address: the body's `kind` tells which one is meant. */
export function toRouteByKind(commands: Readonly<Record<string, RunOnBody>>, { status = 200 }: CommandRoute): Handler {
  return answer(async (request) => {
    const body = await readJson(request);
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    return {
      status,
      run: async (actor) => {
        if (!body.ok) return body;
        const kind = kindOf(body.value);
        const run = kind !== null && Object.hasOwn(commands, kind) ? commands[kind] : undefined;
        return run ? run(actor, body.value, idempotencyKey) : unknownKind(Object.keys(commands));
      },
    };
  });
}

/** The `kind` that a body states; null where it states none. */
export function kindOf(body: unknown): string | null {
  if (typeof body !== "object" || body === null || !("kind" in body)) return null;
  return typeof body.kind === "string" ? body.kind : null;
}

function unknownKind(kinds: readonly string[]) {
  const message = `is one of ${kinds.join(", ")}`;
  return fail("invalid_input", `kind: ${message}.`, { errors: [{ path: "kind", message }] });
}

/** Adapts a query to GET: the path and the query string are its input. */
export function toGetRoute<Input extends z.ZodType, Output>(
  query: Query<Input, Output>,
  input: (params: Params, search: Params) => unknown = (params, search) => ({ ...search, ...params }),
): Handler {
  return answer(async (request, params) => {
    const search = Object.fromEntries(new URL(request.url).searchParams);
    return { status: 200, run: (actor) => runQuery(getDatabase(), query, actor, input(params, search)) };
  });
}

/** Adapts a query that is asked by POST because its input is large (a preview); it changes nothing, but a cookie still needs its Origin. */
export function toPostQueryRoute<Input extends z.ZodType, Output>(
  query: Query<Input, Output>,
  { mostBytes }: Pick<CommandRoute, "mostBytes"> = {},
): Handler {
  return answer(async (request) => {
    const body = await readJson(request, mostBytes);
    return { status: 200, run: async (actor) => (body.ok ? runQuery(getDatabase(), query, actor, body.value) : body) };
  });
}

/** As {@link toPostQueryRoute}, for queries that share an address: the body's `kind` tells which; what it does not name goes to the first. */
export function toPostQueryRouteByKind<First extends z.ZodType, Second extends z.ZodType, Output>(
  first: Query<First, Output>,
  second: { kinds: readonly string[]; query: Query<Second, Output> },
): Handler {
  return answer(async (request) => {
    const body = await readJson(request);
    return {
      status: 200,
      run: async (actor) => {
        if (!body.ok) return body;
        const kind = kindOf(body.value);
        if (kind === null || !second.kinds.includes(kind)) return runQuery(getDatabase(), first, actor, body.value);
        return runQuery(getDatabase(), second.query, actor, body.value);
      },
    };
  });
}

/** Adapts a query that answers a file: what it is and how it is called, and nothing around it. */
export function toDocumentRoute<Input extends z.ZodType>(query: Query<Input, ExportedDocument>): Handler {
  return answer<ExportedDocument>(async (request, params) => {
    const search = Object.fromEntries(new URL(request.url).searchParams);
    return {
      status: 200,
      run: (actor) => runQuery(getDatabase(), query, actor, { ...search, ...params }),
      respond: ({ text, contentType, fileName }) => {
        const disposition = `attachment; filename="${fileName}"`;
        const headers = {
          "content-type": contentType,
          "content-disposition": disposition,
          "cache-control": "no-store",
        };
        return new Response(text, { headers });
      },
    };
  });
}

type Prepared<Output> = {
  status: number;
  run: (actor: Actor) => Promise<Result<Output>>;
  /** What a success looks like; as JSON where nothing else is said. */
  respond?: (value: Output) => Response;
};

function answer<Output>(prepare: (request: Request, params: Params) => Promise<Prepared<Output>>): Handler {
  return async (request, context) => {
    const requestId = randomUUID();
    try {
      const { actor, via } = await requestActor(request.headers);
      if (actor.kind === "anonymous")
        return problemResponse(fail("unauthenticated", UNAUTHENTICATED).failure, requestId);
      const problem = via === "cookie" && request.method !== "GET" ? originProblem(request.headers) : null;
      if (problem) return problemResponse(fail("forbidden", problem).failure, requestId);

      const { status, run, respond } = await prepare(request, decoded((await context.params) ?? {}));
      const result = await run(actor);
      if (!result.ok) return problemResponse(result.failure, requestId);
      if (respond) return respond(result.value);
      return status === 204 ? new Response(null, { status }) : json(result.value, status);
    } catch (error) {
      // Whoever asked has gone (a preview that is out of date): nobody hears the answer, and nothing is broken.
      if (isHangUp(error)) return bugResponse(requestId);
      logger.error(
        { err: error, requestId, method: request.method, url: new URL(request.url).pathname },
        "request failed",
      );
      return bugResponse(requestId);
    }
  };
}

/** Node's error for a body whose sender went away while it was read (`abortIncoming` of its HTTP server). */
function isHangUp(error: unknown): boolean {
  return error instanceof Error && error.message === "aborted" && "code" in error && error.code === "ECONNRESET";
}

const UNAUTHENTICATED = "Sign in, or send a valid token as 'Authorization: Bearer …'.";

function json(value: unknown, status: number): Response {
  return Response.json(value, { status, headers: { "cache-control": "no-store" } });
}

function merge(params: Params, body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return { ...body, ...params };
}

/** Next hands path parameters on as they stood in the address; what does not decode stays as it was and is then not found. */
function decoded(params: Params): Params {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      try {
        return [key, decodeURIComponent(value)];
      } catch {
        return [key, value];
      }
    }),
  );
}
