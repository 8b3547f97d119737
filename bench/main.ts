import { type Report, saveSamples, tableOf, writeDocument } from "./report.ts";
import { type BenchStack, openStack } from "./stack.ts";

type Measurement = (stack: BenchStack) => Promise<Report>;

const measurements: Record<string, () => Promise<Measurement>> = {
  creations: async () => (await import("./creations.ts")).measureCreations,
  sweep: async () => (await import("./sweep.ts")).measureSweep,
  expiry: async () => (await import("./expiry.ts")).measureExpiry,
  bindings: async () => (await import("./bindings.ts")).measureBindings,
  "acl-plan": async () => (await import("./acl-plan.ts")).measureAclPlan,
  changes: async () => (await import("./changes.ts")).measureChanges,
  "large-sweep": async () => (await import("./large-sweep.ts")).measureLargeSweep,
  adoption: async () => (await import("./adoption.ts")).measureAdoption,
  catalogue: async () => (await import("./catalogue.ts")).measureCatalogue,
  schemas: async () => (await import("./schemas.ts")).measureSchemas,
  probe: async () => (await import("./probe.ts")).measureProbe,
  // Last, because they leave ten thousand topics and two thousand subjects behind; the stack is thrown away with them.
  approvals: async () => (await import("./approvals.ts")).measureApprovals,
  subjects: async () => (await import("./subjects.ts")).measureSubjects,
};

/** `npm run bench [-- name … --write]`: all measurements, or the named ones. `--write` puts their figures into docs/performance.md. */
async function main(args: string[]): Promise<number> {
  const asked = args.filter((arg) => arg !== "--write");
  const unknown = asked.find((name) => !Object.hasOwn(measurements, name));
  if (unknown !== undefined) {
    console.error(`There is no measurement "${unknown}". Measurements: ${Object.keys(measurements).join(", ")}.`);
    return 2;
  }

  const stack = openStack(process.env);
  try {
    for (const [name, load] of Object.entries(measurements)) {
      if (asked.length > 0 && !asked.includes(name)) continue;
      const measure = await load();
      const report = await measure(stack);
      console.log(`\n${report.title}\n${tableOf(report)}\nEvery sample: ${saveSamples(name, report)}`);
      if (args.includes("--write")) writeDocument(name, report);
    }
  } finally {
    await stack.close();
  }
  return 0;
}

process.exit(await main(process.argv.slice(2)));
