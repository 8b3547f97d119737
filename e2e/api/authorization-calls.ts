import { randomUUID } from "node:crypto";
import { DEMO, PASSWORD } from "../support/sign-in.ts";
import { topicRequest } from "../support/world.ts";
import type { Side } from "./authorization-world.ts";

/** A call as it is made about the objects of one side: the address, and the body that fails harmlessly once allowed. */
type Call = (side: Side) => { path: string; body?: object };

const VERSION = 999;
const FINGERPRINT = "0".repeat(64);

/** How each operation of the contract is called in the matrix. */
export const CALLS: Record<string, Call> = {
  listClusters: () => ({ path: "/clusters" }),
  listPolicies: () => ({ path: "/policies" }),
  listTopics: () => ({ path: "/topics" }),
  search: () => ({ path: "/search?q=orders" }),
  listRequests: () => ({ path: "/requests" }),
  listTeams: () => ({ path: "/teams" }),
  listTokens: () => ({ path: "/tokens" }),
  listUsers: () => ({ path: "/users" }),
  listAudit: () => ({ path: "/audit?limit=1" }),
  findPeople: () => ({ path: "/people?q=owner" }),
  // The one cluster is nobody's; the absent side stands for one that is not there.
  confirmClusterIdentity: ({ team }) => ({
    path: `/clusters/${team.slug === "no-such-team" ? "nowhere" : "local"}/identity`,
    body: { kafkaClusterId: "another" },
  }),
  getTopic: ({ topic }) => ({ path: `/topics/local/${topic}` }),
  retryTopic: ({ topic }) => ({ path: `/topics/local/${topic}/retry`, body: {} }),
  requestTopic: ({ team }) => ({ path: "/topic-requests", body: topicRequest(team, "breaks.The.Rules") }),
  getRequest: ({ openRequest }) => ({ path: `/requests/${openRequest.id}` }),
  editRequest: ({ openRequest, team }) => {
    const { name, spec, metadata, reason } = topicRequest(team, openRequest.name);
    return { path: `/requests/${openRequest.id}`, body: { version: VERSION, name, spec, metadata, reason } };
  },
  approveRequest: ({ openRequest }) => ({
    path: `/requests/${openRequest.id}/approve`,
    body: { fingerprint: FINGERPRINT },
  }),
  rejectRequest: ({ endedRequest }) => ({ path: `/requests/${endedRequest.id}/reject`, body: { reason: "No." } }),
  withdrawRequest: ({ endedRequest }) => ({ path: `/requests/${endedRequest.id}/withdraw`, body: {} }),
  commentRequest: ({ openRequest }) => ({ path: `/requests/${openRequest.id}/comments`, body: { body: "Hello." } }),
  copyRequest: ({ openRequest }) => ({ path: `/requests/${openRequest.id}/copy`, body: { cluster: "local" } }),
  createTeam: () => ({ path: "/teams", body: { slug: "orders", name: "Orders again" } }),
  getTeam: ({ team }) => ({ path: `/teams/${team.slug}` }),
  updateTeam: ({ team }) => ({ path: `/teams/${team.slug}`, body: { name: "Other", version: VERSION } }),
  deleteTeam: ({ team }) => ({ path: `/teams/${team.slug}` }),
  setMember: ({ team }) => ({
    path: `/teams/${team.slug}/members`,
    body: { userId: "00000000-0000-4000-8000-000000000000", role: "member" },
  }),
  removeMember: ({ team, owner }) => ({ path: `/teams/${team.slug}/members/${owner.id}` }),
  addPrefix: ({ team }) => ({ path: `/teams/${team.slug}/prefixes`, body: { prefix: "orders.deeper." } }),
  removePrefix: ({ team }) => ({ path: `/teams/${team.slug}/prefixes/${team.prefix}` }),
  createUser: () => ({ path: "/users", body: { name: "Again", email: DEMO.admin, password: PASSWORD } }),
  updateUser: ({ owner }) => ({
    path: `/users/${owner.id}`,
    body: { name: "Other", platformRole: "admin", version: VERSION },
  }),
  disableUser: ({ owner }) => ({ path: `/users/${owner.id}/disable`, body: {} }),
  enableUser: ({ owner }) => ({ path: `/users/${owner.id}/enable`, body: {} }),
  createToken: () => ({
    path: "/tokens",
    body: { name: randomUUID(), permissions: ["topic.read"], expiresInDays: 1 },
  }),
  revokeToken: ({ revokedToken }) => ({ path: `/tokens/${revokedToken}` }),
};
