import { type Database, openDatabase } from "#lib/db/database";
import { webEnvironment } from "./web-environment.ts";

declare global {
  var headgateDatabase: Database | undefined;
}

/** The web process's one pool. On `globalThis`, because Next loads a module once per bundle and again after each edit. */
export function getDatabase(): Database {
  globalThis.headgateDatabase ??= openDatabase(webEnvironment().DATABASE_URL);
  return globalThis.headgateDatabase;
}
