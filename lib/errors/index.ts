export { AppError, type AppErrorDetails, type FieldErrors, isAppError } from "./app-error.ts";
export { type ErrorCode, HTTP_STATUS } from "./codes.ts";
