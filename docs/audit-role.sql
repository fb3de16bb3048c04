-- Takes the rights to change the audit away from the role of DATABASE_URL, here `muster`. Run it as a superuser in
-- Muster's database, once after Muster's first start: psql -d muster -f docs/audit-role.sql
-- Afterwards `muster` can append entries and erase personal fields, and neither change nor delete entries.
begin;

create role muster_audit nologin;
grant usage, create on schema public to muster_audit;

-- The owner of a database can drop every table in it.
do $$ begin
  execute format('alter database %I owner to %I', current_database(), current_user);
  execute format('grant create, connect, temporary on database %I to muster', current_database());
end $$;
grant usage, create on schema public to muster;

alter table audit_entries owner to muster_audit;
alter table audit_head owner to muster_audit;
alter function audit_is_append_only() owner to muster_audit;
alter function audit_append(jsonb, text) owner to muster_audit;
alter function audit_append(jsonb, text) security definer set search_path = public, pg_temp;
alter function audit_erase_subjects(bigint[]) owner to muster_audit;
alter function audit_erase_subjects(bigint[]) security definer set search_path = public, pg_temp;
alter function audit_erase_actors(bigint[]) owner to muster_audit;
alter function audit_erase_actors(bigint[]) security definer set search_path = public, pg_temp;
revoke create on schema public from muster_audit;

revoke all on audit_entries, audit_head from public, muster;
grant select on audit_entries, audit_head to muster;
revoke all on function audit_append(jsonb, text), audit_erase_subjects(bigint[]), audit_erase_actors(bigint[])
  from public;
grant execute on function audit_append(jsonb, text), audit_erase_subjects(bigint[]), audit_erase_actors(bigint[])
  to muster;

commit;

-- Before an upgrade whose start reports `must be owner of table audit_entries`: grant muster_audit to muster; then start
-- Muster once, and revoke muster_audit from muster;
