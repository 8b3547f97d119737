import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RegistryConnection } from "#lib/domain/registry-connection";
import type { SchemaDefinition } from "#lib/domain/schema";
import { createHttpSubjectRegistry } from "./http-subject-registry.ts";
import type { SubjectRegistry } from "./subject-registry.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const INT: SchemaDefinition = { schemaType: "AVRO", schema: '"int"', references: [] };
const PASSWORD = "correct horse battery staple";

let server: Server;
let handler: Handler;
let seen: { line: string; headers: IncomingMessage["headers"]; body: string }[];
let url: string;

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    const call = { line: `${request.method} ${request.url}`, headers: request.headers, body: "" };
    seen.push(call);
    request.on("data", (chunk) => {
      call.body += chunk;
    });
    request.on("end", () => handler(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/apis/ccompat/v7`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function connect(change: Partial<RegistryConnection> = {}): SubjectRegistry {
  return createHttpSubjectRegistry({ url, requestTimeoutMs: 2_000, ...change });
}

function answering(status: number, body: string, headers: Record<string, string> = {}): Handler {
  return (_, response) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

/** Answers each path (query and prefix left out) with its JSON; everything else is unknown. */
function registry(answers: Record<string, unknown>): Handler {
  return (request, response) => {
    const path = (request.url ?? "").replace("/apis/ccompat/v7", "").replace(/\?.*$/, "");
    const body = answers[`${request.method} ${path}`];
    if (body === undefined) answering(404, '{"error_code":40401,"message":"Subject not found."}')(request, response);
    else answering(200, JSON.stringify(body))(request, response);
  };
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "no failure",
    (failure) => failure.error ?? failure,
  );
}

describe("a registry that fails", () => {
  const HTML = "<!DOCTYPE html><title>Sign in</title>";
  const html = { "content-type": "text/html" };

  it.each<[string, Handler, string, boolean, RegExp]>([
    ["500", answering(500, '{"error_code":50001,"message":"Error in the backend"}'), "unavailable", true, /backend/],
    ["500 in HTML", answering(500, HTML, html), "unavailable", true, /500/],
    ["503 with no body", answering(503, ""), "unavailable", true, /503/],
    ["504", answering(504, ""), "timed_out", true, /in time/],
    ["429", answering(429, ""), "rate_limited", true, /for now/],
    ["401", answering(401, HTML, html), "not_authorized", false, /credentials/],
    ["HTML", answering(200, HTML, html), "unexpected", true, /200 with text\/html/],
    ["HTML under the content type of JSON", answering(200, HTML), "unexpected", true, /no answer/],
    ["a 404 that is not its own", answering(404, HTML, html), "unexpected", true, /404 with text\/html/],
    ["an empty body", answering(200, ""), "unexpected", true, /no answer/],
    ["another shape", answering(200, "{}"), "unexpected", true, /shape/],
    ["names that are none", answering(200, "[1, null]"), "unexpected", true, /shape/],
    ["a redirect", answering(302, "", { location: "http://127.0.0.1:1/" }), "unexpected", true, /redirect/],
    ["a permanent redirect to itself", answering(308, "", { location: "/" }), "unexpected", true, /redirect/],
    ["a closed socket", (request) => request.socket.destroy(), "unavailable", true, /cannot be reached/],
    [
      "a socket closed within the body",
      (_, response) => {
        response.writeHead(200, { "content-length": "1000" }).write('["a"', () => response.destroy());
      },
      "unavailable",
      true,
      /cannot be reached/,
    ],
  ])("with %s", async (_, answer, code, retriable, message) => {
    handler = answer;
    expect(await failureOf(connect().listSubjects())).toEqual({
      code,
      retriable,
      message: expect.stringMatching(message),
    });
    expect(seen).toHaveLength(1);
  });

  it("by not answering is given up in time, and so is one that stops within its answer", async () => {
    const timedOut = { code: "timed_out", retriable: true, message: "The registry did not answer within 100 ms." };
    handler = () => undefined;
    expect(await failureOf(connect({ requestTimeoutMs: 100 }).listSubjects())).toEqual(timedOut);

    handler = (_, response) => void response.writeHead(200).write("[");
    expect(await failureOf(connect({ requestTimeoutMs: 100 }).listSubjects())).toEqual(timedOut);
  });

  it("with 50 MB is not read to the end", async () => {
    let written = 0;
    let closed: Promise<unknown> = Promise.resolve();
    handler = (_, response) => {
      closed = new Promise((resolve) => response.on("close", resolve));
      response.writeHead(200, { "content-type": "application/json" });
      const write = () => {
        while (written < 50 && response.write(Buffer.alloc(1024 ** 2, " "))) written += 1;
        if (written < 50) response.once("drain", write);
        else response.end("[]");
      };
      write();
    };

    expect(await failureOf(connect({ requestTimeoutMs: 20_000 }).listSubjects())).toMatchObject({ code: "too_large" });
    await closed;
    expect(written).toBeLessThan(50);
  });

  it("with 50 MB in a few packed bytes neither", async () => {
    handler = (_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(50 * 1024 ** 2, " ")));
    };

    expect(await failureOf(connect({ requestTimeoutMs: 20_000 }).listSubjects())).toMatchObject({ code: "too_large" });
  });

  it("is asked no more once the client is closed", async () => {
    handler = answering(200, "[]");
    const client = connect();
    await client.close();

    expect(await failureOf(client.listSubjects())).toMatchObject({ code: "unavailable" });
    expect(seen).toEqual([]);
  });
});

describe("credentials", () => {
  const basic = Buffer.from(`headgate:${PASSWORD}`).toString("base64");

  it("are sent with each call", async () => {
    handler = answering(200, "[]");
    await connect({ auth: { username: "headgate", password: PASSWORD } }).listSubjects();
    await connect({ auth: { token: "t0ken" } }).listSubjects();
    await connect().listSubjects();

    expect(seen.map(({ headers }) => headers.authorization)).toEqual([`Basic ${basic}`, "Bearer t0ken", undefined]);
  });

  it.each([401, 403, 500, 422])("are not repeated from an answer with %s that quotes them", async (status) => {
    const quoted = { error_code: 42201, message: `Authorization: Basic ${basic} (${PASSWORD}) is not known` };
    handler = answering(status, JSON.stringify(quoted));
    const client = connect({ auth: { username: "headgate", password: PASSWORD } });

    const told = await client.register("a", INT).catch((failure) => failure);

    const shown = JSON.stringify(told) + (told instanceof Error ? `${told.stack} ${JSON.stringify(told.cause)}` : "");
    expect(shown).not.toContain(PASSWORD);
    expect(shown).not.toContain(basic);
  });
});

describe("refusals", () => {
  const refusing = (status: number, code: number, message: string) => {
    handler = answering(status, JSON.stringify({ error_code: code, message }));
    return connect().register("a", INT);
  };

  it("are known by the registry's code, whatever the status", async () => {
    expect(await refusing(409, 40405, "first softly")).toMatchObject({ error: { code: "not_soft_deleted" } });
    expect(await refusing(404, 40405, "first softly")).toMatchObject({ error: { code: "not_soft_deleted" } });
    expect(await refusing(422, 42205, "READONLY")).toMatchObject({ error: { code: "read_only", message: "READONLY" } });
    expect(await refusing(418, 41801, "a teapot")).toMatchObject({ error: { code: "unexpected", retriable: false } });
  });

  it("of one item are no failure of the registry, even where it has no code for them", async () => {
    handler = answering(413, "<html>", { "content-type": "text/html" });
    expect(await connect().register("a", INT)).toMatchObject({ ok: false, error: { code: "too_large" } });
    handler = answering(403, "");
    expect(await connect().register("a", INT)).toMatchObject({ ok: false, error: { code: "not_authorized" } });
    expect(await failureOf(connect().listSubjects())).toMatchObject({ code: "not_authorized" });
  });

  it("lose the class that threw them, control characters and what is too long", async () => {
    const text = `io.apicurio.registry.rules.violation.RuleViolationException: Incompatible\u0007\u202e\nartifact ${"x".repeat(3_000)}`;
    const answer = await refusing(409, 409, text);

    expect(answer).toMatchObject({ ok: false, error: { code: "incompatible", retriable: false } });
    const message = answer.ok ? "" : answer.error.message;
    expect(message).toMatch(/^Incompatible artifact x+…$/);
    expect(message).toHaveLength(2_000);
  });
});

describe("what registries do differently", () => {
  it("a registry that answers all subjects at once, whatever page is asked for", async () => {
    handler = registry({ "GET /subjects": ["b", "a", "."] });

    expect(await connect().listSubjects()).toEqual(["a", "b"]);
    expect(seen).toHaveLength(2);
  });

  it("a registry that pages", async () => {
    const pages: Record<string, string> = { "0": '["a","b"]', "2": '["c"]', "3": "[]" };
    handler = (request, response) => {
      const offset = new URL(request.url ?? "", url).searchParams.get("offset") ?? "";
      answering(200, pages[offset] ?? "no such page")(request, response);
    };

    expect(await connect().listSubjects({ deleted: true })).toEqual(["a", "b", "c"]);
    expect(seen.every(({ line }) => line.includes("deleted=true"))).toBe(true);
  });

  it("one that never ends is left in the end", async () => {
    let page = 0;
    handler = (request, response) => answering(200, JSON.stringify([`subject-${page++}`]))(request, response);

    expect(await failureOf(connect().listSubjects())).toMatchObject({ code: "too_large" });
  });

  it("an old one, which knows Avro only and tells nothing of itself", async () => {
    handler = (request, response) => {
      if (request.url?.endsWith("/config")) answering(200, '{"compatibilityLevel":"FULL"}')(request, response);
      else answering(404, '{"error_code":404,"message":"HTTP 404 Not Found"}')(request, response);
    };

    expect(await connect().describe()).toEqual({
      schemaTypes: ["AVRO"],
      globalCompatibility: "FULL",
      mode: null,
      tellsOwnLevel: false,
    });
  });

  it("one that tells a subject's own level from the global one", async () => {
    const answers = registry({ "GET /schemas/types": ["AVRO", "XML"], "GET /config": { compatibilityLevel: "FULL" } });
    const noOwnLevel = answering(404, '{"error_code":40408,"message":"not configured"}');
    handler = (request, response) => (/\/config\//.test(request.url ?? "") ? noOwnLevel : answers)(request, response);

    expect(await connect().describe()).toMatchObject({ schemaTypes: ["AVRO"], tellsOwnLevel: true });
    expect(await connect().readLevel("a")).toEqual({ level: "FULL", own: false });
  });

  it("one that says NONE where nothing was set, for the subject and for all", async () => {
    handler = registry({
      "GET /config": { compatibilityLevel: "NONE" },
      "GET /config/a": { compatibilityLevel: "NONE" },
    });

    expect(await connect().readLevel("a")).toEqual({ level: "NONE", own: null });
    expect(await connect().checkCompatibility("a", INT)).toEqual({
      ok: true,
      value: { compatible: true, level: "NONE", messages: [] },
    });
    expect(seen.some(({ line }) => line.includes("/compatibility/"))).toBe(false);
  });

  it("a verdict with reasons, and one without", async () => {
    const level = { "GET /config/a": { compatibilityLevel: "BACKWARD" } };
    const verdict = (answer: unknown) => {
      handler = registry({ ...level, "POST /compatibility/subjects/a/versions/latest": answer });
      return connect().checkCompatibility("a", INT);
    };
    const messages = ["reader\u0000 type"];

    expect(await verdict({ is_compatible: false, messages })).toMatchObject({ value: { messages: ["reader type"] } });
    expect(await verdict({ is_compatible: false })).toMatchObject({ value: { compatible: false, messages: [] } });
  });

  it("a level that may not be read is no level", async () => {
    handler = answering(403, "");
    expect(await failureOf(connect().checkCompatibility("a", INT))).toMatchObject({ code: "not_authorized" });
    expect(await failureOf(connect().readLevel("a"))).toMatchObject({ code: "not_authorized" });
  });

  it("a schema of a type that Headgate does not know", async () => {
    const xml = { subject: "a", version: 1, id: 7, schemaType: "XML", schema: "<a/>" };
    handler = registry({ "GET /subjects/a/versions/1": xml, "GET /schemas/ids/7": xml });

    for (const answer of [await connect().readVersion("a", 1), await connect().readSchema(7)])
      expect(answer).toMatchObject({
        ok: false,
        error: { code: "unsupported_type", message: expect.stringMatching("XML") },
      });
  });

  it("Avro is sent without a type, and references only where there are some", async () => {
    handler = registry({ "POST /subjects/a/versions": { id: 1 } });
    const references = [{ name: "x.proto", subject: "x", version: 2 }];

    await connect().register("a", INT);
    await connect().register("a", { schemaType: "PROTOBUF", schema: "…", references });

    expect(seen.map(({ body }) => JSON.parse(body))).toEqual([
      { schema: '"int"' },
      { schema: "…", schemaType: "PROTOBUF", references },
    ]);
  });
});
