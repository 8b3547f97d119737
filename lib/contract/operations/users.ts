import { z } from "zod";
import { Person, pageOf } from "../common.ts";
import * as users from "../users.ts";
import { type Operation, without } from "./operation.ts";

const UserSwitched = z.object({ id: z.string(), disabled: z.boolean() });

export const USERS: readonly Operation[] = [
  {
    id: "listUsers",
    method: "get",
    path: "/users",
    tag: "users",
    summary: "People",
    query: users.ListUsers,
    status: 200,
    response: users.UserPage,
  },
  {
    id: "createUser",
    method: "post",
    path: "/users",
    tag: "users",
    summary: "Make a local account",
    body: users.CreateUser,
    status: 201,
    response: z.object({ id: z.string(), version: z.int() }),
  },
  {
    id: "updateUser",
    method: "patch",
    path: "/users/{userId}",
    tag: "users",
    summary: "Change a person's name or platform role",
    body: without(users.UpdateUser, "userId"),
    status: 200,
    response: z.object({ id: z.string(), version: z.int() }),
  },
  {
    id: "disableUser",
    method: "post",
    path: "/users/{userId}/disable",
    tag: "users",
    summary: "Shut somebody out; their sessions end at once",
    body: z.strictObject({}),
    status: 200,
    response: UserSwitched,
  },
  {
    id: "enableUser",
    method: "post",
    path: "/users/{userId}/enable",
    tag: "users",
    summary: "Let somebody in again",
    body: z.strictObject({}),
    status: 200,
    response: UserSwitched,
  },
  {
    id: "findPeople",
    method: "get",
    path: "/people",
    tag: "users",
    summary: "Enabled people by part of a name, to be added to a team",
    query: users.FindPeople,
    status: 200,
    response: pageOf(Person),
  },
];
