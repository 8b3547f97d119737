import { fail, ok, type Result } from "#lib/domain/result";

/** Bytes of a request body; every input of the contract fits, escaped text included. */
export const MAX_BODY_BYTES = 256 * 1024;

/** Reads a JSON body, refusing another content type, more than `most` bytes (while it arrives), and malformed JSON or UTF-8. */
export async function readJson(request: Request, most = MAX_BODY_BYTES): Promise<Result<unknown>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return invalid("the body must be application/json");

  const bytes = await readLimited(request, most);
  if (!bytes) return fail("too_large", `The body is larger than ${most.toLocaleString("en")} bytes.`);
  try {
    return ok(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return invalid("the body is not JSON");
  }
}

async function readLimited(request: Request, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function invalid(message: string) {
  return fail("invalid_input", `${message[0]?.toUpperCase()}${message.slice(1)}.`, { errors: [{ path: "", message }] });
}
