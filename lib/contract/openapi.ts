import { z } from "zod";
import { createDocument, type ZodOpenApiPathsObject } from "zod-openapi";
import { Violation } from "#lib/domain/policy";
import { OPERATIONS, type Operation, PATH_PARAMETERS } from "./operations.ts";
import { FieldProblem } from "./topic-requests.ts";

/** Every error of the API (RFC 9457, `application/problem+json`). */
const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    errors: z.array(FieldProblem),
    violations: z.array(Violation),
    requestId: z.uuid(),
  })
  .meta({ id: "Problem" });

/** The OpenAPI 3.1 document of `/api/v1`, made from the schemas that the calls are parsed with. */
export function openApiDocument() {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of OPERATIONS)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operation) };

  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Headgate",
      version: "1",
      description:
        "Topics, requests and teams of the self-service front door to Apache Kafka. Lists answer `{ items, nextCursor }`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token from /settings." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "headgate-session",
          description: "A browser's session; mutations need a matching Origin.",
        },
      },
    },
    paths,
  });
}

/** A document of another standard, in either way of writing it down. */
const FILE = {
  "application/yaml": { schema: z.string() },
  "application/json": { schema: z.record(z.string(), z.unknown()) },
};

function describeOperation({ id, tag, summary, method, path, query, body, status, response, file }: Operation) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const success = {
    description: "Done",
    ...(response ? { content: { "application/json": { schema: response } } } : {}),
    ...(file ? { content: FILE } : {}),
  };
  const key = z
    .string()
    .max(200)
    .optional()
    .describe("A repeated call with the same key answers what the first one did, for 24 h.");
  return {
    operationId: id,
    tags: [tag],
    summary,
    requestParams: {
      ...(names.length > 0
        ? { path: z.object(Object.fromEntries(names.map((name) => [name, PATH_PARAMETERS[name] ?? z.string()]))) }
        : {}),
      ...(query ? { query } : {}),
      ...(method === "post" ? { header: z.object({ "Idempotency-Key": key }) } : {}),
    },
    ...(body ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    responses: {
      [status]: success,
      default: { description: "Refused", content: { "application/problem+json": { schema: Problem } } },
    },
  };
}
