import { describe, expect, test } from "vitest";
import { isCallable, urlRefusal } from "./webhook-rules.ts";

describe("isCallable", () => {
  test.each(["93.184.216.34", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])(
    "%s may be called",
    (address) => {
      expect(isCallable(address, false)).toBe(true);
    },
  );

  test.each([
    "127.0.0.1",
    "127.255.255.254",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.8",
    "198.18.0.1",
    "203.0.113.7",
    "::1",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "0:0:0:0:0:ffff:10.0.0.1",
    "::127.0.0.1",
  ])("%s is not of the public net; allowed, the own net is called", (address) => {
    expect(isCallable(address, false)).toBe(false);
  });

  test.each(["127.0.0.1", "10.1.2.3", "::1", "fd12:3456::1", "::ffff:127.0.0.1"])(
    "%s may, where private ones may",
    (address) => {
      expect(isCallable(address, true)).toBe(true);
    },
  );

  test.each([
    "0.0.0.0",
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "100.100.100.200",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "ff02::1",
    "localhost",
    "",
    "1.2.3",
  ])("%j is never called", (address) => {
    expect(isCallable(address, true)).toBe(false);
  });
});

describe("urlRefusal", () => {
  const refusal = (url: string, allowedHosts: string[], allowPrivate = false) =>
    urlRefusal({ allowedHosts, allowPrivate }, new URL(url));

  test.each([
    ["https://hooks.example.test/a", ["hooks.example.test"]],
    ["https://HOOKS.example.test:8443/a", ["Hooks.Example.Test"]],
    ["https://a.b.example.test/", ["*.example.test"]],
    ["http://plain.example.test/", ["http://plain.example.test"]],
    ["https://plain.example.test/", ["http://plain.example.test"]],
    ["https://8.8.8.8/", ["8.8.8.8"]],
  ])("%s passes %j", (url, hosts) => {
    expect(refusal(url, hosts)).toBeUndefined();
  });

  test.each([
    ["https://hooks.example.test/", [], "switched off"],
    ["https://hooks.example.test.evil.test/", ["hooks.example.test", "*.example.test"], "not among"],
    ["https://example.test/", ["*.example.test"], "not among"],
    ["https://evilexample.test/", ["*.example.test"], "not among"],
    ["http://hooks.example.test/", ["hooks.example.test", "http://other.example.test"], "use https"],
    ["https://127.0.0.1/", ["127.0.0.1"], "does not call"],
    ["https://2130706433/", ["127.0.0.1"], "does not call"],
    ["https://0x7f.1/", ["127.0.0.1"], "does not call"],
    ["https://[::ffff:127.0.0.1]/", ["[::ffff:7f00:1]"], "does not call"],
  ])("%s does not pass %j: %s", (url, hosts, why) => {
    expect(refusal(url, hosts)).toContain(why);
  });

  test("the own machine passes only where it is listed and private addresses are allowed", () => {
    expect(refusal("https://127.0.0.1/", ["127.0.0.1"], true)).toBeUndefined();
    expect(refusal("https://127.0.0.1/", ["hooks.example.test"], true)).toContain("not among");
    expect(refusal("https://169.254.169.254/", ["169.254.169.254"], true)).toContain("does not call");
  });
});
