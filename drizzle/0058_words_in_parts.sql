-- What the index has of an event, in three parts. What a batch of events has in common is split into words once: nearly
-- always who called what, from where; often the contents. Together they are the words that there were before.
CREATE FUNCTION public.audit_words_of_text(lead text, written text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  free text := regexp_replace(' ' || lower(written),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ' || lead, 'g');
  words text[] := string_to_array(free, ' ');
BEGIN
  IF free ~ '[^ ]{110}' THEN
    words := ARRAY(SELECT left(word, 109) FROM unnest(words) AS word);
  END IF;
  -- What stood between two separators may have been nothing.
  RETURN array_remove(array_remove(words, ''), lead);
END $function$;
--> statement-breakpoint
CREATE FUNCTION public.audit_caller_words(
  workspace_id uuid, environment text, action text, effect text, channel text, tool text, status text, error_code text,
  error_reason text, actor_name text, user_id uuid, user_name text, user_email text, credential_id uuid, credential_name text,
  credential_hint text, client_name text, user_agent text, ip inet
) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  lead text := right(workspace_id::text, 8);
  words text[] := ARRAY[
    lead || 't' || left(lower(nullif(tool, '')), 100),
    lead || 'a' || lower(action),
    lead || 'k' || left(lower(nullif(credential_name, '')), 100),
    lead || 'k' || lower(credential_id::text),
    lead || 'c' || left(lower(nullif(client_name, '')), 100),
    lead || 'u' || lower(user_id::text),
    lead || 'u' || left(lower(nullif(user_name, '')), 100),
    lead || 'u' || left(lower(nullif(user_email, '')), 100),
    lead || 's' || lower(status),
    lead || 'e' || lower(coalesce(environment, 'none')),
    lead || 'h' || lower(channel),
    lead || 'f' || lower(effect),
    lead || 'i' || lower(host(ip))];
BEGIN
  IF ip IS NOT NULL THEN
    words := words || ARRAY(SELECT lead || 'm' || network FROM unnest(public.audit_networks(ip)) AS network);
  END IF;
  RETURN array_to_tsvector(array_remove(words, NULL) || public.audit_words_of_text(lead || 'w',
    concat_ws(' ', action, tool, actor_name, user_name, user_email, credential_name, credential_hint, error_code, error_reason,
      client_name, user_agent, host(ip))));
END $function$;
--> statement-breakpoint
CREATE FUNCTION public.audit_content_words(
  workspace_id uuid, target_type text, target_id text, target_label text, params jsonb, result jsonb, changes jsonb, reason text
) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  lead text := right(workspace_id::text, 8);
  leaves jsonb := jsonb_path_query_array(jsonb_build_array(params, result, changes),
    'strict $.** ? (@.type() == "string" || @.type() == "number")');
  contents text := leaves::text;
  words text[] := ARRAY[
    lead || 'g' || left(lower(nullif(target_type, '')), 100),
    lead || 'g' || left(lower(nullif(target_id, '')), 100),
    lead || 'g' || left(lower(nullif(target_label, '')), 100),
    lead || 'g' || left(lower(nullif(split_part(target_label, ' ', 1), '')), 100)];
BEGIN
  -- Only where something was escaped does the text of all differ from that of each.
  IF strpos(contents, '\') > 0 THEN
    contents := (SELECT string_agg(leaf #>> '{}', ' ') FROM jsonb_array_elements(leaves) AS leaf);
  END IF;
  words := array_remove(words, NULL)
    || public.audit_words_of_text(lead || 'w', concat_ws(' ', target_id, target_label, reason, contents));
  IF reason <> '' THEN
    words := words || public.audit_words_of_text(lead || 'n', reason);
  END IF;
  RETURN array_to_tsvector(words);
END $function$;
--> statement-breakpoint
-- What no two events share.
CREATE FUNCTION public.audit_request_words(workspace_id uuid, request_id text, trace_id text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  lead text := right(workspace_id::text, 8);
BEGIN
  RETURN array_to_tsvector(array_remove(ARRAY[
    lead || 'r' || left(lower(nullif(request_id, '')), 100),
    lead || 'r' || left(lower(nullif(trace_id, '')), 100)], NULL)
    || public.audit_words_of_text(lead || 'w', concat_ws(' ', request_id, trace_id)));
END $function$;
--> statement-breakpoint
DROP FUNCTION public.audit_search_words(public.audit_events);
--> statement-breakpoint
DO $$
DECLARE
  app text := current_setting('postern.app_role');
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['audit_words_of_text', 'audit_caller_words', 'audit_content_words', 'audit_request_words'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION public.%I FROM PUBLIC', name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION public.%I TO %I', name, app);
  END LOOP;
END $$;
