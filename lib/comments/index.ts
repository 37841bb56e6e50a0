export { addComment } from "./add-comment.ts";
export { listComments } from "./list-comments.ts";
export { Comment } from "./schemas.ts";
