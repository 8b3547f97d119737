import { generateClient } from "./build.ts";
import type { Settings } from "./settings.ts";
import { runOperator } from "./stack.ts";
import { Steps } from "./steps.ts";
import { withThrowaway } from "./throwaway.ts";

/** `generate`: writes the files that are made from others, the database client and docs/openapi.json. */
export async function generate(settings: Settings): Promise<number> {
  const steps = new Steps();
  await withThrowaway(settings, steps, async (group, own) => {
    await generateClient(group, own, steps, true);
    await steps.step("docs/openapi.json", () =>
      runOperator(group, own, { operator: {}, web: {}, worker: {} }, ["openapi"]),
    );
  });
  return 0;
}
