-- What one application of Constant Contact has left of its pace and of its day. One row a client id, whoever uses it.
create table request_budgets (
  client_id text primary key,
  -- The UTC day that used counts.
  day date not null,
  used integer not null default 0,
  -- The first moment at which the next request may leave, at the API and at the token endpoint.
  next_slot_at timestamptz not null,
  next_token_slot_at timestamptz not null,
  -- Constant Contact said the day is spent: nothing leaves before this.
  parked_until timestamptz,
  -- Constant Contact said we are too fast: requests keep a greater distance until this.
  slowed_until timestamptz
);

-- What became of a declared connection: the account it leads to, who allowed it, and the tokens that open it.
create table connection_states (
  name text primary key,
  status text not null check (status in ('never_connected', 'connected', 'reconnect_needed')),
  cause_code text,
  cause text,
  client_id text,
  account jsonb,
  consent jsonb,
  export_user jsonb,
  -- Sealed with the secret key; readable only together with the connection's name.
  tokens text,
  -- Set before a renewal of the tokens leaves and cleared when its answer is stored: still set, the answer was lost.
  refresh_started_at timestamptz,
  connected_at timestamptz,
  refreshed_at timestamptz,
  updated_at timestamptz not null
);
