/** The page of one request, inside the workspace. */
export function approvalLink(id: string): `/${string}` {
  return `/approvals/${id}`;
}
