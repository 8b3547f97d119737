import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deliverWebhook } from "./deliver-webhook.ts";
import { TestOutbox } from "./test-outbox.ts";
import { TestReceiver } from "./test-receivers.ts";
import { postWebhook } from "./webhook-post.ts";
import type { WebhookRules } from "./webhook-rules.ts";

let outbox: TestOutbox;
let receiver: TestReceiver;
let url: string;
beforeAll(async () => {
  outbox = await TestOutbox.create();
});
beforeEach(async () => {
  await outbox.clear();
  receiver = new TestReceiver();
  url = await receiver.listen();
});
afterEach(() => receiver.close());
afterAll(() => outbox?.database.drop());

const LOCAL: WebhookRules = { allowedHosts: ["http://127.0.0.1"], allowPrivate: true };
const never = new AbortController().signal;

function deliver(rules = LOCAL, signal = never): Promise<boolean> {
  const parts = { rules, url: new URL("https://headgate.example.test"), privateKey: outbox.keys.privateKey };
  return deliverWebhook(outbox.database.worker, parts, signal);
}

const only = async () => (await outbox.deliveries())[0];

async function toldWebhook(options: Parameters<TestOutbox["webhook"]>[1] = {}, path = "/hook"): Promise<void> {
  await outbox.webhook(`${url}${path}`, options);
  await outbox.notice({ data: { requestId: 1 } });
  await outbox.expand();
}

describe("a call", () => {
  it("is JSON with what there is to know, signed with the secret over the time and the body", async () => {
    await toldWebhook({ secret: "known to two" });
    await deliver();

    const [{ headers, body, path } = { headers: {}, body: "", path: "" }] = receiver.calls;
    expect([path, headers["content-type"], headers.host]).toEqual(["/hook", "application/json", new URL(url).host]);
    expect(JSON.parse(body)).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      kind: "request-waiting",
      at: expect.stringMatching(/^20.*Z$/),
      subject: "Request 1 waits",
      path: "/requests/1",
      url: "https://headgate.example.test/requests/1",
      data: { requestId: 1 },
    });
    const timestamp = String(headers["headgate-timestamp"]);
    const hash = createHmac("sha256", "known to two").update(`${timestamp}.${body}`).digest("hex");
    expect(headers["headgate-signature"]).toBe(`v1=${hash}`);
    expect(Math.abs(Number(timestamp) - Date.now() / 1_000)).toBeLessThan(30);
    expect(await only()).toMatchObject({ state: "sent", attempt: 1 });
    expect(await deliver()).toBe(false);
  });

  it("that is repeated is known by its delivery id", async () => {
    await toldWebhook();
    receiver.answer = (response) => response.writeHead(500).end();
    await deliver();
    expect(await only()).toMatchObject({ state: "pending", attempt: 1, due: false, error: "answered 500" });

    receiver.answer = (response) => response.writeHead(200).end();
    await outbox.everythingIsDue();
    await deliver();
    expect(await only()).toMatchObject({ state: "sent", attempt: 2, error: "" });
    expect(receiver.calls).toHaveLength(2);
    expect(new Set(receiver.calls.map(({ headers }) => headers["headgate-delivery"])).size).toBe(1);
  });

  it("that never succeeds is given up after the sixth time", async () => {
    await toldWebhook();
    receiver.answer = (response) => response.writeHead(503).end();
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      expect(await deliver()).toBe(true);
      await outbox.everythingIsDue();
    }
    expect(await only()).toMatchObject({ state: "failed", attempt: 6, error: "answered 503" });
  });

  it("follows no redirect", async () => {
    await toldWebhook();
    receiver.answer = (response) => response.writeHead(307, { location: `${url}/elsewhere` }).end();
    await deliver();

    expect(receiver.calls.map(({ path }) => path)).toEqual(["/hook"]);
    expect(await only()).toMatchObject({ state: "pending", error: "answered 307; redirects are not followed" });
  });

  it("does not read an answer without end", async () => {
    await toldWebhook();
    let hungUp = false;
    receiver.answer = (response) => {
      response.writeHead(200);
      response.on("close", () => {
        hungUp = true;
      });
      const pour = () => {
        while (!response.destroyed && response.write("a".repeat(65_536)));
        if (!response.destroyed) response.once("drain", pour);
      };
      pour();
    };
    await deliver();
    expect(await only()).toMatchObject({ state: "sent" });
    await expect.poll(() => hungUp).toBe(true);
  });

  it("waits ten seconds for an answer, and puts off the others of that webhook without counting them", async () => {
    await toldWebhook();
    await outbox.notice();
    await outbox.expand();
    receiver.answer = () => undefined;
    await deliver();

    expect(await outbox.deliveries()).toMatchObject([
      { state: "pending", attempt: 1, due: false, error: "no answer within 10 s" },
      { state: "pending", attempt: 0, due: false, error: "" },
    ]);
  });

  it("that a stopping worker cuts off is due again, with nothing noted of it", async () => {
    await toldWebhook();
    receiver.answer = () => undefined;
    const stopping = new AbortController();
    const cut = deliver(LOCAL, stopping.signal);
    await expect.poll(() => receiver.calls.length).toBe(1);
    stopping.abort();

    expect(await cut).toBe(false);
    expect(await only()).toMatchObject({ state: "pending", attempt: 1, error: "" });
  });

  it("is not made for a webhook that was deleted, or whose secret was sealed for another", async () => {
    await toldWebhook();
    await outbox.database.owner.webhook.updateMany({ data: { deletedAt: new Date() } });
    await deliver();
    await toldWebhook({ sealedFor: "webhook:another" });
    await deliver();

    expect(receiver.calls).toEqual([]);
    const errors = (await outbox.deliveries()).map(({ state, error }) => [state, error]);
    expect(errors).toEqual([
      ["failed", "the webhook was deleted"],
      ["failed", expect.stringContaining("make the webhook anew")],
    ]);
  });

  it("of many is made once, by however many workers", async () => {
    await outbox.webhook(`${url}/hook`);
    for (let index = 0; index < 20; index += 1) await outbox.notice();
    await outbox.expand();
    const drain = async (): Promise<void> => {
      while (await deliver());
    };
    await Promise.all([1, 2, 3, 4].map(drain));

    expect(new Set(receiver.calls.map(({ headers }) => headers["headgate-delivery"])).size).toBe(20);
    expect(receiver.calls).toHaveLength(20);
  });
});

describe("where calls go", () => {
  it.each([
    ["webhooks are switched off", { allowedHosts: [], allowPrivate: true }],
    ["not among the hosts", { allowedHosts: ["hooks.example.test"], allowPrivate: true }],
    ["use https", { allowedHosts: ["127.0.0.1"], allowPrivate: true }],
    ["does not call", { allowedHosts: ["http://127.0.0.1"], allowPrivate: false }],
  ])("nowhere, and at once: %s", async (why, rules) => {
    await toldWebhook();
    await deliver(rules);

    expect(receiver.calls).toEqual([]);
    expect(await only()).toMatchObject({ state: "failed", attempt: 1, error: expect.stringContaining(why) });
  });

  const post = (addresses: string[], allowPrivate: boolean) => {
    let lookedUp = 0;
    const resolve = async () => {
      lookedUp += 1;
      // Whoever asked twice would be told another address.
      return lookedUp > 1
        ? [{ address: "127.0.0.2", family: 4 }]
        : addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    };
    const rules = { allowedHosts: ["http://hooks.example.test"], allowPrivate };
    const target = new URL(`http://hooks.example.test:${new URL(url).port}/hook`);
    return postWebhook({ url: target, headers: {}, body: "{}", rules, signal: never, resolve });
  };

  it("to the address that was judged, and to no other", async () => {
    expect(await post(["127.0.0.1"], true)).toEqual({ ok: true });
    expect(receiver.calls[0]?.headers.host).toBe(`hooks.example.test:${new URL(url).port}`);
  });

  it.each([
    ["a private address", ["127.0.0.1"], false],
    ["a mapped one", ["::ffff:127.0.0.1"], false],
    ["a private one among public ones", ["93.184.216.34", "127.0.0.1"], false],
    ["the metadata service, whatever is allowed", ["169.254.169.254"], true],
    ["no address", [], true],
  ])("not to %s", async (_, addresses, allowPrivate) => {
    expect(await post(addresses, allowPrivate)).toMatchObject({ ok: false, final: true });
    expect(receiver.calls).toEqual([]);
  });

  it("an error names no address", async () => {
    await receiver.close();
    const answer = await post(["127.0.0.1"], true);
    receiver = new TestReceiver();
    await receiver.listen();
    expect(answer).toEqual({ ok: false, error: "could not be reached: ECONNREFUSED", final: false });
  });
});
