import { type BrowserContext, test as base, type Page } from "@playwright/test";
import { listeningOnceOpen } from "./browser-listening.ts";
import { type Client, clientOf } from "./client.ts";
import { environment } from "./environment.ts";
import { DEMO, type DemoRole, signIn } from "./sign-in.ts";
import { openWitness, type Witness } from "./witness.ts";
import { makeToken } from "./world.ts";

type ByRole = { [R in DemoRole]: Client };
type PageOptions = { viewport?: { width: number; height: number }; colorScheme?: "light" | "dark" };

/** Opens a page of somebody who is signed in. Its `goto` and `reload` answer once the page's scripts listen. */
export type OpenPage = (who: DemoRole | Client, options?: PageOptions) => Promise<Page>;

const ROLES = Object.keys(DEMO) as DemoRole[];

type TestFixtures = {
  /** Pages in contexts of their own. An error in one of their consoles, or an exception, fails the test. */
  open: OpenPage;
};
type WorkerFixtures = {
  /** The API with the session of each demo account, signed in once. */
  sessions: ByRole;
  /** The API with a token of each demo account that may do all that its person may. */
  tokens: ByRole;
  witness: Witness;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  sessions: [
    async ({ playwright: _ }, use) => {
      const entries = ROLES.map(async (role) => [role, clientOf(await signIn(DEMO[role]))] as const);
      await use(Object.fromEntries(await Promise.all(entries)) as ByRole);
    },
    { scope: "worker" },
  ],
  tokens: [
    async ({ sessions }, use) => {
      const entries = ROLES.map(async (role) => [role, await makeToken(sessions[role])] as const);
      await use(Object.fromEntries(await Promise.all(entries)) as ByRole);
    },
    { scope: "worker" },
  ],
  witness: [
    async ({ playwright: _ }, use) => {
      const witness = await openWitness();
      await use(witness);
      await witness.close();
    },
    { scope: "worker" },
  ],
  open: async ({ browser, sessions }, use) => {
    const problems: string[] = [];
    const pages: Page[] = [];
    await use(async (who, options = {}) => {
      const { credential } = typeof who === "string" ? sessions[who] : who;
      const context = await browser.newContext({ baseURL: environment.TEST_BASE_URL, ...options });
      if (credential && "cookie" in credential) await context.addCookies(cookiesOf(credential.cookie));
      const page = watched(await context.newPage(), problems);
      pages.push(page);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
    if (problems.length > 0) throw new Error(`the browser reported\n${problems.join("\n")}`);
  },
});

/**
 * The same, with one window for each role that all tests of a worker look through, one after the other: to open a window costs the browser more
 * than to show a page. For tests that only look; what a page keeps in its storage is there in the next one.
 */
export const lookingTest = test.extend<object, { windows: Map<DemoRole, Window> }>({
  windows: [
    async ({ browser, sessions }, use) => {
      const windows = new Map<DemoRole, Window>();
      for (const role of ROLES) {
        const context = await browser.newContext({ baseURL: environment.TEST_BASE_URL });
        const { credential } = sessions[role];
        if (credential && "cookie" in credential) await context.addCookies(cookiesOf(credential.cookie));
        windows.set(role, { context, page: null, problems: [] });
      }
      await use(windows);
      await Promise.all([...windows.values()].map(({ context }) => context.close()));
    },
    { scope: "worker" },
  ],
  open: async ({ windows }, use) => {
    const used: Window[] = [];
    await use(async (role) => {
      const window = typeof role === "string" ? windows.get(role) : undefined;
      if (!window) throw new Error("pages are looked at as one of the demo's people");
      used.push(window);
      window.page ??= watched(await window.context.newPage(), window.problems);
      await window.page.setViewportSize({ width: 1280, height: 800 });
      await window.page.emulateMedia({ colorScheme: null, reducedMotion: "reduce" });
      return window.page;
    });
    const problems = used.flatMap((window) => window.problems.splice(0));
    if (problems.length > 0) throw new Error(`the browser reported\n${problems.join("\n")}`);
  },
});

type Window = { context: BrowserContext; page: Page | null; problems: string[] };

/** A page that listens once it is open, and whose exceptions and errors on the console are noted. */
function watched(page: Page, problems: string[]): Page {
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    // A page that answers 404 is said so by the browser as well; tests that mean it look at the answer.
    const expected = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !expected) problems.push(`${page.url()}: ${message.text()}`);
  });
  return listeningOnceOpen(page);
}

function cookiesOf(header: string) {
  return header.split("; ").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return { name, value: value.join("="), url: environment.TEST_BASE_URL };
  });
}
