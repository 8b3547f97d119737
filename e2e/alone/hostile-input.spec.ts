import { expect } from "@playwright/test";
import { expectOk, headersOf } from "../support/client.ts";
import { countRows } from "../support/database.ts";
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

/** The request as JSON with one field replaced; the field may be JSON that no serialiser would write. */
function withField(request: object, { path, value, raw }: HostileField): string {
  const marker = "\u2603 here";
  const keys = path.split(".");
  const replaced = put(request, keys, raw === undefined ? value : marker);
  const json = JSON.stringify(replaced);
  return raw === undefined ? json : json.replace(JSON.stringify(marker), raw);
}

function put(object: object, [key = "", ...rest]: string[], value: unknown): object {
  const inner = (object as Record<string, unknown>)[key];
  const next = rest.length === 0 ? value : put(typeof inner === "object" && inner !== null ? inner : {}, rest, value);
  // Stated as an entry, so that `__proto__` becomes a key and not the prototype.
  return Object.fromEntries([...Object.entries(object).filter(([other]) => other !== key), [key, next]]);
}
