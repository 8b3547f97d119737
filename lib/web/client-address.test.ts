import { describe, expect, test } from "vitest";
import { clientAddress } from "./client-address.ts";

describe("without a trusted proxy", () => {
  test("the socket counts, whatever the header claims", () => {
    expect(clientAddress("198.51.100.7", "203.0.113.1", 0)).toBe("198.51.100.7");
  });

  test("an IPv4 address on an IPv6 socket is shown as IPv4", () => {
    expect(clientAddress("::ffff:198.51.100.7", undefined, 0)).toBe("198.51.100.7");
  });

  test("a socket that is closed already has no address", () => {
    expect(clientAddress(undefined, undefined, 0)).toBe("unknown");
  });
});

describe("behind trusted proxies", () => {
  test("one hop: the last entry, which our proxy wrote, and not what the caller put before it", () => {
    expect(clientAddress("10.0.0.2", "203.0.113.66, 198.51.100.7", 1)).toBe("198.51.100.7");
  });

  test("two hops: the last entry but one", () => {
    expect(clientAddress("10.0.0.2", "6.6.6.6, 198.51.100.7, 10.0.0.1", 2)).toBe("198.51.100.7");
  });

  test.each([
    ["no header", undefined],
    ["an empty header", ""],
    ["no address at that place", "unknown"],
    ["something to log with", "1.2.3.4\u001b[2J"],
  ])("%s: the socket", (_, header) => {
    expect(clientAddress("10.0.0.2", header, 1)).toBe("10.0.0.2");
  });

  test("fewer entries than proxies: the socket, since nobody we trust wrote that entry", () => {
    expect(clientAddress("10.0.0.2", "203.0.113.1", 2)).toBe("10.0.0.2");
  });
});
