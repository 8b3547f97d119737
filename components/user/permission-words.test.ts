import { expect, test } from "vitest";
import { TokenPermission } from "#lib/domain/permission";
import { PERMISSION_GROUPS } from "./permission-words.ts";

test("every permission of a token stands in exactly one group", () => {
  const grouped = PERMISSION_GROUPS.flatMap(({ permissions }) => permissions);

  expect(grouped.toSorted()).toEqual([...TokenPermission.options].sort());
});
