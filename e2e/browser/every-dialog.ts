import type { Locator, Page } from "@playwright/test";
import type { DemoRole } from "../support/sign-in.ts";

type Opened = [what: string, address: string, role: DemoRole, trigger: (page: Page) => Locator];

const APPLICATION_DIALOGS: Opened[] = (
  [
    ["a new application", "/applications", "New application"],
    ["editing an application", "/applications/{application}", "Edit"],
    ["deleting an application", "/applications/{application}", "Delete"],
    ["a new credential", "/applications/{application}", /^Make a new credential/],
    ["rotating", "/applications/{application}", /^Rotate/],
    ["another quota", "/applications/{application}", /^Change quota/],
    ["ending a principal", "/applications/{application}", /^End principal/],
    ["renewing", "/applications/{application}?tab=access", /^Renew/],
    ["giving access back", "/applications/{application}?tab=access", /^Release/],
    ["revoking", "/applications/{application}?tab=access", /^Revoke/],
  ] as const
).map(([what, address, name]) => [
  what,
  address,
  "owner",
  (page) => page.getByRole("button", { name, exact: typeof name === "string" }),
]);

const SUBJECT_DIALOGS: Opened[] = (
  [
    ["another compatibility", "/schemas/local/{subject}", "Change compatibility"],
    ["deleting a subject", "/schemas/local/{subject}", "Delete subject: subject"],
    ["deleting a version", "/schemas/local/{subject}?tab=versions", "Delete: version 1"],
  ] as const
).map(([what, address, name]) => [what, address, "owner", (page) => page.getByRole("button", { name, exact: true })]);

/** What opens over a page: how to open it, as whom, and what is there then. */
export const DIALOGS: Opened[] = [
  ["the palette", "/", "developer", (page) => page.getByRole("button", { name: /Find a topic, team, request/ })],
  ["the account's menu", "/", "developer", (page) => page.getByRole("button", { name: /^Account of/ })],
  [
    "withdrawing",
    "/requests/{open}",
    "developer",
    (page) => page.getByRole("button", { name: "Withdraw", exact: true }),
  ],
  ["why not", "/requests/{open}", "auditor", (page) => page.getByRole("button", { name: "Withdraw: why not?" })],
  [
    "adding a setting",
    "/topics/new?cluster=local&team=orders",
    "developer",
    (page) => page.getByRole("combobox", { name: /^Add a setting/ }),
  ],
  ...APPLICATION_DIALOGS,
  ...SUBJECT_DIALOGS,
  ["a recertification", "/campaigns", "owner", (page) => page.getByRole("button", { name: "Open a recertification" })],
  ["an answer", "/campaigns/{campaign}", "owner", (page) => page.getByRole("button", { name: /^Keep: / }).first()],
  [
    "revoking",
    "/topics/local/{topic}?tab=access",
    "owner",
    (page) => page.getByRole("button", { name: /^Revoke access/ }).first(),
  ],
  [
    "another description",
    "/topics/local/{topic}",
    "developer",
    (page) => page.getByRole("button", { name: "Edit description" }),
  ],
  [
    "unblocking",
    "/topics/local/{blocked}",
    "developer",
    (page) => page.getByRole("button", { name: "Unblock" }).first(),
  ],
  [
    "announcing an end",
    "/topics/local/{topic}?tab=schema",
    "owner",
    (page) => page.getByRole("button", { name: "Announce its end" }),
  ],
  [
    "lifting a block",
    "/topics/local/{blocked}/decommission",
    "owner",
    (page) => page.getByRole("button", { name: "Unblock" }),
  ],
  [
    "a start from samples",
    "/schemas/new?cluster=local&topic={topic}",
    "developer",
    (page) => page.getByRole("button", { name: "sample messages" }),
  ],
  ["a new token", "/settings", "developer", (page) => page.getByRole("button", { name: "New token" })],
  ["a new webhook", "/settings", "admin", (page) => page.getByRole("button", { name: "New webhook" })],
  ["a new webhook", "/teams/orders", "owner", (page) => page.getByRole("button", { name: "New webhook" })],
  ["a new team", "/admin/teams", "admin", (page) => page.getByRole("button", { name: "New team" })],
  ["a new account", "/admin/users", "admin", (page) => page.getByRole("button", { name: "New account" })],
  ["editing a team", "/teams/orders", "owner", (page) => page.getByRole("button", { name: "Edit", exact: true })],
  ["adding somebody", "/teams/orders", "owner", (page) => page.getByRole("button", { name: "Add somebody" })],
];
