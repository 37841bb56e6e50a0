import type { AuditActor } from "#lib/audit/index.ts";
import type { Permission, Role, Scope } from "#lib/authz/index.ts";
import type { Environment } from "#lib/environments/index.ts";

/** A person, signed in to the browser. */
export interface UserActor {
  readonly kind: "user";
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly sessionId: string;
  /** When they last proved in this session that it is them; signing in counts. */
  readonly provenAt: Date | null;
  readonly permissions: ReadonlySet<Permission>;
}

/** A budget of writes, or the cap on the rows of one call. */
export type WritesPausedBy = "minute" | "hour" | "rows";

/** A program with an API key, on behalf of the key's owner where it has one. */
export interface ApiKeyActor {
  readonly kind: "api_key";
  readonly id: string;
  readonly name: string;
  /** Prefix and last four: what people recognise the key by. */
  readonly hint: string;
  readonly environment: Environment;
  /** As granted. What the owner has lost since is missing from `permissions`. */
  readonly scopes: readonly Scope[];
  /** It may only propose: whatever the policy says, each of its writes waits for a person's approval. */
  readonly writesNeedApproval: boolean;
  /** What it went over, when nobody has let it write again yet; null: it may write. */
  readonly writesPausedBy: WritesPausedBy | null;
  readonly owner: { readonly id: string; readonly name: string; readonly email: string } | null;
  readonly permissions: ReadonlySet<Permission>;
  /** The only projects that it sees; null: all of its environment. */
  readonly projectIds: readonly string[] | null;
}

/** The installation itself: the operator's command line, set-up, jobs. */
export interface SystemActor {
  readonly kind: "system";
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
}

export type Actor = UserActor | ApiKeyActor | SystemActor;

/** How an actor is written down in the audit log and in a change's history. */
export function auditActor(actor: Actor): AuditActor {
  switch (actor.kind) {
    case "user": {
      const { id, name, email, sessionId } = actor;
      return { kind: "user", id, name, user: { id, name, email }, credential: null, sessionId };
    }
    case "api_key": {
      const { id, name, hint, owner } = actor;
      return {
        kind: "api_key",
        id,
        name,
        user: owner,
        credential: { kind: "api_key", id, name, hint },
        sessionId: null,
      };
    }
    case "system":
      return { kind: "system", id: null, name: actor.name, user: null, credential: null, sessionId: null };
  }
}
