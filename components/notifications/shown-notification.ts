/** A notification as a list shows it. */
export interface ShownNotification {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly createdAt: string;
  readonly isRead: boolean;
  readonly href: string;
}
