import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export const WCAG_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Axe on a page. Ours have no frames, so it need not open a window of its own to put their findings together, which takes longer than the look. */
export function axeOn(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode();
}

/** Waits until nothing fades in or out any more: what is half transparent has another contrast. What never ends, as a spinner, does not count. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    // One that gives way to another, as that of a button when the mouse leaves it, is cancelled and rejects.
    return Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** Expects that axe finds nothing against WCAG 2.2 AA on the page as it stands, dialogs included. */
export async function expectAccessible(page: Page): Promise<void> {
  await settled(page);
  const { violations } = await axeOn(page).withTags(WCAG_TAGS).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
}
