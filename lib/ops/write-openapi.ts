import { writeFileSync } from "node:fs";
import { openApiDocument } from "#lib/contract/openapi";

const COMMITTED = "docs/openapi.json";

/** Writes the API's document, which is committed so that a change of the API shows in review. Optional argument: the file. */
export async function writeOpenApi([file = COMMITTED]: string[]): Promise<void> {
  writeFileSync(file, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
}
