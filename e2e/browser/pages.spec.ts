import { expect, type Locator, type Page } from "@playwright/test";
import {
  accessRequest,
  askAccess,
  grantAccess,
  inDays,
  makeProgram,
  toConsume,
  toProduce,
} from "../support/access-world.ts";
import { expectOk } from "../support/client.ts";
import { axeOn, WCAG_TAGS } from "../support/expect-accessible.ts";
import { FIRST, makeVersion, WITH_NOTE } from "../support/schema-world.ts";
import type { DemoRole } from "../support/sign-in.ts";
import { lookingTest as test } from "../support/test.ts";
import { approved, submitted, topicRequest } from "../support/world.ts";
import { approveBy } from "./change-form.ts";
import { requestForm } from "./request-form.ts";

const ORDERS = { slug: "orders", prefix: "orders." };

/** Every page, as the role that sees most of it. What is in braces is filled in from the requests made below. */
const PAGES: [string, DemoRole][] = [
  ["/", "owner"],
  ["/topics", "developer"],
  ["/topics?q=no-such-topic", "developer"],
  ["/topics/new?cluster=local&team=orders", "developer"],
  ["/topics/new?edit={open}", "developer"],
  ["/topics/local/{topic}", "developer"],
  ["/topics/local/{topic}?tab=access", "owner"],
  ["/topics/local/{topic}?tab=access", "otherMember"],
  ["/topics/local/{topic}?tab=consumers", "owner"],
  ["/topics/local/{topic}?tab=consumers", "otherMember"],
  ["/topics/local/{topic}?tab=schema", "owner"],
  ["/topics/local/{topic}?tab=schema", "otherMember"],
  ["/topics/local/{topic}?tab=config", "developer"],
  ["/topics/local/{topic}/change", "developer"],
  ["/topics/local/{topic}/change", "auditor"],
  ["/topics/local/{topic}/delete", "developer"],
  ["/topics/local/{blocked}", "developer"],
  ["/requests/{deletion}", "owner"],
  ["/schemas", "developer"],
  ["/schemas?q=no-such-schema", "auditor"],
  ["/schemas/local/no-such-schema", "developer"],
  ["/schemas/local/{subject}", "owner"],
  ["/schemas/local/{subject}?version=1", "auditor"],
  ["/schemas/local/{subject}?tab=text", "developer"],
  ["/schemas/local/{subject}?tab=versions", "owner"],
  ["/schemas/local/{subject}?tab=readers", "owner"],
  ["/schemas/local/{subject}?tab=readers", "otherMember"],
  ["/schemas/local/{subject}?tab=use", "developer"],
  ["/schemas/new?cluster=local&topic={topic}", "developer"],
  ["/schemas/new", "auditor"],
  ["/requests/{schema}", "owner"],
  ["/requests/{schema}", "developer"],
  ["/access/new", "developer"],
  ["/access/new?application={application}&topic={topic}", "developer"],
  ["/access/new", "auditor"],
  ["/offsets/new?cluster=local&topic={topic}&group={application}.reader", "developer"],
  ["/offsets/new", "auditor"],
  ["/requests/{access}", "owner"],
  ["/requests/{access}", "developer"],
  ["/admin/drift", "admin"],
  ["/admin/drift", "otherMember"],
  ["/admin/drift?kind=subject", "auditor"],
  ["/decommission", "owner"],
  ["/decommission?step=blocked", "admin"],
  ["/topics/local/{topic}/decommission", "owner"],
  ["/topics/local/{topic}/decommission", "otherMember"],
  ["/admin/acls", "admin"],
  ["/admin/acls?q=no-such-acl", "auditor"],
  ["/admin/import", "admin"],
  ["/admin/import?q=no-such-topic", "admin"],
  ["/admin/import", "auditor"],
  ["/topics/local/{topic}?tab=history", "developer"],
  ["/applications", "developer"],
  ["/applications?q=no-such-application", "admin"],
  ["/applications/{application}", "owner"],
  ["/applications/{application}", "auditor"],
  ["/applications/{application}?tab=access", "owner"],
  ["/applications/{application}?tab=clients", "developer"],
  ["/applications/{application}?tab=history", "auditor"],
  ["/applications/no-such-application", "developer"],
  ["/campaigns", "owner"],
  ["/campaigns", "otherMember"],
  ["/campaigns/{campaign}", "owner"],
  ["/campaigns/no-such-campaign", "developer"],
  ["/advice", "admin"],
  ["/requests", "admin"],
  ["/requests/{open}", "owner"],
  ["/requests/{rejected}", "developer"],
  ["/requests/{applied}", "admin"],
  ["/requests/{applied}?tab=history", "admin"],
  ["/requests/999999999", "developer"],
  ["/approvals", "owner"],
  ["/approvals", "otherMember"],
  ["/teams", "admin"],
  ["/teams/orders", "admin"],
  ["/teams/orders", "owner"],
  ["/teams/orders?tab=access", "owner"],
  ["/teams/orders?tab=access", "otherMember"],
  ["/admin/clusters", "admin"],
  ["/admin/policies", "admin"],
  ["/admin/audit", "auditor"],
  ["/admin/teams", "admin"],
  ["/admin/users", "admin"],
  ["/admin/audit", "developer"],
  ["/settings", "developer"],
  ["/settings", "admin"],
];

type Opened = [what: string, address: string, role: DemoRole, trigger: (page: Page) => Locator];

const APPLICATION_DIALOGS: Opened[] = (
  [
    ["a new application", "/applications", "New application"],
    ["editing an application", "/applications/{application}", "Edit"],
    ["deleting an application", "/applications/{application}", "Delete"],
    ["a new credential", "/applications/{application}", /^Make a new credential/],
    ["rotating", "/applications/{application}", /^Rotate/],
    ["another quota", "/applications/{application}", /^Change quota/],
    ["ending a principal", "/applications/{application}", /^End principal/],
    ["renewing", "/applications/{application}?tab=access", /^Renew/],
    ["giving access back", "/applications/{application}?tab=access", /^Release/],
    ["revoking", "/applications/{application}?tab=access", /^Revoke/],
  ] as const
).map(([what, address, name]) => [
  what,
  address,
  "owner",
  (page) => page.getByRole("button", { name, exact: typeof name === "string" }),
]);

const SUBJECT_DIALOGS: Opened[] = (
  [
    ["another compatibility", "/schemas/local/{subject}", "Change compatibility"],
    ["deleting a subject", "/schemas/local/{subject}", "Delete subject: subject"],
    ["deleting a version", "/schemas/local/{subject}?tab=versions", "Delete: version 1"],
  ] as const
).map(([what, address, name]) => [what, address, "owner", (page) => page.getByRole("button", { name, exact: true })]);

/** What opens over a page: how to open it, as whom, and what is there then. */
const DIALOGS: Opened[] = [
  ["the palette", "/", "developer", (page) => page.getByRole("button", { name: /Find a topic, team, request/ })],
  ["the account's menu", "/", "developer", (page) => page.getByRole("button", { name: /^Account of/ })],
  [
    "withdrawing",
    "/requests/{open}",
    "developer",
    (page) => page.getByRole("button", { name: "Withdraw", exact: true }),
  ],
  ["why not", "/requests/{open}", "auditor", (page) => page.getByRole("button", { name: "Withdraw: why not?" })],
  [
    "adding a setting",
    "/topics/new?cluster=local&team=orders",
    "developer",
    (page) => page.getByRole("combobox", { name: /^Add a setting/ }),
  ],
  ...APPLICATION_DIALOGS,
  ...SUBJECT_DIALOGS,
  ["a recertification", "/campaigns", "owner", (page) => page.getByRole("button", { name: "Open a recertification" })],
  ["an answer", "/campaigns/{campaign}", "owner", (page) => page.getByRole("button", { name: /^Keep: / }).first()],
  [
    "revoking",
    "/topics/local/{topic}?tab=access",
    "owner",
    (page) => page.getByRole("button", { name: /^Revoke access/ }).first(),
  ],
  [
    "another description",
    "/topics/local/{topic}",
    "developer",
    (page) => page.getByRole("button", { name: "Edit description" }),
  ],
  [
    "unblocking",
    "/topics/local/{blocked}",
    "developer",
    (page) => page.getByRole("button", { name: "Unblock" }).first(),
  ],
  [
    "announcing an end",
    "/topics/local/{topic}?tab=schema",
    "owner",
    (page) => page.getByRole("button", { name: "Announce its end" }),
  ],
  [
    "lifting a block",
    "/topics/local/{blocked}/decommission",
    "owner",
    (page) => page.getByRole("button", { name: "Unblock" }),
  ],
  [
    "a start from samples",
    "/schemas/new?cluster=local&topic={topic}",
    "developer",
    (page) => page.getByRole("button", { name: "sample messages" }),
  ],
  ["a new token", "/settings", "developer", (page) => page.getByRole("button", { name: "New token" })],
  ["a new webhook", "/settings", "admin", (page) => page.getByRole("button", { name: "New webhook" })],
  ["a new webhook", "/teams/orders", "owner", (page) => page.getByRole("button", { name: "New webhook" })],
  ["a new team", "/admin/teams", "admin", (page) => page.getByRole("button", { name: "New team" })],
  ["a new account", "/admin/users", "admin", (page) => page.getByRole("button", { name: "New account" })],
  ["editing a team", "/teams/orders", "owner", (page) => page.getByRole("button", { name: "Edit", exact: true })],
  ["adding somebody", "/teams/orders", "owner", (page) => page.getByRole("button", { name: "Add somebody" })],
];

let ids: Record<string, string | number>;

test.beforeAll(async ({ tokens }) => {
  const open = await submitted(tokens.developer, topicRequest(ORDERS));
  const rejected = await submitted(tokens.developer, topicRequest(ORDERS));
  expectOk(await tokens.owner.post(`/requests/${rejected.id}/reject`, { reason: "Not this one." }));
  const docs = "# Fields\n\n| field | meaning |\n|---|---|\n| `id` | the order |\n\n```json\n{}\n```";
  const metadata = { description: "One record per thing that happened.", docs, tags: ["orders"], contact: "#orders" };
  const applied = await approved(tokens.developer, tokens.owner, topicRequest(ORDERS, undefined, { metadata }));
  ids = { open: open.id, rejected: rejected.id, applied: applied.id, topic: applied.name };
  await expect
    .poll(async () => expectOk<{ state: string }>(await tokens.owner.get(`/requests/${applied.id}`)).state)
    .toBe("applied");

  // An application that can log in and read, so that its pages have something to show.
  const side = { team: ORDERS, member: tokens.developer, owner: tokens.owner, secondOwner: tokens.secondOwner };
  const { application } = await makeProgram(side, "pages");
  const produce = accessRequest(application, toProduce(applied.name), { agreement: { noticeDays: 14 } });
  const asked = await askAccess(tokens.developer, produce);
  await grantAccess(side, side, accessRequest(application, toConsume(applied.name, application)));
  const dueAt = inDays(30);
  const campaign = {
    title: "Readers of orders",
    team: "orders",
    scope: { application },
    reason: "Once a year.",
    dueAt,
  };
  const { id } = expectOk<{ id: string }>(await tokens.owner.post("/campaigns", campaign));
  ids = { ...ids, application, access: asked.id, campaign: id };

  const fields = [{ name: "id", type: "string", doc: "Which order." }];
  const schema = JSON.stringify({ type: "record", name: "Order", namespace: "orders", doc: "An order.", fields });
  const described = { cluster: "local", topic: applied.name, part: "value", schemaType: "AVRO", schema };
  const wanted = expectOk<{ id: number }>(
    await tokens.developer.post("/schema-requests", { ...described, reason: "Readers ask what is in it." }),
  );
  ids = { ...ids, schema: wanted.id };

  const about = { cluster: "local", reason: "Nobody needs it any more." };
  const deletion = { ...about, kind: "delete", name: applied.name, confirm: applied.name };
  const gone = expectOk<{ id: number }>(await tokens.developer.post("/topic-requests", deletion));
  const blocked = await approved(tokens.developer, tokens.owner, topicRequest(ORDERS));
  await expect
    .poll(async () => {
      const block = { ...about, kind: "block", name: blocked.name, days: 14 };
      const asked = await tokens.developer.post("/topic-requests", block);
      if (asked.status === 201) await approveBy((asked.body as { id: number }).id, tokens.owner, tokens.admin);
      return asked.status;
    })
    .toBe(201);
  ids = { ...ids, deletion: gone.id, blocked: blocked.name };

  // A subject with two versions, so that its pages have something to show.
  for (const version of [FIRST, WITH_NOTE]) await makeVersion(side, applied.name, version, { part: "key" });
  ids = { ...ids, subject: `${applied.name}-key` };
});

for (const [address, role] of PAGES) {
  test(`${address} as ${role}: both themes, and 320 px wide`, async ({ open }) => {
    const page = await open(role);
    await page.goto(filled(address));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    await expectAccessible(page);
    // What is 1280 wide at 400 % zoom is 320 wide.
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page);
  });
}

for (const [what, address, role, trigger] of DIALOGS) {
  test(`${what} on ${address} as ${role}: both themes, and focus comes back`, async ({ open }) => {
    const page = await open(role);
    await page.goto(filled(address));
    await openBy(page, trigger(page));

    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(trigger(page)).toBeFocused();
  });
}

test("sign-in", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
  await context.close();
});

test("a refused form", async ({ open }) => {
  const page = await open("developer");
  await page.goto("/topics/new?cluster=local&team=orders");
  const form = requestForm(page);
  await form.dataset.fill("Wrong_Name");
  await form.partitions.fill("50");
  await expect(page.getByText("Rule: partitions-production")).toBeVisible();
  await form.pressSubmit();
  await expect(form.summary).toBeFocused();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
});

test("a change that Kafka cannot make", async ({ open }) => {
  const page = await open("developer");
  await page.goto(filled("/topics/local/{topic}/change"));
  await page.getByRole("textbox", { name: "Partitions", exact: true }).fill("1");
  await expect(page.getByText("Kafka cannot do this")).toBeVisible();
  await page.getByRole("textbox", { name: "Retention", exact: true }).fill("1d");
  await expect(page.getByText("7 d", { exact: false }).first()).toBeVisible();
  await page.getByRole("button", { name: "Ask for the change" }).press("Enter");
  await expect(page.locator("form").getByRole("alert")).toBeFocused();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
});

test("a schema that cannot be read is marked, and the error leads to the text", async ({ open }) => {
  const page = await open("developer");
  await page.goto(filled("/schemas/new?cluster=local&topic={topic}&part=key"));
  const editor = page.locator(".cm-content");
  await editor.fill('{ "type": "record", ');
  await expect(page.getByText(/^Line \d+/).first()).toBeVisible();
  // By key: the button says that it is held back, and tells why when it is pressed all the same.
  await page.getByRole("button", { name: "Submit request" }).press("Enter");
  // Next.js has an alert of its own, in which it announces pages.
  const summary = page.getByRole("alert").filter({ hasText: "Nothing was sent yet" });
  await expect(summary).toBeFocused();
  await expectAccessible(page);
  await summary
    .getByRole("link", { name: /^schema/ })
    .first()
    .click();
  await expect(editor).toBeFocused();
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoSidewaysScroll(page);
});

test("the first stop is a way past the navigation", async ({ open }) => {
  const page = await open("developer");
  await page.goto("/topics");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});

function filled(address: string): string {
  return address.replace(/\{(\w+)\}/g, (_, name: string) => String(ids[name]));
}

/** Opens it; pressed again until the page's scripts run. */
async function openBy(page: Page, trigger: Locator): Promise<void> {
  const opened = page.locator("[role=dialog], [role=alertdialog], [role=menu], [role=listbox]").first();
  await expect(async () => {
    if (!(await opened.isVisible())) await trigger.click();
    await expect(opened).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
}

/** Rules of axe that look at colours; the others find the same in either theme. */
const ABOUT_COLOURS = ["color-contrast", "link-in-text-block"];

/** Axe in both themes, one after the other on the same page. */
async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
    const axe = axeOn(page);
    const { violations } = await (colorScheme === "light"
      ? axe.withTags(WCAG_TAGS)
      : axe.withRules(ABOUT_COLOURS)
    ).analyze();
    const told = violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`),
    }));
    expect(told, colorScheme).toEqual([]);
  }
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { tooWide, outside } = await page.evaluate(() => {
    const elements = [...document.querySelectorAll("main *, header *")];
    const beyond = elements.filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    return {
      tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      outside: beyond.slice(0, 3).map((one) => one.outerHTML.slice(0, 200)),
    };
  });
  expect(tooWide, outside.join("\n")).toBeLessThanOrEqual(0);
}
