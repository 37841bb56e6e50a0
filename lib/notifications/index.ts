export { type Notified, type NotifyRequest, notify, type Recipients } from "./notify.ts";
