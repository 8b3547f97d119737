import { expect } from "@playwright/test";
import type { Violation } from "#lib/domain/policy";
import { expectRefusal } from "../support/refusal.ts";
import { test } from "../support/test.ts";
import { topicRequest, unique } from "../support/world.ts";
import { fillForm, openRequestId, requestForm } from "./request-form.ts";

const ORDERS = { slug: "orders", prefix: "orders." };

test("a bad name, 50 partitions, unlimited retention: the form says the rule, the limit and what would pass", async ({
  open,
}) => {
  const page = await open("developer");
  const form = requestForm(page);
  const dataset = unique("refused");
  await page.goto("/topics/new?cluster=local&team=orders");
  await fillForm(page, { dataset: `Refused_${dataset}`, partitions: "50", retention: "unlimited" });

  await expect(page.getByText("Rule: topic-names")).toBeVisible();
  await expect(page.getByText("Rule: partitions-production")).toBeVisible();
  await expect(page.getByText(/50 partitions; the limit .* 24/)).toBeVisible();
  await expect(page.getByText("Rule: retention-production")).toBeVisible();
  await form.pressSubmit();
  await expect(form.summary).toBeFocused();
  await expect(page).toHaveURL(/\/topics\/new/);

  // Each suggestion is taken with a press, and what was typed elsewhere stays.
  for (const rule of ["topic-names", "partitions-production", "retention-production"]) {
    const said = page.getByText(`Rule: ${rule}`).locator("xpath=ancestor::div[1]");
    await said.getByRole("button", { name: /^Use / }).click();
    await expect(page.getByText(`Rule: ${rule}`)).toHaveCount(0);
  }
  await expect(form.partitions).toHaveValue("24");
  await expect(form.reason).not.toHaveValue("");
  await expect(page.getByText("all rules pass").first()).toBeVisible();
  await form.submit.click();
  await openRequestId(page);
});

test("the API refuses the same with the same words, and what it suggests passes", async ({ tokens }) => {
  const dataset = unique("refused");
  const wrong = topicRequest(ORDERS, `orders.Refused_${dataset}.v1`, {
    spec: { partitions: 50, replicationFactor: 1, config: { "retention.ms": "-1" } },
  });

  const refused = await tokens.developer.post("/topic-requests", wrong);

  expectRefusal(refused, { status: 422, code: "policy_violated", path: "spec.partitions" });
  const { violations } = refused.body as { violations: Violation[] };
  const limits: [string, string, string][] = [
    ["topic-names", "name", "{domain}.{dataset}.v{n}"],
    ["partitions-production", "spec.partitions", "at most 24"],
    ["retention-production", "spec.config.retention.ms", "at most 30 d"],
  ];
  for (const [policySlug, path, limit] of limits) {
    expect(violations).toContainEqual(expect.objectContaining({ policySlug, path, limit, enforcement: "deny" }));
  }

  const by = Object.fromEntries(
    violations.filter(({ suggestion }) => suggestion !== null).map(({ path, suggestion }) => [path, suggestion]),
  );
  const repaired = topicRequest(ORDERS, String(by.name), {
    spec: {
      partitions: by["spec.partitions"],
      replicationFactor: 1,
      config: { "retention.ms": String(by["spec.config.retention.ms"]) },
    },
  });
  expect((await tokens.developer.post("/topic-requests", repaired)).status).toBe(201);
});

test("hostile text in the form is named at its field, and nothing is stored", async ({ open }) => {
  const page = await open("developer");
  const form = requestForm(page);
  await page.goto("/topics/new?cluster=local&team=orders");
  const asked = { dataset: unique("hostile"), partitions: "6", retention: "7d" };
  for (const [partitions, retention, reason] of [
    ["1.5", "7d", "x"],
    ["0", "7d", "x"],
    ["1e9", "7d", "x"],
    ["2147483648", "7d", "x"],
    ["three", "7d", "x"],
    ["6", "9223372036854775808", "x"],
    ["6", "a week", "x"],
    ["6", "7d", "\u202eevil"],
    ["6", "7d", "\u001b[31mred"],
    ["6", "7d", " "],
  ] as const) {
    await fillForm(page, { ...asked, partitions, retention, reason });
    await form.pressSubmit();
    await expect(form.summary).toBeFocused();
    await expect(page).toHaveURL(/\/topics\/new/);
  }
});

test("markup that somebody wrote is text to everybody who reads it", async ({ open, tokens }) => {
  const evil = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
  const docs = `# Title\n\n${evil}\n\n[press](javascript:window.pwned=1) ![x](http://evil.example.test/x.png)`;
  const metadata = { description: `${evil} is what stands here.`, docs, contact: evil, expectedBytesPerSecond: 1 };
  const input = topicRequest(ORDERS, undefined, { metadata, reason: evil });
  const answer = await tokens.developer.post("/topic-requests", input);
  expect(answer.status).toBe(201);
  const { id, fingerprint } = answer.body as { id: number; fingerprint: string };
  await tokens.owner.post(`/requests/${id}/comments`, { body: docs });
  await tokens.owner.post(`/requests/${id}/approve`, { fingerprint, comment: evil });

  const page = await open("admin");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const pages = [`/requests/${id}`, `/requests/${id}?tab=history`, `/topics/local/${input.name}`, "/requests"];
  for (const address of [...pages, `/topics/local/${input.name}?tab=history`, `/admin/audit?subject=request:${id}`]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => "pwned" in window)).toBe(false);
    await expect(page.locator('a[href^="javascript:"], main img, main script[src*="evil"]')).toHaveCount(0);
  }
  await page.goto(`/requests/${id}`);
  await expect(page.getByText("<img src=x", { exact: false }).first()).toBeVisible();
  expect(asked.filter((url) => url.includes("evil"))).toEqual([]);
});
