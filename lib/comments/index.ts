export { addComment } from "./add-comment.ts";
export { listComments } from "./list-comments.ts";
export { revertibleComment } from "./revert-comment.ts";
export { Comment } from "./schemas.ts";
