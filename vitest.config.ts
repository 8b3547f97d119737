import { defineConfig } from "vitest/config";

/** Tests that look at the whole of the one broker, registry or machine that all of them share; they run one after the other. */
const SHARING = [
  "lib/{kafka,registry}/**/*.integration.test.ts",
  "lib/worker/{fault-harness,reconcile-access,subjects-on-a-registry,worker-process}.integration.test.ts",
];

/**
 * What becomes true on a broker or in another process does so late on a busy machine; unit tests too start processes and read large texts, beside
 * all other checks.
 */
const patience = { testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{lib,components,local,bench}/**/*.test.{ts,tsx}", "*.test.ts"],
          exclude: ["**/*.integration.test.ts", "node_modules/**"],
          // What they test is pure; to load it anew for each file takes most of the time.
          isolate: false,
          ...patience,
        },
      },
      {
        // Each file has a database of its own.
        test: {
          name: "integration",
          include: ["lib/**/*.integration.test.ts"],
          exclude: [...SHARING, "node_modules/**"],
          ...patience,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "integration-sharing",
          include: SHARING,
          ...patience,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
