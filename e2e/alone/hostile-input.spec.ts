import { expect } from "@playwright/test";
import { expectOk, headersOf } from "../support/client.ts";
import { countRows } from "../support/database.ts";
import { environment } from "../support/environment.ts";
import { expectRefusal } from "../support/refusal.ts";
import { type Sent, send } from "../support/send.ts";
import { test } from "../support/test.ts";
import { submitted, topicRequest, unique } from "../support/world.ts";
import { HOSTILE_CONFIGS, HOSTILE_NAMES, HOSTILE_NUMBERS, HOSTILE_TEXTS, type HostileField } from "./hostile-fields.ts";

const ORDERS = { slug: "orders", prefix: "orders." };
const fields = { names: HOSTILE_NAMES, numbers: HOSTILE_NUMBERS, configs: HOSTILE_CONFIGS, texts: HOSTILE_TEXTS };

test.describe("a request for a topic", () => {
  for (const [kind, cases] of Object.entries(fields)) {
    for (const hostile of cases) {
      test(`${kind}: ${hostile.path}: ${hostile.what}`, async ({ tokens }) => {
        const body = withField(topicRequest(ORDERS), hostile);
        const headers = { ...headersOf(tokens.developer.credential), "content-type": "application/json" };
        const { status = 400, named = hostile.path } = hostile;
        const before = await countRows();

        const asked = await send({ method: "POST", path: "/api/v1/topic-requests", headers, body });
        const judged = await send({ method: "POST", path: "/api/v1/topic-requests?dryRun=true", headers, body });

        expectRefusal(asked, { status, path: named });
        expect(judged.status).toBeLessThan(500);
        expect(judged.body).not.toMatchObject({ submittable: true });
        expect(await countRows()).toEqual(before);
      });
    }
  }

  test("a name that Kafka's metrics cannot tell from one that is asked for", async ({ tokens }) => {
    const word = unique("collide").replaceAll("-", "");
    await submitted(tokens.developer, topicRequest(ORDERS, `orders.${word}.v1`));

    const answer = await tokens.developer.post("/topic-requests", topicRequest(ORDERS, `orders_${word}.v1`));

    expectRefusal(answer, { status: 409, code: "conflict", path: "name" });
    expect(answer.text).toContain(`orders.${word}.v1`);
  });

  test("every wrong field is named at once", async ({ tokens }) => {
    const wrong = {
      ...topicRequest(ORDERS, "orders/x"),
      spec: { partitions: 0, replicationFactor: 0, config: {} },
      reason: "",
    };

    const { body } = await tokens.developer.post("/topic-requests", wrong);

    const paths = (body as { errors: { path: string }[] }).errors.map(({ path }) => path).toSorted();
    expect(paths).toEqual(["name", "reason", "spec.partitions", "spec.replicationFactor"]);
  });

  for (const flag of ["1", "yes", "TRUE", "maybe", ""]) {
    test(`dryRun=${flag} stores nothing`, async ({ tokens }) => {
      const before = await countRows();
      const { status } = await tokens.developer.post(`/topic-requests?dryRun=${flag}`, topicRequest(ORDERS));
      expect([200, 400]).toContain(status);
      expect(await countRows()).toEqual(before);
    });
  }
});

test.describe("the body", () => {
  const type = { "content-type": "application/json" };
  const bodies: [string, Partial<Sent>, number][] = [
    ["a form", { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "kind=create" }, 400],
    ["text", { headers: { "content-type": "text/plain" }, body: "{}" }, 400],
    ["no content type", { body: "{}" }, 400],
    ["nothing", { headers: type }, 400],
    ["half of it", { headers: type, body: '{"kind":' }, 400],
    ["a comment", { headers: type, body: "{} // yes" }, 400],
    ["wrong UTF-8", { headers: type, body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }, 400],
    ["null", { headers: type, body: "null" }, 400],
    ["a list", { headers: type, body: "[]" }, 400],
    ["a text", { headers: type, body: '"create"' }, 400],
    ["100,000 brackets", { headers: type, body: "[".repeat(100_000) }, 400],
    ["300 kB", { headers: type, body: JSON.stringify({ reason: "a".repeat(300_000) }) }, 413],
    ["1 MB and more", { headers: type, body: JSON.stringify({ reason: "a".repeat(1_100_000) }) }, 413],
  ];
  for (const [what, sent, status] of bodies) {
    for (const path of ["/api/v1/topic-requests", "/api/v1/teams/orders/members", "/api/v1/requests/1/comments"]) {
      test(`${what} to ${path}`, async ({ tokens }) => {
        const headers = { ...headersOf(tokens.developer.credential), ...sent.headers };
        expectRefusal(await send({ method: "POST", path, ...sent, headers }), { status });
      });
    }
  }

  test("chunks without a length", async ({ tokens }) => {
    const headers = { ...headersOf(tokens.developer.credential), ...type, "transfer-encoding": "chunked" };
    expectRefusal(await send({ method: "PATCH", path: "/api/v1/requests/1", headers }), { status: 411 });
  });

  test("a list or null where nothing has to be said is refused too", async ({ sessions }) => {
    const { id } = await submitted(sessions.developer, topicRequest(ORDERS));
    for (const body of [[], null, "withdraw", 1]) {
      expectRefusal(await sessions.developer.post(`/requests/${id}/withdraw`, body), { status: 400, path: "" });
    }
    expect((await sessions.developer.get(`/requests/${id}`)).body).toMatchObject({ state: "submitted" });
  });
});

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

test.describe("an approval is of one plan", () => {
  test("a tampered fingerprint, or another request's, approves nothing", async ({ tokens }) => {
    const [one, other] = [
      await submitted(tokens.developer, topicRequest(ORDERS)),
      await submitted(tokens.developer, topicRequest(ORDERS)),
    ];
    const flipped = (one.fingerprint.startsWith("0") ? "1" : "0") + one.fingerprint.slice(1);
    const approve = (fingerprint: unknown) => tokens.owner.post(`/requests/${one.id}/approve`, { fingerprint });

    for (const wrong of [flipped, other.fingerprint]) {
      expectRefusal(await approve(wrong), { status: 409, code: "stale_plan" });
    }
    for (const nonsense of ["", one.fingerprint.toUpperCase(), `${one.fingerprint}0`, null, { $ne: "" }]) {
      expectRefusal(await approve(nonsense), { status: 400, path: "fingerprint" });
    }
    expect((await tokens.owner.get(`/requests/${one.id}`)).body).toMatchObject({ state: "submitted", approvals: [] });
  });

  test("a fingerprint from before an edit approves nothing", async ({ tokens }) => {
    const { id, fingerprint, name } = await submitted(tokens.developer, topicRequest(ORDERS));
    const { spec, metadata, reason } = topicRequest(ORDERS);
    const edit = { version: 1, name, spec: { ...spec, partitions: 4 }, metadata, reason };
    expectOk(await tokens.developer.patch(`/requests/${id}`, edit));

    expectRefusal(await tokens.owner.post(`/requests/${id}/approve`, { fingerprint }), {
      status: 409,
      code: "stale_plan",
    });
  });
});

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

/** The request as JSON with one field replaced; the field may be JSON that no serialiser would write. */
function withField(request: object, { path, value, raw }: HostileField): string {
  const marker = "\u2603 here";
  const keys = path.split(".");
  const replaced = put(request, path === "spec.config" ? keys : keys, raw === undefined ? value : marker);
  const json = JSON.stringify(replaced);
  return raw === undefined ? json : json.replace(JSON.stringify(marker), raw);
}

function put(object: object, [key = "", ...rest]: string[], value: unknown): object {
  const inner = (object as Record<string, unknown>)[key];
  const next = rest.length === 0 ? value : put(typeof inner === "object" && inner !== null ? inner : {}, rest, value);
  // Stated as an entry, so that `__proto__` becomes a key and not the prototype.
  return Object.fromEntries([...Object.entries(object).filter(([other]) => other !== key), [key, next]]);
}
