import { describe, expect, test } from "vitest";
import { type Arrival, MAX_BODY_BYTES, MAX_URL_LENGTH, refusalOf, settleHeaders } from "./admit-request.ts";

const ORIGIN = new URL("https://headgate.example.test");

function arrival(changes: Partial<Arrival> = {}): Arrival {
  return { url: "/topics", headers: { host: "headgate.example.test" }, socketAddress: "198.51.100.7", ...changes };
}

describe("refusalOf", () => {
  test("an ordinary request passes", () => {
    expect(refusalOf(arrival())).toBeUndefined();
    expect(refusalOf(arrival({ headers: { "content-length": String(MAX_BODY_BYTES) } }))).toBeUndefined();
    expect(refusalOf(arrival({ url: "/topics/local/%C3%A4?q=100%" }))).toBeUndefined();
    expect(refusalOf(arrival({ url: `/${"a".repeat(MAX_URL_LENGTH - 1)}` }))).toBeUndefined();
  });

  test.each([
    [413, arrival({ headers: { "content-length": String(MAX_BODY_BYTES + 1) } })],
    [411, arrival({ headers: { "transfer-encoding": "chunked" } })],
    [414, arrival({ url: `/${"a".repeat(MAX_URL_LENGTH)}` })],
    [400, arrival({ url: "http://elsewhere.example.test/topics" })],
    [400, arrival({ url: "*" })],
    [400, arrival({ url: "/topics/local/%ff" })],
    [400, arrival({ url: "/topics/local/%" })],
    [400, arrival({ url: "/topics/local/%00" })],
  ])("%i", (status, request) => {
    expect(refusalOf(request)?.status).toBe(status);
  });
});

describe("settleHeaders", () => {
  test("nothing a caller claims about itself, the host or Next's internals survives", () => {
    const request = arrival({
      headers: {
        host: "evil.example.test",
        forwarded: "for=203.0.113.1",
        "x-real-ip": "203.0.113.1",
        "x-forwarded-for": "203.0.113.1",
        "x-forwarded-host": "evil.example.test",
        "x-forwarded-proto": "http",
        "x-headgate-client-address": "203.0.113.1",
        "x-middleware-subrequest": "proxy",
        accept: "text/html",
      },
    });

    settleHeaders(request, ORIGIN, 0);

    expect(request.headers).toEqual({
      host: "headgate.example.test",
      accept: "text/html",
      "x-forwarded-for": "198.51.100.7",
      "x-forwarded-host": "headgate.example.test",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      "x-headgate-client-address": "198.51.100.7",
    });
  });

  test("behind a trusted proxy the address is the one that it wrote", () => {
    const request = arrival({ headers: { "x-forwarded-for": "6.6.6.6, 203.0.113.9" }, socketAddress: "10.0.0.2" });

    settleHeaders(request, ORIGIN, 1);

    expect(request.headers["x-headgate-client-address"]).toBe("203.0.113.9");
  });
});
