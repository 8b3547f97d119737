import { expect, type Locator } from "@playwright/test";

/**
 * The same element, once the page's scripts listen to it: a press before that is lost, as it is for a person, who presses again.
 * React marks each element that it has taken over from the server with a property of this name (`internalPropsKey` in
 * ReactDOMComponentTree.js).
 */
export async function listening(element: Locator): Promise<Locator> {
  await expect
    .poll(() => element.evaluate((node) => Object.keys(node).some((key) => key.startsWith("__reactProps"))))
    .toBe(true);
  return element;
}
