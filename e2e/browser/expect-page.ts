import { expect, type Page } from "@playwright/test";
import { axeOn, WCAG_TAGS } from "../support/expect-accessible.ts";

/** Rules of axe that look at colours; the others find the same in either theme. */
const ABOUT_COLOURS = ["color-contrast", "link-in-text-block"];

/** Axe in both themes, one after the other on the same page. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
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

/** What is 1280 wide at 400 % zoom is 320 wide: there nothing has to be scrolled sideways. */
export async function expectNarrowPage(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 });
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
