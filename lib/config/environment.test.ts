import { describe, expect, test } from "vitest";
import { EnvironmentRefused, parseEnvironment } from "./environment.ts";
import { WebEnvironment } from "./web-environment.ts";
import { WorkerEnvironment } from "./worker-environment.ts";

const WEB = {
  NODE_ENV: "test" as const,
  HEADGATE_URL: "https://headgate.example.test/",
  HEADGATE_SECRET: "s".repeat(32),
  CREDENTIAL_PUBLIC_KEY: "k".repeat(43),
  DATABASE_URL: "postgresql://headgate_web:password@127.0.0.1/headgate",
};

function refused(changes: Record<string, string | undefined>): () => unknown {
  return () => parseEnvironment(WebEnvironment, { ...WEB, ...changes });
}

describe("parseEnvironment", () => {
  test("gives defaults, numbers as numbers and the origin in its one form", () => {
    expect(parseEnvironment(WebEnvironment, { ...WEB, HEADGATE_PORT: "8080" })).toMatchObject({
      HEADGATE_URL: "https://headgate.example.test",
      HEADGATE_HOST: "127.0.0.1",
      HEADGATE_PORT: 8080,
      TRUSTED_PROXY_HOPS: 0,
      OIDC_GROUPS_CLAIM: "groups",
      LOG_LEVEL: "info",
    });
  });

  test("an empty variable counts as absent", () => {
    expect(parseEnvironment(WebEnvironment, { ...WEB, HEADGATE_PORT: "", OIDC_ISSUER: "" }).HEADGATE_PORT).toBe(3000);
  });

  test.each([
    ["HEADGATE_URL", "headgate.example.test"],
    ["HEADGATE_URL", "ftp://headgate.example.test"],
    ["HEADGATE_URL", "https://example.test/headgate"],
    ["HEADGATE_SECRET", "short"],
    ["CREDENTIAL_PUBLIC_KEY", "k".repeat(42)],
    ["HEADGATE_PORT", "0"],
    ["HEADGATE_PORT", "web"],
    ["DATABASE_URL", "mysql://127.0.0.1/headgate"],
    ["TRUSTED_PROXY_HOPS", "-1"],
    ["LOG_LEVEL", "loud"],
  ])("%s=%s is refused by name, and the message does not repeat the value", (name, value) => {
    expect(refused({ [name]: value })).toThrow(EnvironmentRefused);
    expect(refused({ [name]: value })).toThrow(name);
    expect(refused({ [name]: value })).not.toThrow(`"${value}"`);
  });

  test("every problem is told at once", () => {
    expect(refused({ HEADGATE_SECRET: undefined, DATABASE_URL: undefined })).toThrow(
      /HEADGATE_SECRET[\s\S]*DATABASE_URL/,
    );
  });

  test("a half-configured provider is refused, naming what is missing", () => {
    const issuer = "https://login.example.test";
    expect(refused({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: "headgate" })).toThrow(/OIDC_CLIENT_SECRET is missing/);
  });
});

describe("what the worker is told about telling people", () => {
  const settings = {
    NODE_ENV: "test" as const,
    DATABASE_URL: "postgresql://headgate_worker:password@127.0.0.1/headgate",
    CLUSTERS_FILE: "clusters.yaml",
    CREDENTIAL_PRIVATE_KEY: "A".repeat(43),
    HEADGATE_URL: WEB.HEADGATE_URL,
    MAIL_FROM: "Headgate <headgate@example.test>",
  };
  const parse = (changes: Record<string, string | undefined>) =>
    parseEnvironment(WorkerEnvironment, { ...settings, ...changes });

  test("hosts are a list; none of them and no private address is the default", () => {
    expect(parse({})).toMatchObject({ WEBHOOK_ALLOWED_HOSTS: [], WEBHOOK_ALLOW_PRIVATE: false });
    const hosts = "hooks.example.test, *.internal.example.test,http://127.0.0.1";
    expect(parse({ WEBHOOK_ALLOWED_HOSTS: hosts }).WEBHOOK_ALLOWED_HOSTS).toEqual(hosts.split(/, ?/));
  });

  test.each([
    ["SMTP_URL", { SMTP_URL: "mail.example.test" }],
    ["MAIL_FROM", { SMTP_URL: "smtp://mail.example.test", MAIL_FROM: undefined }],
    ["MAIL_FROM", { MAIL_FROM: "Headgate" }],
    ["HEADGATE_URL", { HEADGATE_URL: undefined }],
    ["WEBHOOK_ALLOWED_HOSTS", { WEBHOOK_ALLOWED_HOSTS: "*" }],
    ["WEBHOOK_ALLOWED_HOSTS", { WEBHOOK_ALLOWED_HOSTS: "https://hooks.example.test/path" }],
    ["WEBHOOK_ALLOW_PRIVATE", { WEBHOOK_ALLOW_PRIVATE: "yes" }],
  ])("%s is refused by name: %j", (name, changes) => {
    expect(() => parse(changes)).toThrow(name);
  });
});

test("the worker needs to know its clusters and its key", () => {
  const settings = {
    NODE_ENV: "test" as const,
    DATABASE_URL: "postgresql://headgate_worker:password@127.0.0.1/headgate",
  };
  expect(() => parseEnvironment(WorkerEnvironment, settings)).toThrow(
    /CLUSTERS_FILE is missing[\s\S]*CREDENTIAL_PRIVATE_KEY is missing/,
  );
});
