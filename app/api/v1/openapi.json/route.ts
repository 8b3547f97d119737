import { openApiDocument } from "#lib/contract/openapi";

/** The document is public: it says nothing that the source does not. */
export function GET(): Response {
  return Response.json(openApiDocument());
}
