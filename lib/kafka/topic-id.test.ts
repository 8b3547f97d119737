import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { topicIdFromUuid, uuidFromTopicId } from "./topic-id.ts";

describe("topic ids", () => {
  it("are 22 characters of what the library writes in hexadecimal", () => {
    expect(topicIdFromUuid("40031e15-e917-4b6e-9397-4c8489f65420")).toBe("QAMeFekXS26Tl0yEifZUIA");
  });

  it("come back unchanged", () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => uuidFromTopicId(topicIdFromUuid(uuid)) === uuid));
  });

  it.each(["", "orders", "AAAAAAAAAAAAAAAAAAAAAAAAAA"])("refuse '%s', which is none", (text) => {
    expect(() => uuidFromTopicId(text)).toThrow(`'${text}' is not a topic id`);
  });
});
