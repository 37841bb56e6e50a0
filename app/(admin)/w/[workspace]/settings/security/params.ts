export const securityPath = (slug: string) => `/w/${slug}/settings/security`;
