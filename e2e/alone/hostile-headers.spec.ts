import { expect } from "@playwright/test";
import { expectOk, headersOf } from "../support/client.ts";
import { countRows } from "../support/database.ts";
import { environment } from "../support/environment.ts";
import { expectRefusal } from "../support/refusal.ts";
import { send } from "../support/send.ts";
import { test } from "../support/test.ts";
import { topicRequest, unique } from "../support/world.ts";

const ORDERS = { slug: "orders", prefix: "orders." };

test.describe("Origin and Host", () => {
  const ours = environment.TEST_BASE_URL;
  const origins: [string, Record<string, string>][] = [
    ["no Origin", {}],
    ["null", { origin: "null" }],
    ["another site", { origin: "http://evil.example.test" }],
    ["another port", { origin: ours.replace(/:\d+$/, ":1") }],
    ["another scheme", { origin: ours.replace("http:", "https:") }],
    ["ours with a slash", { origin: `${ours}/` }],
    ["ours as a prefix", { origin: `${ours}.evil.example.test` }],
    ["only a Referer", { referer: `${ours}/topics/new` }],
    ["another site that names itself in Host", { origin: "http://evil.example.test", host: "evil.example.test" }],
    [
      "another site that names itself in X-Forwarded-Host",
      { origin: "http://evil.example.test", "x-forwarded-host": "evil.example.test" },
    ],
  ];
  for (const [what, headers] of origins) {
    test(`a session's mutation with ${what}`, async ({ sessions }) => {
      const { cookie = "" } = headersOf(sessions.developer.credential);
      const body = JSON.stringify(topicRequest(ORDERS));
      const before = await countRows();
      for (const path of ["/api/v1/topic-requests", "/api/v1/topic-requests?dryRun=true"]) {
        const sent = {
          method: "POST",
          path,
          headers: { "content-type": "application/json", cookie, ...headers },
          body,
        };
        expectRefusal(await send(sent), { status: 403, code: "forbidden" });
      }
      expect(await countRows()).toEqual(before);
    });
  }

  test("a forged Host changes neither the check nor where a visitor is sent", async ({ sessions }) => {
    const headers = { ...headersOf(sessions.developer.credential), host: "evil.example.test" };
    expect((await send({ method: "GET", path: "/api/v1/topics", headers })).status).toBe(200);

    const visitor = await send({ method: "GET", path: "/topics", headers: { host: "evil.example.test" } });
    expect(visitor.status).toBe(307);
    expect(visitor.headers.location).not.toContain("evil");
  });

  test("a sign-in never leads elsewhere", async () => {
    for (const from of [
      "https://evil.example.test",
      "//evil.example.test",
      "/\\evil.example.test",
      "javascript:alert(1)",
    ]) {
      const { text } = await send({ method: "GET", path: `/sign-in?from=${encodeURIComponent(from)}` });
      expect(text).not.toMatch(/href="(https?:)?\/\/evil|callbackUrl":"[^"]*evil/);
    }
  });

  test("a sign-in from another site is refused before the password is looked at", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: "http://evil.example.test" };
    const body = "email=platform-admin@example.test&password=x";
    expectRefusal(await send({ method: "POST", path: "/api/auth/callback/credentials", headers, body }), {
      status: 403,
    });
  });
});

test.describe("Idempotency-Key", () => {
  for (const [what, key] of [
    ["empty", ""],
    ["201 characters", "k".repeat(201)],
    ["a space", "two words"],
    ["beyond ASCII", "schl\u00fcssel"],
  ] as const) {
    test(`refused: ${what}`, async ({ tokens }) => {
      const before = await countRows();
      const answer = await tokens.developer.post("/topic-requests", topicRequest(ORDERS), { "idempotency-key": key });
      expectRefusal(answer, { status: 400, path: "Idempotency-Key" });
      expect(await countRows()).toEqual(before);
    });
  }

  test("two headers of that name", async ({ tokens }) => {
    const headers = {
      ...headersOf(tokens.developer.credential),
      "content-type": "application/json",
      "idempotency-key": ["a", "b"],
    };
    const body = JSON.stringify(topicRequest(ORDERS));
    expectRefusal(await send({ method: "POST", path: "/api/v1/topic-requests", headers, body }), { status: 400 });
  });

  test("the same key with another body; and with the same one, a replay that stores nothing and shows no secret", async ({
    sessions,
  }) => {
    const key = { "idempotency-key": unique("key") };
    const body = { name: "replayed", permissions: ["topic.read"], expiresInDays: 1 };
    const first = expectOk<{ id: string; token: string }>(await sessions.developer.post("/tokens", body, key));
    const before = await countRows();

    expectRefusal(await sessions.developer.post("/tokens", { ...body, expiresInDays: 2 }, key), { status: 409 });
    const replay = expectOk<object>(await sessions.developer.post("/tokens", body, key));

    expect(replay).toMatchObject({ id: first.id, token: null, secretShown: true });
    expect(await countRows()).toEqual(before);
  });
});
