-- Which worker gets which work.

alter table framefarm.renders
  -- As its terms have it.
  add column priority integer not null default 0,
  -- Of all its files; guessed until it is planned.
  add column frames integer not null default 0,
  -- Among renders of one owner and priority, the earlier ones go first.
  add column due_at timestamptz not null default now(),
  -- What a worker must have: memory for one piece of it, and encoders by codec (h264) or codec and device (h264:gpu).
  add column needs_memory_bytes double precision not null default 0,
  add column needs_encoders text[] not null default '{}',
  -- Of the worker that has planned it: chunks of others would differ from its own.
  add column toolchain text;

update framefarm.renders set priority = (terms ->> 'priority')::integer;
create index on framefarm.renders (owner, priority desc, due_at, sequence) where state not in ('succeeded', 'failed', 'cancelled');

-- Every worker that has asked for work, with what it can do. Who has work is seen by its leases as well.
create table framefarm.workers (
  id text primary key,
  slots integer not null,
  cores integer not null,
  memory_bytes double precision not null,
  toolchain text not null,
  -- As needs_encoders names them.
  encoders text[] not null,
  versions json not null,
  seen_at timestamptz not null default now()
);

-- Jobs are found by the number of their render, which stands where pg-boss has a priority.
do $$ begin
  if to_regclass('pgboss.job') is not null then
    update pgboss.job j set priority = r.sequence from framefarm.renders r
    where j.name = 'work' and j.state <= 'active' and r.id = split_part(j.data ->> 'key', '.', 1);
  end if;
end $$;
