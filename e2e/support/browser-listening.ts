import { expect, type Locator, type Page } from "@playwright/test";

/** Looks again soon: scripts run within a moment of what they belong to. */
const SOON_AGAIN = { intervals: [20, 50, 100] };

/**
 * The same element, once the page's scripts listen to it: a press before that is lost, as it is for a person, who presses again.
 * React marks each element that it has taken over from the server with a property of this name (`internalPropsKey` in
 * ReactDOMComponentTree.js). Pages that the `open` fixture gives see to it themselves when they are opened.
 */
export async function listening(element: Locator): Promise<Locator> {
  await expect
    .poll(() => element.evaluate((node) => Object.keys(node).some((key) => key.startsWith("__reactProps"))), SOON_AGAIN)
    .toBe(true);
  return element;
}

/** The same page, whose `goto` and `reload` answer once its scripts listen to all that can be pressed or filled. */
export function listeningOnceOpen(page: Page): Page {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (...where) => {
    const response = await goto(...where);
    await everythingListens(page);
    return response;
  };
  page.reload = async (...how) => {
    const response = await reload(...how);
    await everythingListens(page);
    return response;
  };
  return page;
}

/** A page without scripts of ours, such as an answer of the API, has nothing to wait for. */
async function everythingListens(page: Page): Promise<void> {
  const deaf = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea")]
        .filter((node) => !Object.keys(node).some((key) => key.startsWith("__reactProps")))
        .map((node) => node.outerHTML.slice(0, 200)),
    );
  // Thrown where a page leads on to another one in this moment.
  await expect(async () => expect(await deaf()).toEqual([])).toPass({ ...SOON_AGAIN, timeout: 30_000 });
}
