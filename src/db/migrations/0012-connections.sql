-- Where the service of a connection is, where it is not the one the settings name; what its tokens were issued by.
alter table connection_states add column service jsonb;
-- The last check: when, what it found, and which privileges were missing.
alter table connection_states add column last_check jsonb;

-- Client secrets that were typed, sealed for their connection; those of a file are references to variables.
create table connection_secrets (
  name text primary key,
  client_secret text not null,
  updated_at timestamptz not null
);

-- A connection that one person is making, or making anew, step by step. It is gone once it is saved, or left for an hour.
create table connection_drafts (
  id text primary key,
  name text not null,
  user_id text not null references users (id) on delete cascade,
  -- As in the definitions; a client secret that was typed lies sealed beside it.
  definition jsonb not null,
  client_secret text,
  -- Whether a connection of this name is made anew, and when that one was connected as the draft was begun.
  remakes boolean not null,
  connected_before timestamptz,
  consent jsonb,
  -- The sign-in that is under way: the hash of its state, until when it may come back, and the sealed secret of PKCE.
  state_hash text unique,
  state_expires_at timestamptz,
  verifier text,
  redirect_url text,
  return_to text,
  other_account text check (other_account in ('accept', 'refuse')),
  -- How the last sign-in ended when it came to nothing.
  refusal jsonb,
  -- What it led to: account, client id, missing privileges. The tokens are sealed as the connection's.
  signed_in jsonb,
  tokens text,
  export_user jsonb,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index connection_drafts_by_user on connection_drafts (user_id);
