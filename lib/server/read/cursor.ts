import { Uuid } from "#lib/contract/common";
import { fail, ok, type Result } from "#lib/domain/result";

/** The last row of a page as an opaque text; a list goes on behind it. */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** Reads a cursor back. One that no list of this kind answered is a refusal, never an empty page. */
export function decodeCursor<Place extends readonly ("string" | "number" | "uuid")[]>(
  cursor: string | undefined,
  kinds: Place,
): Result<{ [Index in keyof Place]: Place[Index] extends "number" ? number : string } | null> {
  if (cursor === undefined) return ok(null);

  const refused = fail("invalid_input", "cursor: is not a cursor that this list answered.", {
    errors: [{ path: "cursor", message: "is not a cursor that this list answered" }],
  });
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const fits =
      Array.isArray(place) &&
      place.length === kinds.length &&
      place.every((value, index) => sound(value, kinds[index]));
    return fits ? ok(place as never) : refused;
  } catch {
    return refused;
  }
}

function sound(value: unknown, kind: string | undefined): boolean {
  if (kind === "number") return Number.isSafeInteger(value);
  if (kind === "uuid") return Uuid.safeParse(value).success;
  return typeof value === "string" && value.isWellFormed() && !value.includes("\u0000");
}

/** Cuts a page out of rows that were read with one more than `limit`: that one only says that there is a next page. */
export function pageFrom<Row, Item>(
  rows: Row[],
  limit: number,
  item: (row: Row) => Item,
  place: (row: Row) => readonly (string | number)[],
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), nextCursor: rows.length > limit && last ? encodeCursor(place(last)) : null };
}
