-- The loyalty programme of the example: psql "$LOYALTY_DATABASE_URL" -f examples/shop/loyalty.sql
drop table if exists public.members;
create table public.members (
  loyalty_id text primary key,
  contact_id text not null,
  tier text not null,
  joined text not null
);
insert into public.members (loyalty_id, contact_id, tier, joined)
select
  'L-' || n,
  'C-' || (1000 + n * 3 % 120),
  (array['Bronze', 'Silver', 'Gold'])[1 + n % 3],
  to_char(date '2022-01-01' + (n * 11) % 1400, 'YYYY-MM-DD')
from generate_series(1, 60) as n;
