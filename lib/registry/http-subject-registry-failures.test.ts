import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { answering, failureOf, type Handler, TestHttpRegistry } from "./test-http-registry.ts";

const http = TestHttpRegistry.prepare();

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
    http.handler = answer;
    expect(await failureOf(http.connect().listSubjects())).toEqual({
      code,
      retriable,
      message: expect.stringMatching(message),
    });
    expect(http.seen).toHaveLength(1);
  });

  it("by not answering is given up in time, and so is one that stops within its answer", async () => {
    const timedOut = { code: "timed_out", retriable: true, message: "The registry did not answer within 100 ms." };
    http.handler = () => undefined;
    expect(await failureOf(http.connect({ requestTimeoutMs: 100 }).listSubjects())).toEqual(timedOut);

    http.handler = (_, response) => void response.writeHead(200).write("[");
    expect(await failureOf(http.connect({ requestTimeoutMs: 100 }).listSubjects())).toEqual(timedOut);
  });

  it("with 50 MB is not read to the end", async () => {
    let written = 0;
    let closed: Promise<unknown> = Promise.resolve();
    http.handler = (_, response) => {
      closed = new Promise((resolve) => response.on("close", resolve));
      response.writeHead(200, { "content-type": "application/json" });
      const write = () => {
        while (written < 50 && response.write(Buffer.alloc(1024 ** 2, " "))) written += 1;
        if (written < 50) response.once("drain", write);
        else response.end("[]");
      };
      write();
    };

    expect(await failureOf(http.connect().listSubjects())).toMatchObject({
      code: "too_large",
    });
    await closed;
    expect(written).toBeLessThan(50);
  });

  it("with 50 MB in a few packed bytes neither", async () => {
    http.handler = (_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(50 * 1024 ** 2, " ")));
    };

    expect(await failureOf(http.connect().listSubjects())).toMatchObject({
      code: "too_large",
    });
  });

  it("is asked no more once the client is closed", async () => {
    http.handler = answering(200, "[]");
    const client = http.connect();
    await client.close();

    expect(await failureOf(client.listSubjects())).toMatchObject({ code: "unavailable" });
    expect(http.seen).toEqual([]);
  });
});
