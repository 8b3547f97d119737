import type { PlatformRole, TeamRole } from "#lib/domain/actor";

/** The one password of every demo account. Demo data is for a laptop, where everything listens on loopback. */
export const DEMO_PASSWORD = "headgate-demo-password";

/** The teams of the demo, each with the prefix of its own name. */
export const DEMO_TEAMS = [
  { slug: "orders", name: "Orders" },
  { slug: "payments", name: "Payments" },
  { slug: "analytics", name: "Analytics" },
  { slug: "fulfilment", name: "Fulfilment" },
] as const;

/** A program of each team, still without an identity on any cluster. */
export const DEMO_APPLICATIONS = [
  { slug: "orders-shop", name: "Shop", team: "orders", description: "Takes orders and says that they were placed." },
  { slug: "payments-ledger", name: "Ledger", team: "payments", description: "Books what was paid." },
  { slug: "analytics-reports", name: "Reports", team: "analytics", description: "Counts what happens everywhere." },
  {
    slug: "fulfilment-dispatch",
    name: "Dispatch",
    team: "fulfilment",
    description: "Sends out what was ordered and paid.",
  },
] as const;

export type DemoPerson = {
  login: string;
  name: string;
  platformRole: PlatformRole;
  memberships: { team: (typeof DEMO_TEAMS)[number]["slug"]; role: TeamRole }[];
};

type TeamSlug = (typeof DEMO_TEAMS)[number]["slug"];

/** People of the demo, named for what they are. Orders has two owners, so that an owner's own request can be decided. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  inTeam("orders-developer", "Orders developer", "orders", "member"),
  inTeam("orders-owner", "Orders owner", "orders", "owner"),
  inTeam("orders-owner-2", "Second orders owner", "orders", "owner"),
  inTeam("payments-developer", "Payments developer", "payments", "member"),
  inTeam("payments-owner", "Payments owner", "payments", "owner"),
  inTeam("analytics-developer", "Analytics developer", "analytics", "member"),
  inTeam("analytics-owner", "Analytics owner", "analytics", "owner"),
  inTeam("fulfilment-owner", "Fulfilment owner", "fulfilment", "owner"),
  onPlatform("platform-admin", "Platform admin", "admin"),
  onPlatform("platform-admin-2", "Second platform admin", "admin"),
  onPlatform("auditor", "Auditor", "auditor"),
];

/** What `npm start` prints. */
export const DEMO_ACCOUNTS = DEMO_PEOPLE.map(({ login, platformRole, memberships }) => ({
  login,
  password: DEMO_PASSWORD,
  role: platformRole === "none" ? memberships.map(({ team, role }) => `${role} of ${team}`).join(", ") : platformRole,
}));

function inTeam(local: string, name: string, team: TeamSlug, role: TeamRole): DemoPerson {
  return { login: `${local}@example.test`, name, platformRole: "none", memberships: [{ team, role }] };
}

function onPlatform(local: string, name: string, platformRole: PlatformRole): DemoPerson {
  return { login: `${local}@example.test`, name, platformRole, memberships: [] };
}
