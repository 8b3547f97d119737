import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestOutbox } from "./test-outbox.ts";

let outbox: TestOutbox;
beforeAll(async () => {
  outbox = await TestOutbox.create();
});
beforeEach(() => outbox.clear());
afterAll(() => outbox?.database.drop());

const told = async () => (await outbox.deliveries()).map(({ name }) => name);

describe("who is told", () => {
  it("owners, members, admins and people by name, each once, and not whoever did it", async () => {
    const [both, except] = [
      await outbox.person("a-both", { team: "orders", admin: true }),
      await outbox.person("b-except"),
    ];
    await outbox.person("c-owner", { team: "orders" });
    await outbox.person("d-member", { team: "orders", role: "member" });
    await outbox.person("e-member", { team: "payments", role: "member" });
    await outbox.person("f-admin", { admin: true });
    await outbox.person("g-stranger");
    const { orders, payments } = outbox.teams;
    const audience = { userIds: [both, except], ownersOf: [orders], membersOf: [payments], admins: true, except };

    await outbox.notice({ audience });
    await outbox.expand();

    expect(await told()).toEqual(["a-both", "c-owner", "e-member", "f-admin"]);
  });

  it("nobody who is disabled, has no address, wants no mail or has muted the kind", async () => {
    const { owner } = outbox.database;
    const disabled = await outbox.person("disabled", { team: "orders" });
    await owner.user.update({ where: { id: disabled }, data: { disabledAt: new Date() } });
    await outbox.person("no-address", { team: "orders", address: null });
    const [silent, choosy] = [
      await outbox.person("silent", { team: "orders" }),
      await outbox.person("choosy", { team: "orders" }),
    ];
    await owner.notificationSettings.create({ data: { userId: silent, mail: false } });
    await owner.notificationSettings.create({ data: { userId: choosy, muted: ["request-waiting"] } });

    await outbox.notice();
    await outbox.notice({ kind: "request-decided" });
    await outbox.expand();

    expect(await told()).toEqual(["choosy"]);
  });

  it("webhooks of the teams concerned and of the platform that want the kind; none that is deleted or younger", async () => {
    await outbox.notice({ dedupeKey: "before any webhook was" });
    const { orders, payments } = outbox.teams;
    await outbox.webhook("https://orders.example.test/");
    await outbox.webhook("https://payments.example.test/", { team: "payments" });
    await outbox.webhook("https://platform.example.test/", { team: null });
    await outbox.webhook("https://other-kind.example.test/", { kinds: ["grant-ended"] });
    const deleted = await outbox.webhook("https://deleted.example.test/");
    await outbox.database.owner.webhook.update({ where: { id: deleted }, data: { deletedAt: new Date() } });

    await outbox.notice();
    await outbox.expand();
    expect(await told()).toEqual(["https://orders.example.test/", "https://platform.example.test/"]);

    await outbox.notice({ audience: { ownersOf: [orders], webhooksOf: [orders, payments] } });
    await outbox.expand();
    expect((await told()).filter((url) => url.includes("payments"))).toHaveLength(1);
  });

  it("nobody by mail where none is sent", async () => {
    await outbox.person("owner", { team: "orders" });
    await outbox.notice();

    expect(await outbox.expand(false)).toBe(1);
    expect(await told()).toEqual([]);
  });
});

it("is told once: by key, and when many workers look at the same time", async () => {
  await outbox.person("owner", { team: "orders" });
  await outbox.notice({ dedupeKey: "once" });
  await outbox.notice({ dedupeKey: "once" });
  for (let index = 0; index < 150; index += 1) await outbox.notice();

  const expanded = await Promise.all([1, 2, 3, 4].map(() => outbox.expand()));

  expect(expanded.reduce((sum, count) => sum + count, 0)).toBe(151);
  expect(await outbox.deliveries()).toHaveLength(151);
  expect(await outbox.expand()).toBe(0);
});
