import { describe, expect, it } from "vitest";
import { lossGrew } from "./loss-grew.ts";

const shown = {
  records: "1000",
  bytes: String(10n * 1024n ** 2n),
  groups: [{ group: "billing", records: "100" }],
};

describe("lossGrew", () => {
  it("passes what is as shown, less, or up to a tenth more", () => {
    expect(lossGrew(shown, shown)).toBeNull();
    expect(lossGrew(shown, { records: "0", bytes: "0", groups: [] })).toBeNull();
    expect(lossGrew(shown, { ...shown, records: "1100", groups: [{ group: "billing", records: "110" }] })).toBeNull();
  });

  it("names a group that newly loses", () => {
    const groups = [...shown.groups, { group: "search", records: "1" }];
    expect(lossGrew(shown, { ...shown, groups })).toBe("group search has not read 1 record of it");
  });

  it("names a group that loses more than a tenth more", () => {
    const groups = [{ group: "billing", records: "111" }];
    expect(lossGrew(shown, { ...shown, groups })).toBe("group billing loses 111 records instead of 100");
  });

  it("says what grew in all, beyond what a double holds", () => {
    const bytes = String(12n * 1024n ** 2n);
    expect(lossGrew(shown, { ...shown, records: "9007199254740993", bytes })).toBe(
      "9,007,199,254,740,993 records go instead of 1,000; 12 MiB go instead of 10 MiB",
    );
  });

  it("takes a loss that nobody was shown for more, and none for none", () => {
    const nothing = { records: "0", bytes: "0", groups: [] };
    expect(lossGrew(null, nothing)).toBeNull();
    expect(lossGrew(undefined, { ...nothing, records: "3" })).toBe("3 records go instead of 0");
  });
});
