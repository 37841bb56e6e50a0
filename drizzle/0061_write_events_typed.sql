-- The same as before, with the types of the columns at hand: nothing has to be taken out of an event before it is read. A new
-- column of audit_events has to be named here as well; nothing can be written until it is.
CREATE OR REPLACE FUNCTION public.kept_audit_events(events jsonb) RETURNS SETOF public.audit_events
LANGUAGE sql STABLE AS $$
  SELECT
    r.workspace_id, r.occurred_at, r.id, r.schema_version, r.environment, r.action, r.effect, r.channel, r.tool,
    r.status, r.error_code, r.error_reason, r.actor_kind, r.actor_id, r.actor_name, r.user_id, r.user_name,
    r.user_email, r.credential_kind, r.credential_id, r.credential_name, r.credential_hint, r.session_id,
    r.target_type, r.target_id, r.target_label,
    CASE WHEN coalesce('params' = ANY (p.log_parts), r.log_parts ? 'params', true) THEN r.params END,
    CASE WHEN coalesce('result' = ANY (p.log_parts), r.log_parts ? 'result', true) THEN r.result END,
    CASE WHEN coalesce('changes' = ANY (p.log_parts), r.log_parts ? 'changes', true) THEN r.changes END,
    r.reason, r.confirmation, r.idempotency_key, r.ip, r.user_agent, r.client_name, r.client_version,
    r.protocol_version, r.request_id, r.trace_id, r.duration_us, r.folded_count
  FROM jsonb_to_recordset(events) AS r(
    workspace_id uuid, occurred_at timestamptz, id uuid, schema_version smallint, environment text, action text,
    effect text, channel text, tool text, status text, error_code text, error_reason text, actor_kind text,
    actor_id text, actor_name text, user_id uuid, user_name text, user_email text, credential_kind text,
    credential_id uuid, credential_name text, credential_hint text, session_id uuid, target_type text,
    target_id text, target_label text, params jsonb, result jsonb, changes jsonb, reason text, confirmation jsonb,
    idempotency_key text, ip inet, user_agent text, client_name text, client_version text, protocol_version text,
    request_id text, trace_id text, duration_us integer, folded_count integer, log_parts jsonb
  )
  LEFT JOIN public.environment_policies p ON p.workspace_id = r.workspace_id AND p.environment = r.environment
$$;
