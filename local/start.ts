import { buildWeb, generateClient } from "./build.ts";
import { isMarked, setMark } from "./data-folder.ts";
import { withProcesses } from "./lifecycle.ts";
import { refuseBusyPorts } from "./ports.ts";
import { startWeb, startWorker } from "./serve.ts";
import type { Settings, Variables } from "./settings.ts";
import { bringUpStores, runOperator, type Stack, webUrl } from "./stack.ts";
import { Steps } from "./steps.ts";

/** `start`: everything, as built for production. Returns only by being stopped or by the death of a part. */
export function start(settings: Settings): Promise<number> {
  return serve(settings, false);
}

/** `dev`: the same stack; pages compile on demand, and the worker restarts when its sources change. */
export function develop(settings: Settings): Promise<number> {
  return serve(settings, true);
}

async function serve(settings: Settings, dev: boolean): Promise<number> {
  const steps = new Steps();
  return withProcesses(settings, steps, async (group) => {
    await refuseBusyPorts(settings.ports);
    const generated = generateClient(group, settings, steps);
    const built = generated.then(() => (dev ? undefined : buildWeb(group, settings, steps)));
    const stored = bringUpStores(group, settings, steps);
    const seeded = Promise.all([stored, generated]).then(([stack]) => loadDemoData(stack));
    const [stack] = await Promise.all([stored, built, seeded]);

    await Promise.all([
      steps.step("Web", () => startWeb(stack, { dev })),
      steps.step("Worker", () => startWorker(stack, { watch: dev, more: notificationSettings(process.env) })),
    ]);
    await welcome(stack);
    return group.death;
  });
}

/** Mail and webhooks, where whoever starts the stack has a server for them; tests never do. */
function notificationSettings(environment: Variables): Variables {
  const names = ["SMTP_URL", "MAIL_FROM", "WEBHOOK_ALLOWED_HOSTS", "WEBHOOK_ALLOW_PRIVATE"];
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}

async function loadDemoData(stack: Stack): Promise<void> {
  const { group, settings, steps, environments } = stack;
  if (isMarked(settings.data, "demo-data")) return;

  await steps.step("Demo data", () => runOperator(group, settings, environments, ["seed"]));
  setMark(settings.data, "demo-data");
}

async function welcome({ settings, steps }: Stack): Promise<void> {
  const { DEMO_ACCOUNTS, DEMO_PASSWORD } = await import("#lib/ops/demo-accounts");
  const width = Math.max(...DEMO_ACCOUNTS.map(({ login }) => login.length));
  const accounts = DEMO_ACCOUNTS.map(({ login, role }) => `  ${login.padEnd(width)}  ${role}`);
  steps.say(`\nHeadgate is at ${webUrl(settings)}\n\nSign in with the password ${DEMO_PASSWORD} as`);
  steps.say(`${accounts.join("\n")}\n\nCtrl-C stops everything.`);
}
