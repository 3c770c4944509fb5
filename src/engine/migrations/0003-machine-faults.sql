-- Work that a machine could not do is left to others, and workers say what keeps them from work.

-- How often, in the current plan.
alter table framefarm.chunks add column hand_backs integer not null default 0;
-- Of the tasks that are of no chunk, in this run.
alter table framefarm.renders add column hand_backs integer not null default 0;
-- Null for one that can work.
alter table framefarm.workers add column fault json;
