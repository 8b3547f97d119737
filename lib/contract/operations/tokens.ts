import { z } from "zod";
import * as users from "../users.ts";
import type { Operation } from "./operation.ts";

export const TOKENS: readonly Operation[] = [
  {
    id: "listTokens",
    method: "get",
    path: "/tokens",
    tag: "tokens",
    summary: "The caller's own tokens",
    status: 200,
    response: z.object({ items: z.array(users.TokenRow), nextCursor: z.string().nullable() }),
  },
  {
    id: "createToken",
    method: "post",
    path: "/tokens",
    tag: "tokens",
    summary: "Make a token; it is shown once",
    body: users.CreateToken,
    status: 201,
    response: users.TokenCreated,
  },
  {
    id: "revokeToken",
    method: "delete",
    path: "/tokens/{tokenId}",
    tag: "tokens",
    summary: "End a token now",
    status: 204,
  },
];
