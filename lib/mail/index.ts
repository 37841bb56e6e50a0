export { MailRefused } from "./mail-refused.ts";
export { type Mailer, type MailSettings, openMailer } from "./mailer.ts";
