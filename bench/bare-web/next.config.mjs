import { join } from "node:path";

export default {
  poweredByHeader: false,
  serverExternalPackages: ["pg"],
  turbopack: { root: join(import.meta.dirname, "..", "..") },
};
