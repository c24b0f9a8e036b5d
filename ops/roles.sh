#!/bin/sh
# Runs once, when the container of PostgreSQL is made: the three roles and the database.
set -eu
psql --set=ON_ERROR_STOP=1 --username=postgres \
  --set=owner="$OWNER_PASSWORD" --set=app="$APP_PASSWORD" --set=worker="$WORKER_PASSWORD" <<'SQL'
CREATE ROLE tutti_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD :'owner';
CREATE ROLE tutti_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD :'app';
CREATE ROLE tutti_worker LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD :'worker';
CREATE DATABASE "tutti" OWNER tutti_owner ENCODING 'UTF8' TEMPLATE template0;
SQL
