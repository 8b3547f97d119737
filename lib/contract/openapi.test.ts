import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "./openapi.ts";
import { OPERATIONS } from "./operations.ts";

const root = path.join(import.meta.dirname, "../..");
const api = path.join(root, "app/api/v1");

/** What the routes export, as `get /topics/{cluster}/{name}`. */
function routes(): string[] {
  const files = readdirSync(api, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("route.ts"));
  return files.flatMap((file) => {
    const address = `/${path.dirname(file)}`.replaceAll("[", "{").replaceAll("]", "}");
    const source = readFileSync(path.join(api, file), "utf8");
    return [...source.matchAll(/export (?:const|function|async function) (GET|POST|PATCH|DELETE|PUT)\b/g)].map(
      ([, method]) => `${method?.toLowerCase()} ${address}`,
    );
  });
}

describe("the API's document", () => {
  it("names every route, and no other", () => {
    const documented = OPERATIONS.map(({ method, path: address }) => `${method} ${address}`);

    expect(documented.sort()).toEqual(
      routes()
        .filter((route) => route !== "get /openapi.json")
        .sort(),
    );
  });

  it("is the one that is committed; `npm run generate` writes it", () => {
    const committed = JSON.parse(readFileSync(path.join(root, "docs/openapi.json"), "utf8")) as unknown;

    expect(JSON.parse(JSON.stringify(openApiDocument()))).toEqual(committed);
  });
});
