import { expect } from "@playwright/test";
import { headersOf } from "../support/client.ts";
import { countRows } from "../support/database.ts";
import { expectRefusal } from "../support/refusal.ts";
import { send } from "../support/send.ts";
import { test } from "../support/test.ts";

test.describe("addresses", () => {
  const numbers = ["0", "-1", "1.5", "1e3", "abc", "9999999999999999", "1%20OR%201=1", "%00", "1%2F..%2F2", "%ff", "%"];
  for (const id of numbers) {
    for (const [method, path] of [
      ["GET", ""],
      ["POST", "/withdraw"],
      ["POST", "/approve"],
    ] as const) {
      test(`${method} a request's number: ${id}${path}`, async ({ tokens }) => {
        const body = method === "POST" ? { fingerprint: "0".repeat(64) } : undefined;
        const answer = await tokens.admin.call(method, `/requests/${id}${path}`, path === "/withdraw" ? {} : body);
        expect([400, 404]).toContain(answer.status);
        expect(answer.text).not.toMatch(/node_modules|prisma/i);
      });
    }
  }

  const paths = [
    "/topics/local/%00",
    "/topics/local/%ED%A0%80",
    "/topics/local/..%2F..%2Fetc%2Fpasswd",
    `/topics/local/${"a".repeat(2_000)}`,
    "/topics/%00/orders.a.v1",
    "/teams/%00",
    "/teams/..%2Forders",
    "/teams?q=%00",
    "/webhooks?team=%00",
    "/topics?q=%00",
    "/topics?q=%ED%A0%80",
    "/users?q=%00",
    "/people?q=%00",
    "/people?q=",
    "/search?q=%00",
    "/search?q=%25%25%25",
    "/audit?subject=%00",
    "/audit?subject=request:99999999999999999999",
    "/audit?actor=%00",
    "/audit?action=%00",
    "/audit?from=yesterday",
    "/audit?from=2026-02-30T00:00:00Z",
    "/audit?from=9999-12-31T23:59:59Z",
    "/topics?limit=0",
    "/topics?limit=201",
    "/topics?limit=1e9",
    "/topics?limit=abc",
    "/topics?limit=1&limit=1000",
    "/topics?limit[]=1",
    "/topics?state=everything",
    "/topics?__proto__=1",
    "/topics?unknown=1",
    "/requests?mine=perhaps",
    "/requests?state=approved%00",
    ...["/topics", "/teams", "/users", "/audit", "/requests"].flatMap((list) => [
      `${list}?cursor=x`,
      `${list}?cursor=${Buffer.from("[1,2,3]").toString("base64url")}`,
      `${list}?cursor=${Buffer.from('["\\u0000","\\u0000"]').toString("base64url")}`,
      `${list}?cursor=${Buffer.from('["\\u0000"]').toString("base64url")}`,
      `${list}?cursor=${Buffer.from('{"__proto__":1}').toString("base64url")}`,
      `${list}?cursor=${Buffer.from('["99999999999999999999999"]').toString("base64url")}`,
      `${list}?cursor=%00`,
      `${list}?cursor=${"A".repeat(1_001)}`,
    ]),
  ];
  for (const path of paths) {
    test(`GET ${path.slice(0, 80)}`, async ({ tokens }) => {
      const { status, text } = await tokens.admin.get(path);
      expect(status, text.slice(0, 300)).toBeLessThan(500);
      if (status === 200) expect(JSON.parse(text)).toHaveProperty("items");
      expect(text).not.toMatch(/node_modules|prisma/i);
    });
  }

  for (const [method, path, body] of [
    ["POST", "/topics/local/%00/retry", {}],
    ["POST", "/topics/%00/orders.a.v1/retry", {}],
    ["DELETE", "/teams/orders/prefixes/%00", undefined],
    ["DELETE", "/teams/%00", undefined],
    ["DELETE", "/teams/orders/members/me", undefined],
    ["DELETE", "/tokens/1", undefined],
    ["POST", "/users/1/disable", {}],
    ["POST", "/clusters/local/identity", { kafkaClusterId: "\u0000" }],
    ["POST", "/teams", { slug: "Bad Slug", name: "x" }],
    ["POST", "/teams", { slug: "ok-slug", name: "x\u0000" }],
    ["POST", "/teams/orders/prefixes", { prefix: "ab" }],
    ["POST", "/teams/orders/prefixes", { prefix: "__x." }],
    ["POST", "/webhooks", { url: "ftp://hooks.example.test/", kinds: ["request-waiting"] }],
    ["POST", "/webhooks", { url: "https://user:secret@hooks.example.test/", kinds: ["request-waiting"] }],
    ["POST", "/webhooks", { url: "https://hooks.example.test/\u0000", kinds: ["request-waiting"] }],
    ["POST", "/webhooks", { url: "https://hooks.example.test/\r\nhost: other", kinds: ["request-waiting"] }],
    ["POST", "/webhooks", { url: "https://hooks.example.test/", kinds: ["everything"] }],
    ["POST", "/webhooks", { url: "https://hooks.example.test/", kinds: [] }],
    ["POST", "/webhooks", { team: "no-such-team", url: "https://hooks.example.test/", kinds: ["request-waiting"] }],
    ["DELETE", "/webhooks/1", undefined],
    ["POST", "/users", { name: "x", email: "no-mail", password: "x".repeat(12) }],
    ["POST", "/users", { name: "x", email: "x@example.test", password: "short" }],
  ] as const) {
    test(`${method} ${path} ${JSON.stringify(body) ?? ""}`, async ({ tokens }) => {
      const before = await countRows();
      expectRefusal(await tokens.admin.call(method, path, body), { status: [400, 404, 409] });
      expect(await countRows()).toEqual(before);
    });
  }

  test("an address without end", async ({ tokens }) => {
    expectRefusal(await tokens.admin.get(`/topics?q=${"a".repeat(9_000)}`), { status: 414 });
  });

  test("headers without end", async ({ tokens }) => {
    const headers = { ...headersOf(tokens.admin.credential), "x-more": "a".repeat(32_000) };
    expect((await send({ method: "GET", path: "/api/v1/topics", headers })).status).toBe(431);
  });

  test("a password in a wrong field is not said back", async ({ tokens }) => {
    const secret = "correct horse battery\u0000";
    const { text } = await tokens.admin.post("/users", { name: "x", email: "x@example.test", password: [secret] });
    expect(text).not.toContain("correct horse");
  });
});
