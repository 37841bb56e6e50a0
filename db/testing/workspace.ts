import { ROLES, type Role } from "#lib/authz/index.ts";
import { generatePassword, hashPassword, newId } from "#lib/crypto/index.ts";
import { memberships, users, workspaces } from "../schema/index.ts";
import { withoutWorkspace, withWorkspace } from "../tenant.ts";

export interface TestUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** What they sign in with. */
  readonly password: string;
}

export interface TestWorkspace {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly users: Readonly<Record<Role, TestUser>>;
}

/** A workspace of the suite's own, with one person in each role. */
export async function createTestWorkspace(name = "Test"): Promise<TestWorkspace> {
  const id = newId();
  const suffix = id.slice(-12);
  const { password, passwordHash } = await onePassword();
  const people = ROLES.map((role) => ({
    id: newId(),
    name: `${name} ${role}`,
    email: `${role}-${suffix}@example.com`,
    role,
    password,
  }));
  await withoutWorkspace((db) =>
    db
      .insert(users)
      .values(people.map((person) => ({ id: person.id, name: person.name, email: person.email, passwordHash }))),
  );
  const slug = `test-${suffix}`;
  await withWorkspace({ workspaceId: id, environment: null }, "write", async (tx) => {
    await tx.insert(workspaces).values({ id, slug, name });
    await tx.insert(memberships).values(people.map((person) => ({ userId: person.id, role: person.role })));
  });
  return { id, slug, name, users: byRole(people) };
}

function byRole(people: readonly TestUser[]): Readonly<Record<Role, TestUser>> {
  return Object.fromEntries(people.map((person) => [person.role, person])) as Record<Role, TestUser>;
}

let cached: Promise<{ password: string; passwordHash: string }> | undefined;

/** Hashing is slow on purpose: once for each worker is enough. */
function onePassword(): Promise<{ password: string; passwordHash: string }> {
  const password = generatePassword();
  cached ??= hashPassword(password).then((passwordHash) => ({ password, passwordHash }));
  return cached;
}
