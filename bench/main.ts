import { type Report, saveSamples, tableOf, writeDocument } from "./report.ts";
import { type BenchStack, openStack } from "./stack.ts";

type Measurement = (stack: BenchStack) => Promise<Report>;

const measurements: Record<string, () => Promise<Measurement>> = {
  creations: async () => (await import("./creations.ts")).measureCreations,
  sweep: async () => (await import("./sweep.ts")).measureSweep,
  approvals: async () => (await import("./approvals.ts")).measureApprovals,
  catalogue: async () => (await import("./catalogue.ts")).measureCatalogue,
};

/** `npm run bench [-- name …]`: all measurements, or the named ones. Only a run of all of them rewrites docs/performance.md. */
async function main(asked: string[]): Promise<number> {
  const unknown = asked.find((name) => !Object.hasOwn(measurements, name));
  if (unknown !== undefined) {
    console.error(`There is no measurement "${unknown}". Measurements: ${Object.keys(measurements).join(", ")}.`);
    return 2;
  }

  const stack = openStack(process.env);
  const reports: Report[] = [];
  try {
    for (const [name, load] of Object.entries(measurements)) {
      if (asked.length > 0 && !asked.includes(name)) continue;
      const measure = await load();
      const report = await measure(stack);
      reports.push(report);
      console.log(`\n${report.title}\n${tableOf(report)}\nEvery sample: ${saveSamples(name, report)}`);
    }
  } finally {
    await stack.close();
  }
  if (asked.length === 0) console.log(`\nWritten: ${writeDocument(reports)}`);
  return 0;
}

process.exit(await main(process.argv.slice(2)));
