import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { deliverMail } from "./deliver-mail.ts";
import { type Mailer, openMailer } from "./mailer.ts";
import { TestOutbox } from "./test-outbox.ts";
import { TestMailServer } from "./test-receivers.ts";

const URL_OF_HEADGATE = new URL("https://headgate.example.test");
let outbox: TestOutbox;
let server: TestMailServer;
let mailer: Mailer;
beforeAll(async () => {
  outbox = await TestOutbox.create();
});
beforeEach(async () => {
  await outbox.clear();
  server = new TestMailServer();
  mailer = openMailer(await server.listen(), "Headgate <headgate@example.test>");
});
afterEach(async () => {
  mailer.close();
  await server.close();
});
afterAll(() => outbox?.database.drop());

const deliver = () => deliverMail(outbox.database.worker, mailer, URL_OF_HEADGATE);
const only = async () => (await outbox.deliveries())[0];

async function toldOwner(subject = "Request 1 waits", name = "owner"): Promise<void> {
  await outbox.person(name, { team: "orders", address: "owner@example.test" });
  await outbox.notice({ subject });
  await outbox.expand();
}

it("a mail says what there is to say, to one person, as a machine's", async () => {
  await toldOwner("Request 1 wartet: Überblick");
  expect(await deliver()).toBe(true);
  expect(await deliver()).toBe(false);

  expect(await only()).toMatchObject({ state: "sent", attempt: 1, error: "" });
  const [{ from, to, text } = { from: "", to: [], text: "" }] = server.mails;
  expect([from, to]).toEqual(["headgate@example.test", ["owner@example.test"]]);
  expect(text).toContain("https://headgate.example.test/requests/1");
  expect(text).toContain("Somebody asks.");
  expect(text).toMatch(/^Content-Type: text\/plain/m);
  expect(text).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(text).toMatch(/^List-ID: Headgate <notices\.headgate\.example\.test>\r$/m);
  expect(text).toMatch(/^Message-ID: <[0-9a-f-]{36}@headgate\.example\.test>\r$/m);
});

it("nothing that people wrote becomes a header or another recipient", async () => {
  await toldOwner("a\r\nBcc: other@example.test\r\n\r\nbody", "owner\r\nCc: other@example.test");
  await deliver();

  const [mail] = server.mails;
  expect(mail?.to).toEqual(["owner@example.test"]);
  expect(mail?.text).not.toMatch(/^(Bcc|Cc):/im);
  expect(mail?.text).toMatch(/^Subject: a Bcc: other@example\.test body\r$/m);
});

it.each([
  "a@example.test, b@example.test",
  "a@example.test\r\nRCPT TO:<b@example.test>",
  '"a b"@example.test',
  "nobody",
  "<a@example.test>",
])("the address %j is not sent to", async (address) => {
  await outbox.person("owner", { team: "orders", address });
  await outbox.notice();
  await outbox.expand();
  await deliver();

  expect(server.mails).toEqual([]);
  expect(await only()).toMatchObject({ state: "failed", error: "the account's address is none" });
});

it("what the server refuses for now is tried again, later and later, and given up after the sixth time", async () => {
  await toldOwner();
  server.refusal = { code: 451, text: "try again later" };
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await deliver();
    expect(await only()).toMatchObject({
      state: "pending",
      attempt,
      due: false,
      error: expect.stringContaining("451"),
    });
    await outbox.everythingIsDue();
  }
  await deliver();

  expect(await only()).toMatchObject({ state: "failed", attempt: 6 });
  expect(await deliver()).toBe(false);
});

it("what the server will never take is given up at once", async () => {
  await toldOwner();
  server.refusal = { code: 550, text: "no such user" };
  await deliver();

  expect(await only()).toMatchObject({ state: "failed", attempt: 1, error: expect.stringContaining("no such user") });
});

it("a server that is away costs an attempt, and no more", async () => {
  await toldOwner();
  await server.close();
  await deliver();
  expect(await only()).toMatchObject({ state: "pending", attempt: 1, error: "ESOCKET" });
});

it("whoever chose otherwise meanwhile is not written to", async () => {
  await toldOwner();
  await outbox.database.owner.$executeRaw`UPDATE users SET disabled_at = now() WHERE name = 'owner'`;
  await deliver();

  expect(server.mails).toEqual([]);
  expect(await only()).toMatchObject({ state: "failed", error: "not wanted any more" });
});

it("a worker that died after sending sends again, under the same Message-ID", async () => {
  await toldOwner();
  await deliver();
  await outbox.database.owner
    .$executeRaw`UPDATE outbox_deliveries SET state = 'pending', sent_at = NULL, due_at = now()`;
  await deliver();

  const ids = server.mails.map(({ text }) => /^Message-ID: (.*)$/m.exec(text)?.[1]);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

it("many workers at once send each mail once", async () => {
  for (let index = 0; index < 30; index += 1) await outbox.person(`owner-${index}`, { team: "orders" });
  await outbox.notice();
  await outbox.expand();
  const drain = async (): Promise<void> => {
    while (await deliver());
  };
  await Promise.all([1, 2, 3, 4].map(drain));

  expect(server.mails).toHaveLength(30);
  expect(new Set(server.mails.map(({ to }) => to[0])).size).toBe(30);
});
