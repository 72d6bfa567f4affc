-- Who may sign in, and with what role. The e-mail is folded (trimmed, lower case).
create table users (
  id text primary key,
  email text not null unique,
  name text not null,
  role text not null check (role in ('administrator', 'contributor', 'viewer')),
  status text not null check (status in ('invited', 'active', 'disabled')),
  language text not null default 'en' check (language in ('en', 'da')),
  -- Argon2id with its parameters in the PHC form; null for those who only sign in elsewhere.
  password_hash text,
  -- Issuer and subject of whoever signs in with OpenID Connect.
  oidc_subject text unique,
  created_at timestamptz not null,
  last_sign_in_at timestamptz
);

-- A signed-in browser. The cookie holds the token; only its hash is stored.
create table sessions (
  token_hash text primary key,
  -- By which its user tells it from others; it opens nothing.
  id text not null unique,
  user_id text not null references users (id) on delete cascade,
  -- How its user proved who they are, and is to prove it again.
  way text not null check (way in ('password', 'oidc')),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  -- When the password was last given: some acts ask for it again.
  authenticated_at timestamptz not null,
  address text,
  agent text
);
create index sessions_by_user on sessions (user_id);

create table api_keys (
  id text primary key,
  user_id text not null references users (id) on delete cascade,
  name text not null,
  role text not null check (role in ('administrator', 'contributor', 'viewer')),
  key_hash text not null unique,
  -- The first letters, by which a person knows it again.
  prefix text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_keys_by_user on api_keys (user_id);

-- Links that let somebody in once: to set up the first administrator, to accept an invitation, to set a new password.
create table one_time_links (
  token_hash text primary key,
  purpose text not null check (purpose in ('set-up', 'invitation', 'reset')),
  user_id text references users (id) on delete cascade,
  created_by text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create index one_time_links_by_user on one_time_links (user_id);

-- Attempts that are counted against guessing, by what they are counted for: an account, an address, both together.
create table attempts (
  key text primary key,
  count integer not null,
  -- No other attempt is taken before this.
  blocked_until timestamptz not null,
  -- After this the row says nothing any more.
  forget_at timestamptz not null
);
create index attempts_by_forget_at on attempts (forget_at);

-- From where a user has signed in: whom strangers' attempts do not keep out.
create table known_addresses (
  user_id text not null references users (id) on delete cascade,
  address text not null,
  seen_at timestamptz not null,
  primary key (user_id, address)
);

-- Sign-ins under way at an OpenID provider, each found by what its browser's cookie holds, and used once.
create table oidc_sign_ins (
  token_hash text primary key,
  state text not null,
  nonce text not null,
  code_verifier text not null,
  return_to text not null,
  -- The session whose user proves again who they are; null where a new one is to begin.
  session_id text,
  expires_at timestamptz not null
);

-- Who did what to what. Rows are only ever added, each with a hash over itself and the one before it.
create table audit_log (
  seq bigint primary key,
  at timestamptz not null,
  actor_id text,
  actor text not null,
  via text not null,
  address text,
  action text not null,
  target_kind text not null,
  target text not null,
  before jsonb,
  after jsonb,
  previous_hash text not null,
  hash text not null
);
create index audit_log_by_target on audit_log (target_kind, target, seq);
create index audit_log_by_actor on audit_log (actor_id, seq);

create function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'the audit log is append-only'; end $$;
create trigger audit_log_append_only before update or delete or truncate on audit_log execute function refuse_change();
