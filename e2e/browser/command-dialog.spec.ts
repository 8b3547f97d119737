import { expect } from "@playwright/test";
import { listening } from "../support/browser-listening.ts";
import { clientOf } from "../support/client.ts";
import { test } from "../support/test.ts";
import { unique } from "../support/world.ts";

test("a token: refused at its field with what was typed kept, shown once, gone when closed", async ({ open }) => {
  const name = unique("pipeline");
  const page = await open("developer");
  await page.goto("/settings");
  const trigger = await listening(page.getByRole("button", { name: "New token" }));
  await trigger.click();

  const form = page.getByRole("dialog", { name: "New token" });
  await expect(form.getByRole("textbox", { name: "Name" })).toBeFocused();
  await form.getByRole("checkbox").first().check();
  await form.getByRole("button", { name: "Make token" }).click();
  await expect(form.getByRole("alert")).toBeFocused();
  await expect(form.getByRole("textbox", { name: "Name" })).toHaveAttribute("aria-invalid", "true");
  await expect(form.getByRole("checkbox").first()).toBeChecked();

  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("button", { name: "Make token" }).click();
  const answer = page.getByRole("dialog", { name: "Copy your token now" });
  const token = (await answer.locator("code").first().textContent()) ?? "";
  expect((await clientOf({ token }).get("/topics")).status).not.toBe(401);

  await answer.getByRole("button", { name: "I have copied it" }).click();
  await expect(trigger).toBeFocused();
  await expect(page.getByRole("rowheader", { name })).toBeVisible();
  expect(await page.content()).not.toContain(token);

  await trigger.click();
  await expect(form.getByRole("textbox", { name: "Name" })).toHaveValue("");
});
