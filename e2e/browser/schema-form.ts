import { expect, type Page } from "@playwright/test";
import type { Schema } from "../support/schema-world.ts";
import { openRequestId } from "./request-form.ts";

/** Opens the form that asks for a schema of a topic's values, from the topic's page. */
export async function openSchemaForm(page: Page, topic: string): Promise<void> {
  await page.goto(`/topics/local/${topic}?tab=schema`);
  await page
    .getByRole("link", { name: /Ask for a schema of the value|New version of/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/schemas\/new\?/);
}

/** Puts a text in place of what the editor holds, as somebody pastes it. */
export async function writeSchema(page: Page, { schema }: Schema): Promise<void> {
  // The field becomes an editor once its code is there.
  const editor = page.locator(".cm-content");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(JSON.stringify(JSON.parse(schema), null, 2));
}

/** Says why, sends the form and answers the request's number. */
export async function submitSchema(page: Page, reason: string): Promise<number> {
  await page.getByRole("textbox", { name: "Reason" }).fill(reason);
  await page.getByRole("button", { name: "Submit request" }).click();
  return openRequestId(page);
}
