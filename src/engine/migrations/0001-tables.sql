-- What comes from outside is kept as json, not jsonb: jsonb refuses text that JSON allows (\u0000, half of a surrogate pair),
-- and no statement looks inside.

create table framefarm.renders (
  id text primary key,
  -- The order of acceptance.
  sequence integer generated always as identity unique,
  -- Id of the API key; empty for a server without keys.
  owner text not null,
  state text not null,
  run integer not null default 1,
  -- How often it was planned; part of the names of its jobs, so that work of an earlier plan is not heard any more.
  round integer not null default 1,
  film json not null,
  terms json not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  left_out json not null default '[]',
  -- How many of them the current plan knows of.
  left_out_planned integer not null default 0,
  warnings json not null default '[]',
  outputs json not null default '[]',
  error json,
  duration_seconds double precision,
  -- Real failures of the tasks that are of no chunk, in this run.
  prepare_failures integer not null default 0,
  finish_failures integer not null default 0,
  work_seconds double precision not null default 0,
  last_event integer not null default 0
);
create index on framefarm.renders (owner, sequence desc);
create index on framefarm.renders (state) where state not in ('succeeded', 'failed', 'cancelled');

create table framefarm.scenes (
  render_id text not null references framefarm.renders on delete cascade,
  -- In the film as it was sent.
  scene integer not null,
  state text not null default 'waiting',
  attempts integer not null default 0,
  method text,
  errors json not null default '[]',
  primary key (render_id, scene)
);

-- Of the current plan.
create table framefarm.chunks (
  render_id text not null references framefarm.renders on delete cascade,
  output integer not null,
  chunk integer not null,
  -- In the film as it was sent.
  scene integer not null,
  hash text not null,
  frames integer not null,
  state text not null check (state in ('waiting', 'done', 'failed')),
  attempts integer not null default 0,
  failures integer not null default 0,
  primary key (render_id, output, chunk)
);

-- Work that somebody holds. Without a row here nothing that is said of a lease is heard.
create table framefarm.leases (
  id text primary key,
  attempt integer not null,
  render_id text not null references framefarm.renders on delete cascade,
  output integer,
  chunk integer,
  worker text not null,
  started_at timestamptz not null default now(),
  touched_at timestamptz not null default now(),
  frames_done integer not null default 0
);
create index on framefarm.leases (render_id);

create table framefarm.events (
  render_id text not null references framefarm.renders on delete cascade,
  id integer not null,
  type text not null,
  event json not null,
  primary key (render_id, id)
);

create table framefarm.log_lines (
  render_id text not null references framefarm.renders on delete cascade,
  id integer generated always as identity,
  line json not null,
  primary key (render_id, id)
);

create table framefarm.idempotency_keys (
  owner text not null,
  key text not null,
  body_hash text not null,
  render_id text not null references framefarm.renders on delete cascade,
  created_at timestamptz not null default now(),
  primary key (owner, key)
);

create table framefarm.webhook_deliveries (
  id text primary key,
  sequence integer generated always as identity,
  render_id text not null references framefarm.renders on delete cascade,
  owner text not null,
  type text not null,
  url text not null,
  -- The bytes that are signed.
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  event_at timestamptz not null default now(),
  -- When it may be taken: its next attempt, or the end of a hold.
  next_at timestamptz default now(),
  last_at timestamptz,
  last_status integer,
  last_reason json
);
create index on framefarm.webhook_deliveries (next_at) where state = 'waiting';
create index on framefarm.webhook_deliveries (render_id);

create table framefarm.webhook_secrets (
  owner text not null,
  secret text not null,
  created_at timestamptz not null default now(),
  -- Of one that was replaced: until when it signs beside its successor.
  expires_at timestamptz,
  primary key (owner, secret)
);

-- Measured on this farm, as a moving mean.
create table framefarm.speeds (
  name text primary key,
  value double precision not null,
  measured_at timestamptz not null default now()
);
