export { insertNotices } from "../insert-notices.ts";
