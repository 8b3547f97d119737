import { expect, test } from "vitest";
import { namesOf } from "./names-of.ts";

const people = (...names: string[]) => names.map((name) => ({ id: name, name }));

test.each([
  [people(), 0, "nobody can give it at the moment"],
  [people("Owner one"), 0, "Owner one"],
  [people("Owner one", "Owner two"), 0, "Owner one or Owner two"],
  [people("Owner one", "Owner two", "Owner three"), 0, "Owner one, Owner two or Owner three"],
  [people("Owner one", "Owner two"), 7, "Owner one, Owner two and 7 more"],
])("%j and %i more", (holders, moreHolders, words) => {
  expect(namesOf({ holders, moreHolders })).toBe(words);
});
