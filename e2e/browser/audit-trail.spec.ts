import { expect } from "@playwright/test";
import { sqlAs } from "../support/database.ts";
import { test } from "../support/test.ts";
import { approved, topicRequest } from "../support/world.ts";

const ORDERS = { slug: "orders", prefix: "orders." };

test("an admin reads who did what to a request, step by step", async ({ open, tokens }) => {
  const { id } = await approved(tokens.developer, tokens.owner, topicRequest(ORDERS));
  const page = await open("admin");
  const step = (action: string) => page.getByRole("row").filter({ hasText: action });

  await expect(async () => {
    await page.goto(`/admin/audit?subject=request:${id}`);
    await expect(step("topic.created-on-cluster")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expect(step("request.submitted")).toContainText("Orders developer");
  await expect(step("request.approved")).toContainText("Orders owner");
  await expect(page.getByRole("row")).toHaveCount(1 + 3);
});

for (const role of ["web", "worker"] as const) {
  test(`the database refuses the role of ${role} every change of the trail`, async () => {
    for (const change of [
      "UPDATE audit_events SET actor_name = 'nobody'",
      "DELETE FROM audit_events",
      "TRUNCATE audit_events",
    ]) {
      await expect(sqlAs(role, change), change).rejects.toThrow(/permission denied/);
    }
  });
}
