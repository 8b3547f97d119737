import { describe, expect, it } from "vitest";
import { answering, failureOf, type Handler, INT, TestHttpRegistry } from "./test-http-registry.ts";

const PASSWORD = "correct horse battery staple";
const http = TestHttpRegistry.prepare();

/** Answers each path (query and prefix left out) with its JSON; everything else is unknown. */
function registry(answers: Record<string, unknown>): Handler {
  return (request, response) => {
    const path = (request.url ?? "").replace("/apis/ccompat/v7", "").replace(/\?.*$/, "");
    const body = answers[`${request.method} ${path}`];
    if (body === undefined) answering(404, '{"error_code":40401,"message":"Subject not found."}')(request, response);
    else answering(200, JSON.stringify(body))(request, response);
  };
}

describe("credentials", () => {
  const basic = Buffer.from(`headgate:${PASSWORD}`).toString("base64");

  it("are sent with each call", async () => {
    http.handler = answering(200, "[]");
    await http.connect({ auth: { username: "headgate", password: PASSWORD } }).listSubjects();
    await http.connect({ auth: { token: "t0ken" } }).listSubjects();
    await http.connect().listSubjects();

    expect(http.seen.map(({ headers }) => headers.authorization)).toEqual([
      `Basic ${basic}`,
      "Bearer t0ken",
      undefined,
    ]);
  });

  it.each([401, 403, 500, 422])("are not repeated from an answer with %s that quotes them", async (status) => {
    const quoted = { error_code: 42201, message: `Authorization: Basic ${basic} (${PASSWORD}) is not known` };
    http.handler = answering(status, JSON.stringify(quoted));
    const client = http.connect({ auth: { username: "headgate", password: PASSWORD } });

    const told = await client.register("a", INT).catch((failure) => failure);

    const shown = JSON.stringify(told) + (told instanceof Error ? `${told.stack} ${JSON.stringify(told.cause)}` : "");
    expect(shown).not.toContain(PASSWORD);
    expect(shown).not.toContain(basic);
  });
});

describe("refusals", () => {
  const refusing = (status: number, code: number, message: string) => {
    http.handler = answering(status, JSON.stringify({ error_code: code, message }));
    return http.connect().register("a", INT);
  };

  it("are known by the registry's code, whatever the status", async () => {
    expect(await refusing(409, 40405, "first softly")).toMatchObject({ error: { code: "not_soft_deleted" } });
    expect(await refusing(404, 40405, "first softly")).toMatchObject({ error: { code: "not_soft_deleted" } });
    expect(await refusing(422, 42205, "READONLY")).toMatchObject({ error: { code: "read_only", message: "READONLY" } });
    expect(await refusing(418, 41801, "a teapot")).toMatchObject({ error: { code: "unexpected", retriable: false } });
  });

  it("of one item are no failure of the registry, even where it has no code for them", async () => {
    http.handler = answering(413, "<html>", { "content-type": "text/html" });
    expect(await http.connect().register("a", INT)).toMatchObject({ ok: false, error: { code: "too_large" } });
    http.handler = answering(403, "");
    expect(await http.connect().register("a", INT)).toMatchObject({ ok: false, error: { code: "not_authorized" } });
    expect(await failureOf(http.connect().listSubjects())).toMatchObject({ code: "not_authorized" });
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
    http.handler = registry({ "GET /subjects": ["b", "a", "."] });

    expect(await http.connect().listSubjects()).toEqual(["a", "b"]);
    expect(http.seen).toHaveLength(2);
  });

  it("a registry that pages", async () => {
    const pages: Record<string, string> = { "0": '["a","b"]', "2": '["c"]', "3": "[]" };
    http.handler = (request, response) => {
      const offset = new URL(request.url ?? "", http.url).searchParams.get("offset") ?? "";
      answering(200, pages[offset] ?? "no such page")(request, response);
    };

    expect(await http.connect().listSubjects({ deleted: true })).toEqual(["a", "b", "c"]);
    expect(http.seen.every(({ line }) => line.includes("deleted=true"))).toBe(true);
  });

  it("one that never ends is left in the end", async () => {
    let page = 0;
    http.handler = (request, response) => answering(200, JSON.stringify([`subject-${page++}`]))(request, response);

    expect(await failureOf(http.connect().listSubjects())).toMatchObject({ code: "too_large" });
  });

  it("an old one, which knows Avro only and tells nothing of itself", async () => {
    http.handler = (request, response) => {
      if (request.url?.endsWith("/config")) answering(200, '{"compatibilityLevel":"FULL"}')(request, response);
      else answering(404, '{"error_code":404,"message":"HTTP 404 Not Found"}')(request, response);
    };

    expect(await http.connect().describe()).toEqual({
      schemaTypes: ["AVRO"],
      globalCompatibility: "FULL",
      mode: null,
      tellsOwnLevel: false,
    });
  });

  it("one that tells a subject's own level from the global one", async () => {
    const answers = registry({ "GET /schemas/types": ["AVRO", "XML"], "GET /config": { compatibilityLevel: "FULL" } });
    const noOwnLevel = answering(404, '{"error_code":40408,"message":"not configured"}');
    http.handler = (request, response) =>
      (/\/config\//.test(request.url ?? "") ? noOwnLevel : answers)(request, response);

    expect(await http.connect().describe()).toMatchObject({ schemaTypes: ["AVRO"], tellsOwnLevel: true });
    expect(await http.connect().readLevel("a")).toEqual({ level: "FULL", own: false });
  });

  it("one that says NONE where nothing was set, for the subject and for all", async () => {
    http.handler = registry({
      "GET /config": { compatibilityLevel: "NONE" },
      "GET /config/a": { compatibilityLevel: "NONE" },
    });

    expect(await http.connect().readLevel("a")).toEqual({ level: "NONE", own: null });
    expect(await http.connect().checkCompatibility("a", INT)).toEqual({
      ok: true,
      value: { compatible: true, level: "NONE", messages: [] },
    });
    expect(http.seen.some(({ line }) => line.includes("/compatibility/"))).toBe(false);
  });

  it("a verdict with reasons, and one without", async () => {
    const level = { "GET /config/a": { compatibilityLevel: "BACKWARD" } };
    const verdict = (answer: unknown) => {
      http.handler = registry({ ...level, "POST /compatibility/subjects/a/versions/latest": answer });
      return http.connect().checkCompatibility("a", INT);
    };
    const messages = ["reader\u0000 type"];

    expect(await verdict({ is_compatible: false, messages })).toMatchObject({ value: { messages: ["reader type"] } });
    expect(await verdict({ is_compatible: false })).toMatchObject({ value: { compatible: false, messages: [] } });
  });

  it("a level that may not be read is no level", async () => {
    http.handler = answering(403, "");
    expect(await failureOf(http.connect().checkCompatibility("a", INT))).toMatchObject({ code: "not_authorized" });
    expect(await failureOf(http.connect().readLevel("a"))).toMatchObject({ code: "not_authorized" });
  });

  it("a schema of a type that Headgate does not know", async () => {
    const xml = { subject: "a", version: 1, id: 7, schemaType: "XML", schema: "<a/>" };
    http.handler = registry({ "GET /subjects/a/versions/1": xml, "GET /schemas/ids/7": xml });

    for (const answer of [await http.connect().readVersion("a", 1), await http.connect().readSchema(7)])
      expect(answer).toMatchObject({
        ok: false,
        error: { code: "unsupported_type", message: expect.stringMatching("XML") },
      });
  });

  it("Avro is sent without a type, and references only where there are some", async () => {
    http.handler = registry({ "POST /subjects/a/versions": { id: 1 } });
    const references = [{ name: "x.proto", subject: "x", version: 2 }];

    await http.connect().register("a", INT);
    await http.connect().register("a", { schemaType: "PROTOBUF", schema: "…", references });

    expect(http.seen.map(({ body }) => JSON.parse(body))).toEqual([
      { schema: '"int"' },
      { schema: "…", schemaType: "PROTOBUF", references },
    ]);
  });
});
