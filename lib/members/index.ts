export { addMember } from "./add-member.ts";
export { changeMemberRole } from "./change-member-role.ts";
export { listMemberDirectory } from "./list-member-directory.ts";
export { listMembers } from "./list-members.ts";
export { removeMember } from "./remove-member.ts";
export { Member } from "./schemas.ts";
export { setMemberPassword } from "./set-member-password.ts";
