import { expect, type Page } from "@playwright/test";
import type { RequestView } from "#lib/contract/requests";
import type { Client } from "../support/client.ts";
import { expectOk } from "../support/client.ts";
import { openRequestId } from "./request-form.ts";

/** Opens the form for other settings from the topic's page, once its scripts run. */
export async function openChangeForm(page: Page, topic: string): Promise<void> {
  await page.goto(`/topics/local/${topic}`);
  await page.getByRole("link", { name: "Change settings" }).click();
  await expect(page).toHaveURL(/\/change$/);
}

/** Says why, sends the form and answers the request's number. */
export async function submitChange(page: Page, reason: string, button = "Ask for the change"): Promise<number> {
  await page.getByRole("textbox", { name: "Reason" }).fill(reason);
  await page.getByRole("button", { name: button }).click();
  return openRequestId(page);
}

/** Approves what stands there by all who have to, each on the plan as it is then. */
export async function approveBy(requestId: number, ...people: Client[]): Promise<void> {
  for (const person of people) {
    await expect
      .poll(async () => {
        const { fingerprint } = expectOk<RequestView>(await person.get(`/requests/${requestId}`));
        return (await person.post(`/requests/${requestId}/approve`, { fingerprint })).status;
      })
      .toBe(200);
  }
}
