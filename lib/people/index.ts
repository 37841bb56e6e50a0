export { deleteEndedSessions } from "./delete-ended-sessions.ts";
export { type ProvidedUser, provideUser, renewUser } from "./provide-user.ts";
export { Email, KnownEmail, Password, PersonName } from "./schemas.ts";
export { setPassword } from "./set-password.ts";
export {
  findUserByEmail,
  findUserById,
  listUsers,
  lockUserByEmail,
  replacePasswordHash,
  revokeSessions,
  type UserRow,
  updateUser,
} from "./store.ts";
