import { expect, type Locator, type Page } from "@playwright/test";

/** The form at /topics/new, by what a person sees of it. */
export function requestForm(page: Page) {
  const field = (label: string): Locator => page.getByRole("textbox", { name: label, exact: true });
  return {
    dataset: field("Dataset"),
    version: field("Version"),
    partitions: field("Partitions"),
    retention: field("Retention"),
    description: page.getByRole("textbox", { name: "Description" }),
    rate: page.getByRole("textbox", { name: "Expected rate" }),
    reason: page.getByRole("textbox", { name: "Reason" }),
    submit: page.getByRole("button", { name: "Submit request" }),
    /** Why nothing was sent; takes focus. */
    summary: page.locator("form").getByRole("alert"),
    /**
     * Presses the button also while something is known to be wrong: it says what, and a browser would not stop a person either. By
     * key, because a late answer may move the button from under a mouse that is forced to click a place.
     */
    pressSubmit: () => page.getByRole("button", { name: "Submit request" }).press("Enter"),
  };
}

export type Asked = { dataset: string; partitions: string; retention: string; description?: string; reason?: string };

/** Fills the form as a person with a mouse does: each field clicked, then typed into. */
export async function fillForm(page: Page, { dataset, partitions, retention, description, reason }: Asked) {
  const form = requestForm(page);
  for (const [field, text] of [
    [form.dataset, dataset],
    [form.partitions, partitions],
    [form.retention, retention],
    [form.description, description ?? "One event per order that was placed, keyed by the order's number."],
    [form.rate, "5 kB/s"],
    [form.reason, reason ?? "Fulfilment starts to pick as soon as an order is placed."],
  ] as const) {
    await field.click();
    await field.fill(text);
  }
}

/** The number of the request whose page is open. */
export async function openRequestId(page: Page): Promise<number> {
  await expect(page).toHaveURL(/\/requests\/\d+$/);
  return Number(/\/requests\/(\d+)$/.exec(page.url())?.[1]);
}
