import type { Page } from "@playwright/test";

/** Kept apart by default, because times differ in every run; `UPDATE_PICTURES=1 npm test` makes the README's anew. */
const PICTURES = process.env.UPDATE_PICTURES ? "docs/images" : "test-results/images";

/** A picture for the README, made from the very run that proves it. */
export async function picture(page: Page, name: string): Promise<void> {
  // Relative times and moving parts aside, the same run draws the same picture.
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.mouse.move(0, 0);
  await page.screenshot({ path: `${PICTURES}/${name}.png`, animations: "disabled", caret: "hide" });
}
