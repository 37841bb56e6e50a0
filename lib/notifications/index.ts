export { ATTEMPT_SECONDS, type Delivered, deliverMail } from "./deliver-mail.ts";
export { type Description, describeNotification } from "./describe.ts";
export { listInbox, markAllRead, markRead, openNotification } from "./inbox.ts";
export { countUnread } from "./inbox-store.ts";
export { listDeliveries } from "./list-deliveries.ts";
export { listDueMails, type MailRef } from "./mail-store.ts";
export { type Notified, type NotifyRequest, notify, type Recipients } from "./notify.ts";
export { getOutboxMail, listOutbox, retryMail } from "./outbox.ts";
