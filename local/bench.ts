import { buildWeb, generateClient } from "./build.ts";
import { openControl } from "./control.ts";
import { startWeb, startWorker } from "./serve.ts";
import type { Settings } from "./settings.ts";
import { bringUpStores, nodeProgram, runOperator } from "./stack.ts";
import { Steps } from "./steps.ts";
import { testEnvironment } from "./test-environment.ts";
import { withThrowaway } from "./throwaway.ts";

/** `bench`: the measurements of bench/main.ts on a stack of its own, with a durable database as in production. */
export async function bench(settings: Settings, args: string[]): Promise<number> {
  const steps = new Steps();
  return withThrowaway(settings, steps, async (group, own) => {
    await generateClient(group, own, steps);
    const [stack] = await Promise.all([bringUpStores(group, own, steps), buildWeb(group, own, steps)]);
    await steps.step("Demo data", () => runOperator(group, own, stack.environments, ["seed"]));
    await Promise.all([steps.step("Web", () => startWeb(stack)), steps.step("Worker", () => startWorker(stack))]);

    const control = await openControl(stack);
    const told = { ...testEnvironment(stack), STACK_CONTROL_URL: control.url, STACK_CONTROL_TOKEN: control.token };
    const tool = { ...nodeProgram(own, "bench", ["bench/main.ts", ...args], told), stopStage: 0, stopWithinMs: 800 };
    const { code } = await group.run(tool, (line) => steps.say(line));
    control.close();
    return code;
  });
}
